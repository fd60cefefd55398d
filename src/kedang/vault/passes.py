"""Passes: opaque words that stand for an id, for one person, for one purpose, for a while. Nobody can read or make one."""

import base64
import binascii
import struct
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kedang.kit import crypto
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.vault import apart

_HEAD = crypto.header(1)
_CONTENT = struct.Struct(">qq")


@cache
def _cipher(purpose: str) -> AESGCM:
    return AESGCM(apart.pass_key(purpose))


def give_pass(purpose: str, *, to: int, stands_for: int, until: datetime) -> str:
    """A pass for one person. Two passes for the same id have nothing in common."""
    content = _CONTENT.pack(stands_for, int(until.timestamp()))
    sealed = crypto.seal(_cipher(purpose), _HEAD, content, to.to_bytes(8, "big", signed=True))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_pass(purpose: str, word: str, *, of: int) -> int | None:
    """The id behind a pass, or None: not one, somebody else's, or too old."""
    try:
        sealed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        content = crypto.open_sealed(_cipher(purpose), sealed, of.to_bytes(8, "big", signed=True))
    except (Tampered, binascii.Error, ValueError):
        return None
    stands_for, until = _CONTENT.unpack(content)
    return int(stands_for) if until >= now().timestamp() else None
