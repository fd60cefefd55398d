"""Which characters the paper's font has. What it lacks is printed as its number, 〔U+1F600〕, so that nothing vanishes."""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache

import pylopdf_fonts_zh_cn

# These would turn what follows them around.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))
_SILENT = frozenset(("Cc", "Cf"))


def readable(text: str) -> str:
    """The text in characters that can be printed. Line breaks stay; what has no shape of its own goes."""
    if text.isascii() and text.isprintable():
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    return "".join(_shown(character) for character in plain)


def _shown(character: str) -> str:
    if character == "\n" or _covered(ord(character)):
        return "" if character in "\u200b\ufeff" else character
    if character in _TURNING:
        return _number(character)
    if unicodedata.category(character) in _SILENT or "\ufe00" <= character <= "\ufe0f":
        return ""
    return _number(character)


def _number(character: str) -> str:
    return f"〔U+{ord(character):04X}〕"


def _covered(point: int) -> bool:
    starts, ends = _ranges()
    at = bisect_right(starts, point) - 1
    return at >= 0 and point <= ends[at] and chr(point) not in _TURNING


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of what the font's character map (OpenType `cmap`, format 12) covers."""
    font = pylopdf_fonts_zh_cn.sans_path().read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables))
    base = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, base + 2)
    subtables = [base + struct.unpack_from(">HHI", font, base + 4 + 8 * i)[2] for i in range(count)]
    whole = next(at for at in subtables if struct.unpack_from(">H", font, at)[0] == 12)
    (groups,) = struct.unpack_from(">I", font, whole + 12)
    found = [struct.unpack_from(">III", font, whole + 16 + 12 * i)[:2] for i in range(groups)]
    return tuple(first for first, _ in found), tuple(last for _, last in found)
