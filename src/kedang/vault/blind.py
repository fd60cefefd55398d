"""Blind indexes: keyed hashes that find an equal value without showing it.

Each field has its own key, derived from an index key that is no ancestor of the data keys. Callers canonicalise first
(E.164, lower-case email, upper-case ID number). 64-bit tokens: counts are right and nothing is fetched in vain; what this
shows to somebody who holds the database alone is which rows share a value.
"""

import hmac
from functools import cache

from kedang.kit.crypto import derive
from kedang.vault.root import INDEX, master

_VERSION = 1


@cache
def _field_key(field: str) -> bytes:
    return derive(master().key(INDEX, _VERSION), f"idx|{field}|{_VERSION}".encode())


def blind(field: str, canonical: str) -> int:
    """The index of a value, as a signed 64-bit integer for a BIGINT column."""
    digest = hmac.digest(_field_key(field), canonical.encode("utf-8", "surrogatepass"), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)


def blind_token(field: str, canonical: str) -> str:
    """The index of a value as 16 hexadecimal characters, for a search token."""
    return hmac.digest(_field_key(field), canonical.encode("utf-8", "surrogatepass"), "sha256")[:8].hex()


def forget_keys() -> None:
    """Drop derived keys; tests that change the key store call this together with `master.cache_clear()`."""
    _field_key.cache_clear()
