"""Tables on their way out: csv and xlsx as streams, without a temporary file that would hold clear text.

Texts are texts (never formulas), numbers are numbers, and what a spreadsheet would run is protected.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from kedang.engine.tables.protection import protect
from kedang.engine.tables.xlsx_writing import Imprint, XlsxBook

Cell = str | int | float | None


class TableWriter(Protocol):
    """What every writer can do. `close` finishes the file; nothing is complete before."""

    def row(self, cells: Sequence[Cell]) -> None: ...
    def close(self) -> None: ...


class CsvWriter:
    """UTF-8 with a byte order mark, so that Excel reads it right; CRLF line ends."""

    def __init__(self, target: Path | BinaryIO, headers: Sequence[str]) -> None:
        self._file = target.open("wb") if isinstance(target, Path) else target
        self._owned = isinstance(target, Path)
        self._text = io.TextIOWrapper(self._file, encoding="utf-8", errors="replace", newline="", write_through=True)
        self._text.write("\ufeff")
        self._writer = csv.writer(self._text)
        self.row(headers)

    def row(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([protect(c) if isinstance(c, str) else c for c in cells])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()
        if self._owned:
            self._file.close()


class XlsxWriter:
    """One sheet of rows; more sheets follow by themselves beyond Excel's last line."""

    def __init__(
        self, target: Path | BinaryIO, headers: Sequence[str], *, sheet: str = "Sheet1", mark: Imprint | None = None
    ) -> None:
        self._book = XlsxBook(target, mark)
        self._headers = [protect(h) for h in headers]
        self._sheet = sheet
        self._book.start_sheet(sheet, self._headers)

    @property
    def cut_cells(self) -> int:
        """How many texts were longer than Excel's 32,767 characters and end with …"""
        return self._book.cut_cells

    def row(self, cells: Sequence[Cell]) -> None:
        self._book.row([protect(c) if isinstance(c, str) else c for c in cells])

    def close(self) -> None:
        self._book.close()


def open_writer(
    target: Path | BinaryIO, format: str, headers: Sequence[str], *, mark: Imprint | None = None
) -> TableWriter:
    """A writer for 'csv' or 'xlsx'. A csv has no place for a mark but its rows."""
    return XlsxWriter(target, headers, mark=mark) if format == "xlsx" else CsvWriter(target, headers)


def write_table(target: Path | BinaryIO, format: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write everything and close; the number of rows written."""
    writer = open_writer(target, format, headers)
    count = 0
    for cells in rows:
        writer.row(cells)
        count += 1
    writer.close()
    return count
