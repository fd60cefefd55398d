"""Files of one backup: compressed, sealed in chunks under the backup's key, counted and hashed on the way."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kedang.kit.crypto import Tampered
from kedang.operations.backup_places import Place, Read
from kedang.vault.files import opened_pieces, sealed_pieces
from kedang.vault.keys import SubjectKey

PIECE = 1 << 20
# The name stands before every digest: another algorithm one day must not make every old file look damaged.
_ALGORITHM = "sha256:"
Beat = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed file of a backup: `digest` and `size` of what lies there, `clear` of what comes out of it."""

    name: str
    number: int
    size: int
    digest: str
    clear_size: int
    clear: str


class Passing:
    """Counts and hashes what passes, and says at every piece that it goes on."""

    def __init__(self, beat: Beat) -> None:
        self.size, self._hash, self._beat = 0, hashlib.sha256(), beat

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for piece in pieces:
            self._beat()
            self.size += len(piece)
            self._hash.update(piece)
            yield piece

    @property
    def digest(self) -> str:
        """What has passed so far."""
        return _ALGORITHM + self._hash.hexdigest()


def pieces_of(read: Read) -> Iterator[bytes]:
    """Everything a reader gives."""
    while piece := read(PIECE):
        yield piece


def pieces_in(path: Path) -> Iterator[bytes]:
    """A file of this machine."""
    with path.open("rb") as file:
        yield from pieces_of(file.read)


def put_sealed(
    place: Place, folder: str, name: str, number: int, pieces: Iterable[bytes], key: SubjectKey, beat: Beat
) -> Part:
    """Compress, seal and keep one file of a backup."""
    clear, sealed = Passing(beat), Passing(beat)
    packed = _deflated(clear.through(pieces))
    place.put(f"{folder}/{name}", sealed.through(sealed_pieces(packed, key, file_id=number)))
    return Part(name, number, sealed.size, sealed.digest, clear.size, clear.digest)


def open_sealed(place: Place, folder: str, part: Part, key: SubjectKey, beat: Beat) -> Iterator[bytes]:
    """What was put, piece by piece; raises Tampered for anything else, at the end at the latest."""
    sealed, clear = Passing(beat), Passing(beat)
    with place.open(f"{folder}/{part.name}") as read:
        exactly = _Exactly(sealed.through(pieces_of(read)))
        yield from clear.through(_inflated(opened_pieces(exactly.read, key, file_id=part.number)))
    if (sealed.digest, clear.digest, clear.size) != (part.digest, part.clear, part.clear_size):
        raise Tampered(part.name)


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            if clear := unpacker.decompress(piece):
                yield clear
        if rest := unpacker.flush():
            yield rest
    except zlib.error:
        raise Tampered("does not unpack") from None


class _Exactly:
    """Pieces of any length as a reader that gives what it is asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, bytearray()

    def read(self, size: int) -> bytes:
        while len(self._held) < size and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        given = bytes(self._held[:size])
        del self._held[:size]
        return given
