"""An "xls" that is an XML spreadsheet of Excel 2003 (urn:schemas-microsoft-com:office:spreadsheet)."""

from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kedang.engine.tables.cell_text import number_text
from kedang.engine.tables.merges import Merge, spread_down
from kedang.engine.tables.protection import unprotect
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Row, Sheet, settled

_MAX_LINE = 1_048_576
_MAX_COLUMN = 16_384


def spreadsheetml_sheets(content: Content) -> tuple[Sheet, ...]:
    try:
        root: Element = fromstring(content.everything())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise TableRefused("file.broken", why=str(error)[:120]) from error
    sheets = []
    for number, element in enumerate((e for e in root if _local(e.tag) == "Worksheet"), 1):
        rows = [r for table in element if _local(table.tag) == "Table" for r in table if _local(r.tag) == "Row"]
        sheets.append(Sheet(_attribute(element, "Name") or str(number), partial(_rows, rows), len(rows)))
    if not sheets:
        raise TableRefused("sheet.none")
    return tuple(sheets)


def _rows(elements: list[Element]) -> Iterator[Row]:
    merges: list[Merge] = []
    plain = list(_plain_rows(elements, merges))
    return spread_down(settled(plain), merges)


def _plain_rows(elements: list[Element], merges: list[Merge]) -> Iterator[Row]:
    line = 0
    for element in elements:
        given = _number(element, "Index", 0)
        while line + 1 < min(given, _MAX_LINE):
            line += 1
            yield Row(line, ())
        line += 1
        yield Row(line, _cells(element, line, merges))


def _cells(row: Element, line: int, merges: list[Merge]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if _local(cell.tag) != "Cell":
            continue
        index = min(_number(cell, "Index", 0), _MAX_COLUMN)
        cells.extend([""] * (index - 1 - len(cells)))
        across = min(_number(cell, "MergeAcross", 0), _MAX_COLUMN)
        down = _number(cell, "MergeDown", 0)
        if across or down:
            merges.append(Merge(line, len(cells), line + down, len(cells) + across))
        cells.append(_text(cell))
        if len(cells) + across > _MAX_COLUMN:
            raise TableRefused("columns.too_many", line=line, columns=len(cells) + across, limit=_MAX_COLUMN)
        cells.extend([""] * across)
    return tuple(cells)


def _text(cell: Element) -> str:
    formula = _attribute(cell, "Formula")
    if formula:
        return formula if formula.startswith("=") else "=" + formula
    for data in cell:
        if _local(data.tag) == "Data":
            text = "".join(data.itertext())
            return _typed(text, _attribute(data, "Type"))
    return ""


def _typed(text: str, kind: str) -> str:
    if kind == "Number":
        try:
            return number_text(float(text))
        except ValueError:
            return text
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime":
        return text.partition(".")[0].replace("T00:00:00", "").replace("T", " ")
    return unprotect(text)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _number(element: Element, name: str, otherwise: int) -> int:
    text = _attribute(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
