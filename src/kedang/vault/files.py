"""Encrypted files: chunks of 64 KiB, each bound to its place and to being the last one or not.

Layout: 8-byte magic, then per chunk a 4-byte length and a sealed value. A missing, swapped, repeated or cut chunk does not
open.
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kedang.kit import crypto
from kedang.kit.crypto import Tampered
from kedang.vault.keys import SubjectKey

CHUNK = 64 * 1024
_MAGIC = b"KEDANG\x00\x01"
_LENGTH = struct.Struct(">I")
_LONGEST = CHUNK + crypto.OVERHEAD


class _Sealing:
    """What clear bytes become, chunk by chunk."""

    def __init__(self, key: SubjectKey, file_id: int) -> None:
        self._key, self._id, self._index, self._held = key, file_id, 0, bytearray()

    def add(self, data: bytes) -> Iterator[bytes]:
        """The chunks that are full; one is always held back, for it may be the last."""
        self._held += data
        while len(self._held) > CHUNK:
            chunk = bytes(self._held[:CHUNK])
            del self._held[:CHUNK]
            yield self._sealed(chunk, last=False)

    def end(self) -> bytes:
        """The last chunk."""
        return self._sealed(bytes(self._held), last=True)

    def _sealed(self, chunk: bytes, *, last: bool) -> bytes:
        column = "last" if last else "chunk"
        sealed = self._key.seal(chunk, table=f"file-{self._id}", column=column, row_id=self._index)
        self._index += 1
        return _LENGTH.pack(len(sealed)) + sealed


class EncryptedWriter:
    """Writes one encrypted file; nothing in clear ever reaches the disk."""

    def __init__(self, path: Path, key: SubjectKey, *, file_id: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._sealing = _Sealing(key, file_id)
        self._file.write(_MAGIC)

    def write(self, data: bytes) -> None:
        """Add clear bytes."""
        for sealed in self._sealing.add(data):
            self._file.write(sealed)

    def close(self) -> None:
        """Write the last chunk and make the file durable."""
        self._file.write(self._sealing.end())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Stop without a last chunk; what lies on disk cannot be read as a whole file."""
        self._file.close()


def write_encrypted(path: Path, pieces: Iterable[bytes], key: SubjectKey, *, file_id: int) -> None:
    """Write all pieces as one encrypted file."""
    writer = EncryptedWriter(path, key, file_id=file_id)
    for piece in pieces:
        writer.write(piece)
    writer.close()


def read_encrypted(path: Path, key: SubjectKey, *, file_id: int) -> Iterator[bytes]:
    """Yield the clear chunks; raises Tampered for anything but the whole file as it was written."""
    with path.open("rb") as file:
        yield from opened_pieces(file.read, key, file_id=file_id)


def sealed_pieces(pieces: Iterable[bytes], key: SubjectKey, *, file_id: int) -> Iterator[bytes]:
    """The same file as a stream, for a store that is no folder."""
    sealing = _Sealing(key, file_id)
    yield _MAGIC
    for piece in pieces:
        yield from sealing.add(piece)
    yield sealing.end()


def opened_pieces(read: Callable[[int], bytes], key: SubjectKey, *, file_id: int) -> Iterator[bytes]:
    """Yield the clear chunks of a stream; `read` gives as many bytes as it is asked for, fewer only at the end."""
    if read(len(_MAGIC)) != _MAGIC:
        raise Tampered("not an encrypted file")
    index, head = 0, read(_LENGTH.size)
    while True:
        if len(head) != _LENGTH.size:
            raise Tampered("cut")
        length = _LENGTH.unpack(head)[0]
        if length > _LONGEST:
            raise Tampered("malformed")
        sealed = read(length)
        if len(sealed) != length:
            raise Tampered("cut")
        head = read(_LENGTH.size)
        column = "chunk" if head else "last"
        yield key.open_bytes(sealed, table=f"file-{file_id}", column=column, row_id=index)
        if not head:
            return
        index += 1
