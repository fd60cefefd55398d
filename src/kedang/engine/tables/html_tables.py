"""An "xls" that is a web page: the tables of an HTML document, one sheet each."""

from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser

from kedang.engine.tables.encodings import Encoding
from kedang.engine.tables.merges import Merge, spread_down
from kedang.engine.tables.protection import unprotect
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Row, Sheet, settled

_MAX_SPAN = 1000


def html_sheets(content: Content, encoding: Encoding) -> tuple[Sheet, ...]:
    parser = _Tables()
    # The whole text at once: tags must not be cut, and such exports are small.
    parser.feed(encoding.decode(content.everything()).replace("\0", ""))
    parser.close()
    tables = [t for t in parser.finished() if t.rows]
    if not tables:
        raise TableRefused("format.unsupported", what="HTML")
    return tuple(Sheet(str(number), partial(_rows, table), len(table.rows)) for number, table in enumerate(tables, 1))


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []


def _rows(table: _Table) -> Iterator[Row]:
    plain = (Row(line, tuple(cells)) for line, cells in enumerate(table.rows, 1))
    return spread_down(settled(plain), table.merges)


class _Tables(HTMLParser):
    """Nested tables are cut out of their cell and stand alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[_Table] = []
        self._done: list[_Table] = []
        self._text: list[str] | None = None
        self._spans = (1, 1)
        self._silent = 0

    def finished(self) -> list[_Table]:
        self._close_cell()
        return self._done + self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._close_cell()
            self._open.append(_Table())
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._close_cell()
            given = dict(attrs)
            self._text = []
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in ("br", "p") and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag == "table" and self._open:
            self._close_cell()
            self._done.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _close_cell(self) -> None:
        if self._text is None or not self._open:
            self._text = None
            return
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        row, line = table.rows[-1], len(table.rows)
        while any(
            m.first_line < line <= m.last_line and m.first_column <= len(row) <= m.last_column
            for m in table.merges[-64:]
        ):
            row.append("")
        wide, high = self._spans
        if wide > 1 or high > 1:
            table.merges.append(Merge(line, len(row), line + high - 1, len(row) + wide - 1))
        row.append(unprotect("".join(self._text).replace("\xa0", " ").strip()))
        row.extend([""] * (wide - 1))
        self._text = None


def _span(text: str | None) -> int:
    return (
        min(int(text), _MAX_SPAN) if text and text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1
    )
