"""Text as it arrives: control characters, invisible marks, full width and Unicode forms."""

import re
import unicodedata
from collections.abc import Sequence

# TAB, LF and CR are layout of long texts; the other controls and lone surrogates cannot be stored or shown.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Vertical tab, form feed and NEL end a line too.
_BREAK = re.compile("[\x0b\x0c\x85]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Invisible marks and bidirectional overrides: meaningless, and dangerous, inside a one-line value.
_INVISIBLE = re.compile("[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]")
_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\uff01-\uff5e"
    "\ufff9-\ufffc\ud800-\udfff]|  "
)
_HALF: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF.update({0x3000: " ", 0xFFE5: "¥", 0xFFE1: "£", 0xFFE0: "¢"})
_FULL = re.compile("[\u3000\uff01-\uff5e\uffe0-\uffe5]")
_BATCH_MARK = "\x1f"


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which no database can hold; nothing else changes."""
    return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text


def has_controls(text: str) -> bool:
    """Whether `without_controls` would change the text."""
    return _CONTROL.search(text) is not None


def without_controls(text: str) -> str:
    """The text without control characters; TAB and line ends stay, rare line ends become LF."""
    return _CONTROL.sub("", _BREAK.sub("\n", text)) if _CONTROL.search(text) else text


def half_width(text: str) -> str:
    """Full-width ASCII (ＡＢＣ１２３（）) and the ideographic space as half width; nothing else changes."""
    if text.isascii() or not _FULL.search(text):
        return text
    return text.translate(_HALF)


def one_line(text: str) -> str:
    """One visible line: half width, no controls or invisible marks, single inner spaces, trimmed."""
    if _ODD.search(text) is None:
        return text.strip()
    text = _INVISIBLE.sub("", without_controls(text)).translate(_HALF)
    return " ".join(text.split())


def squashed(text: str) -> str:
    """`one_line` without any space: for codes and numbers."""
    line = one_line(text)
    return line.replace(" ", "") if " " in line else line


def nfkc(text: str) -> str:
    """Unicode NFKC; ASCII and already normal text returns at once."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)


def nfkc_batch(texts: Sequence[str]) -> list[str]:
    """NFKC of many strings in one call: ASCII is skipped, the rest is normalised joined together."""
    result = list(texts)
    odd = [index for index, text in enumerate(result) if not text.isascii()]
    if not odd:
        return result
    joined = unicodedata.normalize("NFKC", _BATCH_MARK.join(result[index] for index in odd))
    parts = joined.split(_BATCH_MARK)
    if len(parts) != len(odd):
        return [nfkc(text) for text in result]
    for index, part in zip(odd, parts, strict=True):
        result[index] = part
    return result


def folded(text: str) -> str:
    """NFKC and case-folded, for comparing only. Folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    return nfkc(nfkc(text).casefold())
