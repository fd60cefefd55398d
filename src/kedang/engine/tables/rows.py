"""The shapes every reader yields: rows of text cells, in sheets, in a workbook."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 18


class Row(NamedTuple):
    """One row of the source. `line` counts from 1 as a spreadsheet shows it; `note` is a code of `ROW_NOTES` or ''."""

    line: int
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a single file may ask for. Sizes in characters, bytes and cells."""

    max_cell: int = 10_000_000
    max_unpacked: int = 2 << 30
    max_ratio: int = 400
    max_columns: int = 16_384
    max_dense_cells: int = 20_000_000


DEFAULT_LIMITS = Limits()

Source = BinaryIO | bytes | Callable[[], Iterable[bytes]]


class Content:
    """The bytes of a file, readable from the start as often as needed and without a copy on disk.

    A source is bytes, a seekable stream, or a callable that starts a new pass over the chunks (for encrypted files).
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def chunks(self) -> Iterator[bytes]:
        source = self._source
        if isinstance(source, bytes):
            for start in range(0, len(source), CHUNK):
                yield source[start : start + CHUNK]
        elif callable(source):
            yield from source()
        else:
            yield from _from_stream(source)

    def stream(self) -> io.BufferedReader:
        return io.BufferedReader(_ChunkStream(self.chunks()), CHUNK)

    def head(self, size: int) -> bytes:
        taken: list[bytes] = []
        count = 0
        for chunk in self.chunks():
            taken.append(chunk)
            count += len(chunk)
            if count >= size:
                break
        return b"".join(taken)[:size]

    def everything(self) -> bytes:
        return self._source if isinstance(self._source, bytes) else b"".join(self.chunks())

    def seekable(self) -> BinaryIO:
        """A stream for readers that jump about (zip); the callable source is read into memory for it."""
        source = self._source
        if isinstance(source, bytes) or callable(source):
            return io.BytesIO(self.everything())
        return source


def _from_stream(stream: BinaryIO) -> Iterator[bytes]:
    # Seeking before each read lets two passes over the same stream interleave.
    position = 0
    while True:
        stream.seek(position)
        chunk = stream.read(CHUNK)
        if not chunk:
            return
        position += len(chunk)
        yield chunk


class _ChunkStream(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        view = memoryview(buffer)  # type: ignore[arg-type]
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows()` starts a new pass each time. `rows_about` is an estimate that costs no pass.

    `header_line` is set where the format says which line is the head (cards); give it to `find_layout`.
    """

    name: str
    start: Callable[[], Iterator[Row]] = field(repr=False)
    rows_about: int = 0
    visible: bool = True
    header_line: int | None = None

    def rows(self) -> Iterator[Row]:
        return self.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """An opened file. `notes` are codes of what was repaired on the way in (``decode.replaced`` …)."""

    format: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    def first(self) -> Sheet:
        """The sheet a person would mean: the visible one with the most rows, the earlier one when close."""
        shown = [s for s in self.sheets if s.visible] or list(self.sheets)
        best = max(s.rows_about for s in shown)
        return next(s for s in shown if s.rows_about * 2 >= best)


def settled(rows: Iterable[Row]) -> Iterator[Row]:
    """Drop blank rows after the last row with content: formatting, not lines of the source."""
    held: list[int] = []
    for row in rows:
        if any(row.cells) or row.note:
            if held:
                yield from [Row(line, ()) for line in held]
                held = []
            yield row
        else:
            held.append(row.line)
