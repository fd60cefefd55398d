"""Keyset pages: a cursor is the sort key of the last row, never an offset."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

import orjson

from kedang.kit.errors import INVALID

PAGE_LIMIT = 200
PAGE_DEFAULT = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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
    if not plain or not all(_holdable(v) for v in values):
        raise INVALID(what="cursor")
    return tuple(values)


def _holdable(value: object) -> bool:
    """Whether a database can compare with it."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, int):
        return not isinstance(value, bool) and -(2**63) <= value < 2**63
    return value is None or isinstance(value, float)


def decode_numbers(text: str, *, length: int) -> tuple[int, ...]:
    """Unpack a cursor that holds whole numbers only, such as ids."""
    numbers = tuple(v for v in decode_cursor(text, length=length) if isinstance(v, int))
    if len(numbers) != length:
        raise INVALID(what="cursor")
    return numbers


def clamp_limit(limit: int | None, *, default: int = PAGE_DEFAULT) -> int:
    """A page size between 1 and 200."""
    return default if limit is None else max(1, min(limit, PAGE_LIMIT))


def number_of(moment: datetime) -> int:
    """A time as a cursor holds it: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    """The time a cursor holds."""
    try:
        return _EPOCH + number * _MICROSECOND
    except OverflowError:
        raise INVALID(what="cursor") from None
