"""One door for every format."""

from functools import partial

from kedang.engine.tables.delimited import delimited_rows
from kedang.engine.tables.detect import HEAD, FileKind, sniff, text_kind
from kedang.engine.tables.encodings import Encoding, choose_encoding
from kedang.engine.tables.html_tables import html_sheets
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import DEFAULT_LIMITS, Content, Limits, Sheet, Source, Workbook
from kedang.engine.tables.spreadsheetml import spreadsheetml_sheets
from kedang.engine.tables.vcards import card_sheets
from kedang.engine.tables.xls import xls_sheets
from kedang.engine.tables.xlsx import xlsx_sheets

_BINARY = ("xlsx", "xls")


def open_table(
    source: Source, *, filename: str = "", sheet: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Workbook:
    """Open a file of any supported format. `sheet` keeps only the sheet of that name. Raises `TableRefused`."""
    content = Content(source)
    head = content.head(HEAD)
    kind = sniff(head, filename)
    if kind.format in _BINARY:
        book = _spreadsheet(content, kind.format, limits)
    else:
        book = _text(content, filename, limits)
    if sheet is None:
        return book
    chosen = tuple(s for s in book.sheets if s.name == sheet)
    if not chosen:
        raise TableRefused("sheet.missing", sheet=sheet)
    return Workbook(
        format=book.format, sheets=chosen, encoding=book.encoding, delimiter=book.delimiter, notes=book.notes
    )


def _spreadsheet(content: Content, format: str, limits: Limits) -> Workbook:
    sheets = xlsx_sheets(content, limits) if format == "xlsx" else xls_sheets(content)
    if not sheets:
        raise TableRefused("sheet.none")
    return Workbook(format=format, sheets=sheets)


def _text(content: Content, filename: str, limits: Limits) -> Workbook:
    encoding = choose_encoding(content.chunks())
    head = content.head(HEAD)
    kind = text_kind(encoding.decode(head), encoding.name, filename)
    notes = () if encoding.clean else ("decode.replaced",)
    return Workbook(
        format=kind.format,
        sheets=_text_sheets(content, kind, encoding, limits),
        encoding=encoding.name,
        delimiter=kind.delimiter,
        notes=notes,
    )


def _text_sheets(content: Content, kind: FileKind, encoding: Encoding, limits: Limits) -> tuple[Sheet, ...]:
    if kind.format == "vcf":
        return card_sheets(content, encoding)
    if kind.format == "html":
        return html_sheets(content, encoding)
    if kind.format == "xmlss":
        return spreadsheetml_sheets(content)
    start = partial(delimited_rows, content, encoding=encoding, delimiter=kind.delimiter, limits=limits)
    return (Sheet("1", start, _about(content)),)


def _about(content: Content) -> int:
    """Rows in the file, guessed from the line breaks of its bytes."""
    return sum(chunk.count(b"\n") for chunk in content.chunks()) + 1
