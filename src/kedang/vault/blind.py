"""Blind indexes: keyed hashes that find an equal value without showing it.

Each field has its own key, derived from an index key that is no ancestor of the data keys. Callers canonicalise first
(E.164, lower-case email, upper-case ID number). 64-bit tokens: counts are right and nothing is fetched in vain; what this
shows to somebody who holds the database alone is which rows share a value.
"""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Protocol

from kedang.kit.crypto import derive
from kedang.vault.root import INDEX, master

_VERSION = 1
_BLOCK = 64


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


@cache
def _field_key(field: str) -> bytes:
    return derive(master().key(INDEX, _VERSION), f"idx|{field}|{_VERSION}".encode())


@cache
def _halves(field: str) -> tuple[Callable[[], _Hash], Callable[[], _Hash]]:
    """HMAC-SHA256 of a field with its key already taken in: copying both halves costs a third of a fresh HMAC."""
    padded = _field_key(field).ljust(_BLOCK, b"\0")
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
    return int.from_bytes(_digest(field, canonical), "big", signed=True)


def blind_token(field: str, canonical: str) -> str:
    """The index of a value as 16 hexadecimal characters, for a search token."""
    return _digest(field, canonical).hex()


def forget_keys() -> None:
    """Drop derived keys; tests that change the key store call this together with `master.cache_clear()`."""
    _field_key.cache_clear()
    _halves.cache_clear()
    _digest.cache_clear()
