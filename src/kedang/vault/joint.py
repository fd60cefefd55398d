"""Values that tell of several subjects at once: they open only while every one of them has a key.

What is sealed for its own place under the key of one subject is sealed again under each of the others' keys, for the same
place. In front stands in clear whose keys they are: 0x02 | how many (2, big endian) | their ids (8 each), in the order in
which they were laid around it. What tells of one subject alone has no such head and stays as it is.
"""

import struct
from collections.abc import Iterable, Mapping

from kedang.kit.crypto import Tampered
from kedang.vault.keys import KeyMissing, SubjectKey

FORMAT = 2
_COUNT = struct.Struct(">BH")


def wrap(sealed: bytes, others: Iterable[SubjectKey], *, table: str, column: str, row_id: int) -> bytes:
    """Seal what is sealed once more under the key of everybody else it tells of."""
    around = sorted(others, key=lambda key: key.subject_id)
    for key in around:
        sealed = key.seal(sealed, table=table, column=column, row_id=row_id)
    return _head([key.subject_id for key in around]) + sealed if around else sealed


def unwrap(blob: bytes | memoryview, keys: Mapping[int, SubjectKey], *, table: str, column: str, row_id: int) -> bytes:
    """What was wrapped, still sealed under its own subject's key; raises KeyMissing when one of the others was erased."""
    data = bytes(blob)
    others = others_in(data)
    if not others:
        return data
    sealed = data[len(_head(others)) :]
    for subject_id in reversed(others):
        key = keys.get(subject_id)
        if key is None:
            raise KeyMissing(str(subject_id))
        sealed = key.open_bytes(sealed, table=table, column=column, row_id=row_id)
    return sealed


def others_in(blob: bytes | memoryview) -> tuple[int, ...]:
    """Whose keys a value needs besides that of its own subject."""
    if not blob or blob[0] != FORMAT:
        return ()
    try:
        _, count = _COUNT.unpack_from(blob)
        return struct.unpack_from(f">{count}q", blob, _COUNT.size)
    except struct.error:
        raise Tampered("malformed") from None


def _head(others: Iterable[int]) -> bytes:
    ids = list(others)
    return _COUNT.pack(FORMAT, len(ids)) + struct.pack(f">{len(ids)}q", *ids)
