"""BIFF workbooks (.xls), and any sheet that calamine reads in one go."""

import io
from collections.abc import Iterator
from functools import partial

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from kedang.engine.tables.cell_text import cell_text
from kedang.engine.tables.cfb import check_chains
from kedang.engine.tables.detect import OLE
from kedang.engine.tables.merges import Merge, spread_down
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Row, Sheet, settled


def xls_sheets(content: Content) -> tuple[Sheet, ...]:
    book = open_calamine(content)
    sheets = []
    for index, facts in enumerate(book.sheets_metadata):
        start = partial(_rows, book, index)
        visible = facts.visible == SheetVisibleEnum.Visible
        sheets.append(Sheet(facts.name, start, _height(book, index), visible))
    return tuple(sheets)


def open_calamine(content: Content) -> CalamineWorkbook:
    data = content.everything()
    if data.startswith(OLE):
        check_chains(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise TableRefused("file.encrypted") from error
    except BaseException as error:
        raise broken(error) from error


def broken(error: BaseException) -> BaseException:
    """The refusal for what calamine raised: its errors, and a panic, which is not an `Exception`."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | TableRefused):
        return error
    return TableRefused("file.broken", why=str(error)[:120] or type(error).__name__)


def load(book: CalamineWorkbook, index: int) -> CalamineSheet | None:
    """The sheet, or nothing for a chart or macro sheet."""
    try:
        return book.get_sheet_by_index(index)
    except BaseException as error:
        raise broken(error) from error


def _height(book: CalamineWorkbook, index: int) -> int:
    sheet = load(book, index)
    return sheet.total_height if sheet else 0


def _rows(book: CalamineWorkbook, index: int) -> Iterator[Row]:
    sheet = load(book, index)
    if sheet is None:
        return iter(())
    merges = [Merge(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in sheet.merged_cell_ranges or ()]
    return spread_down(settled(calamine_rows(sheet)), merges)


def calamine_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """All rows from line 1, padded on the left where calamine leaves out empty columns."""
    if sheet.start is None:
        return
    pad = ("",) * sheet.start[1]
    for line, values in enumerate(sheet.iter_rows(), 1):
        yield Row(line, pad + tuple([v if type(v) is str and v[:1] != "'" else cell_text(v) for v in values]))
