"""Blind indexes: keyed hashes that find an equal value without showing it.

Each field has its own key, derived from an index key that is no ancestor of the data keys. Callers canonicalise first
(E.164, lower-case email, upper-case ID number). 64-bit tokens: counts are right and nothing is fetched in vain; what this
shows to somebody who holds the database alone is which rows share a value.

The index key has versions, and the newest counts (see `indexing`). What is made by `blind` must be made again from the values when there
is a new one. What cannot be made again, because nobody keeps the value, is made by `mark_apart`, whose keys stay the same.
"""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from kedang.kit.crypto import derive
from kedang.vault import apart
from kedang.vault.root import INDEX, master, newest_index

FIRST = 1
_BLOCK = 64


T = TypeVar("T")


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


_remembered: list[Callable[[], None]] = []


def remembered(size: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Remember what was made with an index key, until that is no longer the key: no other cache may hold such things."""

    def around(make: Callable[[str], T]) -> Callable[[str], T]:
        held = lru_cache(maxsize=size)(make)
        _remembered.append(held.cache_clear)
        return held

    return around


@cache
def index_version() -> int:
    """The version of the index key that this process works with. It is exchanged only while nobody else works."""
    return newest_index() or FIRST


@cache
def _field_key(field: str) -> bytes:
    version = index_version()
    return derive(master().key(INDEX, version), f"idx|{field}|{version}".encode())


@cache
def _halves(field: str) -> tuple[Callable[[], _Hash], Callable[[], _Hash]]:
    """HMAC-SHA256 of a field with its key already taken in: copying both halves costs a third of a fresh HMAC."""
    padded = (apart.key_of(field) if field in apart.MARKS else _field_key(field)).ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    return inner.copy, outer.copy


# A value is asked for twice in a row: as the column's number and as the search token.
@lru_cache(maxsize=128)
def _digest(field: str, canonical: str) -> bytes:
    inner_copy, outer_copy = _halves(field)
    inner = inner_copy()
    inner.update(canonical.encode("utf-8", "surrogatepass"))
    outer = outer_copy()
    outer.update(inner.digest())
    return outer.digest()[:8]


def blind(field: str, canonical: str) -> int:
    """The index of a value, as a signed 64-bit integer for a BIGINT column."""
    assert field not in apart.MARKS
    return int.from_bytes(_digest(field, canonical), "big", signed=True)


def blind_token(field: str, canonical: str) -> str:
    """The index of a value as 16 hexadecimal characters, for a search token."""
    assert field not in apart.MARKS
    return _digest(field, canonical).hex()


def mark_apart(field: str, canonical: str) -> int:
    """The keyed hash of something that is kept nowhere else: an exchange of the index key leaves it as it is."""
    return int.from_bytes(_apart(field, canonical), "big", signed=True)


def token_apart(field: str, canonical: str) -> str:
    """The same as 16 hexadecimal characters."""
    return _apart(field, canonical).hex()


def _apart(field: str, canonical: str) -> bytes:
    assert field in apart.MARKS, "a field with a key of its own is listed where those are"
    return _digest(field, canonical)


def forget_keys() -> None:
    """Drop derived keys: after an exchange, and in tests that change the key store, together with `master.cache_clear()`."""
    index_version.cache_clear()
    apart.forget()
    _field_key.cache_clear()
    _halves.cache_clear()
    _digest.cache_clear()
    for clear in _remembered:
        clear()
