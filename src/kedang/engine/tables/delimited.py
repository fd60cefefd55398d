"""Text tables as a stream: decode, cut into cells, and never hold more than a line or a cell."""

import csv
import io
from collections.abc import Iterator
from functools import partial

from kedang.engine.tables.encodings import Encoding
from kedang.engine.tables.protection import unprotect_all
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Limits, Row

_KEPT_OF_LONG = 200


class _Lines:
    """The physical lines of a text, with what the row reader must know about the lines just taken."""

    def __init__(self, text: io.TextIOBase, limit: int) -> None:
        self._text = text
        self._limit = limit
        self.quote_mark = False
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        limit = self._limit
        for line in iter(partial(self._text.readline, limit), ""):
            if "'" in line:
                self.quote_mark = True
            if "\0" in line:
                line = line.replace("\0", "")
            if len(line) >= limit and not line.endswith(("\n", "\r")):
                line = self._skip_rest(line)
            yield line

    def _skip_rest(self, piece: str) -> str:
        """Read a line beyond the limit to its end without keeping it; its start stays as a sign in the report."""
        for more in iter(partial(self._text.readline, self._limit), ""):
            if more.endswith(("\n", "\r")):
                break
        self.cut = True
        kept = piece[:_KEPT_OF_LONG]
        return kept + ('"\n' if kept.count('"') % 2 else "\n")


def delimited_rows(content: Content, *, encoding: Encoding, delimiter: str, limits: Limits) -> Iterator[Row]:
    """Rows of a csv, tsv or txt file. A blank line is a row without cells."""
    stream = content.stream()
    stream.read(encoding.skip)
    text = io.TextIOWrapper(stream, encoding=encoding.name, errors="replace", newline="")
    lines = _Lines(text, limits.max_cell)
    source = iter(lines)
    # The limit is global to the process, so it only ever grows.
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_cell))
    reader = csv.reader(source, delimiter=delimiter)
    widest = limits.max_columns
    number = 0
    while True:
        try:
            for cells in reader:
                number += 1
                if len(cells) > widest:
                    raise TableRefused("columns.too_many", line=number, columns=len(cells), limit=widest)
                row = tuple(cells)
                if lines.quote_mark:
                    row, lines.quote_mark = unprotect_all(row), False
                if lines.cut:
                    lines.cut = False
                    yield Row(number, row, "cell.too_long")
                else:
                    yield Row(number, row)
            return
        except csv.Error:
            number += 1
            _to_closing_quote(source)
            yield Row(number, (), "cell.too_long")


def _to_closing_quote(lines: Iterator[str]) -> None:
    """After a cell of many lines passed the limit: go on behind the line that closes it."""
    for line in lines:
        if line.count('"') % 2:
            return
