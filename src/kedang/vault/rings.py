"""Rings: all versions of one subject's key, in one row of the key store.

They are wrapped together and go together: whoever destroys a subject's row has destroyed every version, in the key store and in each copy
of it that is made from then on. A ring of the first version alone is its 32 bytes, as before there were versions.
"""

import struct
from collections.abc import Mapping

from kedang.kit.crypto import KEY, Tampered

FIRST = 1
_ENTRY = struct.Struct(f">I{KEY}s")
Ring = Mapping[int, bytes]


def opened(raw: bytes) -> dict[int, bytes]:
    """The versions in a ring, oldest first."""
    if len(raw) == KEY:
        return {FIRST: raw}
    if not raw or len(raw) % _ENTRY.size:
        raise Tampered("malformed")
    return dict(_ENTRY.iter_unpack(raw))


def packed(ring: Ring) -> bytes:
    """A ring as it is wrapped."""
    if set(ring) == {FIRST}:
        return ring[FIRST]
    return b"".join(_ENTRY.pack(version, ring[version]) for version in sorted(ring))
