"""xlsx sheets: the quick reader where a sheet is plain, the own streaming reader where it would lose something.

Calamine drops formula texts, error cells and zero-padding formats, leaves rare escapes, and holds a dense grid in memory; a sheet that has
any of these, or whose grid would be too large, is streamed.
"""

from collections.abc import Iterator
from functools import partial

from python_calamine import CalamineError, CalamineWorkbook

from kedang.engine.tables.merges import spread_down
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Limits, Row, Sheet, settled
from kedang.engine.tables.xls import broken, calamine_rows, open_calamine
from kedang.engine.tables.xlsx_package import Package, SheetFacts, open_package
from kedang.engine.tables.xlsx_stream import stream_rows


def xlsx_sheets(content: Content, limits: Limits) -> tuple[Sheet, ...]:
    package = open_package(content, limits)
    books: list[CalamineWorkbook] = []
    sheets = []
    for facts in package.sheets:
        start = partial(_rows, content, package, facts, books, limits)
        sheets.append(Sheet(facts.name, start, facts.rows, facts.visible))
    return tuple(sheets)


def _rows(
    content: Content, package: Package, facts: SheetFacts, books: list[CalamineWorkbook], limits: Limits
) -> Iterator[Row]:
    rows = _quick(content, facts, books) if facts.is_plain(limits) else None
    if rows is None:
        rows = stream_rows(package, facts, limits)
    return spread_down(settled(rows), facts.merges)


def _quick(content: Content, facts: SheetFacts, books: list[CalamineWorkbook]) -> Iterator[Row] | None:
    """Rows through calamine, or None when it cannot read what the streaming reader may."""
    try:
        if not books:
            books.append(open_calamine(content))
        return calamine_rows(books[0].get_sheet_by_name(facts.name))
    except (CalamineError, TableRefused):
        return None
    except BaseException as error:
        if isinstance(broken(error), TableRefused):
            return None
        raise
