"""Keyset pages: a cursor is the sort key of the last row, never an offset."""

import base64
import binascii

import orjson

from kedang.kit.errors import INVALID

PAGE_LIMIT = 200
PAGE_DEFAULT = 50


def encode_cursor(values: tuple[str | int | float | None, ...]) -> str:
    """Pack the last row's sort key."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def decode_cursor(text: str, *, length: int) -> tuple[str | int | float | None, ...]:
    """Unpack a cursor of `length` values; anything else is refused as invalid."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, orjson.JSONDecodeError, ValueError, UnicodeEncodeError):
        raise INVALID(what="cursor") from None
    plain = isinstance(values, list) and len(values) == length
    if not plain or any(not isinstance(v, str | int | float | None) for v in values):
        raise INVALID(what="cursor")
    return tuple(values)


def clamp_limit(limit: int | None, *, default: int = PAGE_DEFAULT) -> int:
    """A page size between 1 and 200."""
    return default if limit is None else max(1, min(limit, PAGE_LIMIT))
