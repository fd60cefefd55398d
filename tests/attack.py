"""What somebody reads who has a whole copy of the data and some customers' keys: everything, wherever it stands.

The seal says under which key and in which place a value opens; whoever has the key need not ask. GCM is a counter with a
tag, so what a key has sealed is read here without the tag, whatever place it was bound to.
"""

import base64
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import connection

from kedang.kit import crypto
from kedang.merging.tests.tables import PAGES
from kedang.vault.keys import _raw_keys
from kedang.vault.rings import FIRST

_SEALED = re.compile(re.escape(crypto.header(FIRST)))
# The header is six bytes, which are eight characters exactly.
_AS_TEXT = re.compile(re.escape(base64.b64encode(crypto.header(FIRST))) + rb"[A-Za-z0-9+/]+=*")


def reads(subject_ids: Iterable[int], wanted: Collection[str]) -> dict[str, set[str]]:
    """Which of the wanted texts these subjects' keys open, or need not open: text -> the tables it stands in."""
    keys = [raw for _, raw in _raw_keys(subject_ids)]
    found: dict[str, set[str]] = {}
    for table, cell in _cells():
        for clear in _opened(cell, keys):
            for text in wanted:
                if text.encode() in clear:
                    found.setdefault(text, set()).add(table)
    return found


def _cells() -> Iterator[tuple[str, bytes]]:
    for table in connection.introspection.table_names():
        if table in PAGES and connection.vendor == "sqlite":
            continue  # the index's own pages: clear words, which go when it next tidies them
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from ((table, _bytes(cell)) for cell in row if cell is not None)


def _bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def _opened(data: bytes, keys: list[bytes]) -> Iterator[bytes]:
    """The bytes themselves, and whatever is sealed anywhere in them, as deep as it goes."""
    yield data
    inner = [data[match.start() :] for match in _SEALED.finditer(data)]
    inner += [base64.b64decode(match.group()) for match in _AS_TEXT.finditer(data)]
    for sealed in inner:
        for raw in keys:
            clear = _without_tag(raw, sealed)
            yield from _opened(clear, keys)
            if clear[:1] == b"\x78":
                yield from _inflated(clear)


def _without_tag(raw: bytes, sealed: bytes) -> bytes:
    start, end = crypto.HEADER + crypto.NONCE, len(sealed) - crypto.TAG
    counter = sealed[crypto.HEADER : start] + b"\x00\x00\x00\x02"
    reader = Cipher(algorithms.AES(raw), modes.CTR(counter)).decryptor()
    return reader.update(sealed[start:end]) + reader.finalize()


def _inflated(clear: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompress(clear)
    except zlib.error:
        return
