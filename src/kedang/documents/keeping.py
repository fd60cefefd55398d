"""Putting a content into the store and getting it back: sealed on the way in, compared before anybody relies on it."""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kedang.documents.models import Version
from kedang.documents.settings import store_settings
from kedang.documents.stores import Store, store_of
from kedang.documents.unavailable import STORE_UNAVAILABLE, Missing
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.files import opened_pieces, sealed_pieces
from kedang.vault.keys import SubjectKey

_PIECE = 1 << 20
FILE_GONE = Refusal(
    "documents.file_gone",
    410,
    "文件内容在存储中找不到了，记录仍在。请把编号告诉管理员，从备份恢复。",
    "The content is not in the store any more; the record is. Ask an administrator to restore it from a backup.",
)
log = logging.getLogger("kedang.documents")


@dataclass(frozen=True, slots=True)
class Kept:
    """A content in the store that was read back and is what was sent."""

    store: str
    place: str
    size: int
    sha256: str


def keep(pieces: Iterable[bytes], key: SubjectKey) -> Kept:
    """Seal and store a content. Whatever goes wrong, nothing is left in the store."""
    kind = store_settings().chosen
    store, place = store_of(kind), secrets.token_hex(20)
    clear, sealed = _Counted(), _Counted()
    try:
        store.put(place, sealed.through(sealed_pieces(clear.through(pieces), key, file_id=key.subject_id)))
        if _stored_hash(store, place) != sealed.hash.hexdigest():
            raise STORE_UNAVAILABLE()
    except BaseException:
        discard(kind, place)
        raise
    return Kept(kind, place, clear.size, clear.hash.hexdigest())


class _Counted:
    """Counts and hashes what passes."""

    def __init__(self) -> None:
        self.size, self.hash = 0, hashlib.sha256()

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            self.hash.update(piece)
            yield piece


def _stored_hash(store: Store, place: str) -> str:
    found = hashlib.sha256()
    try:
        with store.open(place) as read:
            while piece := read(_PIECE):
                found.update(piece)
    except Missing:
        return ""
    return found.hexdigest()


def discard(kind: str, place: str) -> None:
    """Take away what no row will name. Where that does not work now, the sweeper does it later."""
    try:
        store_of(kind).remove(place)
    except (DomainError, OSError):
        log.warning("a file without a record is left for the sweeper")


def content_of(version: Version, key: SubjectKey) -> Iterator[bytes]:
    """The clear content in pieces; the first is ready when this returns, so that what is missing is said in time."""
    pieces = _pieces(version, key)
    first = next(pieces)
    return _with_first(first, pieces)


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(version: Version, key: SubjectKey) -> Iterator[bytes]:
    try:
        with store_of(version.store).open(version.place) as read:
            yield from opened_pieces(read, key, file_id=key.subject_id)
    except Missing:
        raise FILE_GONE() from None
