"""Bytes as text, in the encodings people's files really have."""

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TOLERATED = frozenset(b"\t\n\r\f")


def decoded(data: bytes, *, cut: bool = False) -> str | None:
    """The text, or None when this is no text. `cut`: the last character may be incomplete."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(encoding, data, cut)
    if any(byte < 32 and byte not in _TOLERATED for byte in set(data)):
        return None
    utf8 = _as("utf-8", data, cut)
    return utf8 if utf8 is not None else _as("gb18030", data, cut)


def _as(encoding: str, data: bytes, cut: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, not cut)
    except UnicodeDecodeError:
        return None
