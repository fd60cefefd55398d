"""How many pixels an image will unfold to, from its first bytes; nothing is unfolded."""

import struct

_SIZE_MARKS = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def pixels_of(head: bytes) -> int:
    """Width by height of a PNG, GIF, JPEG or WebP; 0 when the first bytes do not say."""
    width, height = _size(head)
    return width * height


def _size(head: bytes) -> tuple[int, int]:
    if head.startswith(b"\x89PNG") and len(head) >= 24:
        return _pair(">II", head, 16)
    if head.startswith(b"GIF8") and len(head) >= 10:
        return _pair("<HH", head, 6)
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    if head[8:16] == b"WEBPVP8X" and len(head) >= 30:
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    return 0, 0


def _pair(form: str, data: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, data, at)
    return int(first), int(second)


def _jpeg(head: bytes) -> tuple[int, int]:
    """Walk the segments to the one that holds the frame's size."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        mark = head[at + 1]
        if mark in _SIZE_MARKS:
            height, width = _pair(">HH", head, at + 5)
            return width, height
        at += 1 if mark == 0xFF else 2 if mark in _STANDALONE else 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0, 0
