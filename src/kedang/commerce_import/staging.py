"""The staged file: unpacked when it came as .gz, sealed under its run's key from the first byte to the last."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kedang.engine.tables import open_table
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Sheet, Workbook
from kedang.intake.sources import FILE_DAMAGED, chosen_sheet, table_refusal
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.vault.files import EncryptedWriter, read_encrypted
from kedang.vault.keys import SubjectKey

BAD_GZIP = Refusal(
    "file.gzip",
    422,
    "压缩文件已损坏，或解压后超过 2 GB。没有保存任何内容。",
    "The compressed file is damaged, or holds more than 2 GB. Nothing was saved.",
)
_GZIP, _PIECE, _MOST = b"\x1f\x8b", 1 << 20, 2 << 30


def path_of(run_id: int) -> Path:
    """Where a run's file lies."""
    return settings().uploads / f"ledger-{run_id}"


def stage(run_id: int, key: SubjectKey, pieces: Iterable[bytes]) -> int:
    """Seal a file as it arrives; its size in bytes, unpacked. A broken arrival leaves nothing behind."""
    path = path_of(run_id)
    writer = EncryptedWriter(path, key, file_id=run_id)
    size = 0
    try:
        for piece in unpacked(pieces):
            writer.write(piece)
            size += len(piece)
        writer.close()
    except BaseException:
        writer.abandon()
        path.unlink(missing_ok=True)
        raise
    return size


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A file's bytes, those of a .gz unpacked in pieces of bounded size."""
    source = iter(pieces)
    head = b""
    for piece in source:
        head += piece
        if len(head) >= len(_GZIP):
            break
    if not head.startswith(_GZIP):
        yield from [head] if head else []
        yield from source
        return
    size = 0
    for piece in _inflated(head, source):
        size += len(piece)
        if size > _MOST:
            raise BAD_GZIP()
        yield piece


def _inflated(head: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=31)
    waiting = head
    try:
        while True:
            if inflater.eof:
                # Files may follow each other in one .gz.
                waiting = inflater.unused_data or waiting
                inflater = zlib.decompressobj(wbits=31)
            yield inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail or (inflater.unused_data if inflater.eof else b"")
            waiting = waiting or next(source, b"")
            if not waiting:
                break
    except zlib.error:
        raise BAD_GZIP() from None
    if not inflater.eof:
        raise BAD_GZIP()


class Staged:
    """A staged file, opened as a table as often as needed, never in clear on the disk."""

    def __init__(self, run_id: int, filename: str, key: SubjectKey) -> None:
        self.run_id, self.filename, self._key = run_id, filename, key

    def _chunks(self) -> Iterator[bytes]:
        try:
            yield from read_encrypted(path_of(self.run_id), self._key, file_id=self.run_id)
        except (Tampered, FileNotFoundError) as failure:
            raise FILE_DAMAGED() from failure

    def workbook(self) -> Workbook:
        """The file as a workbook; a file that is no table is refused in words."""
        try:
            return open_table(self._chunks, filename=self.filename)
        except TableRefused as refused:
            raise table_refusal(refused) from refused

    def sheet(self, name: str | None) -> Sheet:
        """One sheet by name, or the one a person would mean."""
        return chosen_sheet(self.workbook(), name)
