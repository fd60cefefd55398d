"""A typed cell as the text a person sees in the spreadsheet."""

import datetime as dt
from decimal import Decimal

from kedang.engine.tables.protection import unprotect

_EXACT = 1e15


def number_text(value: float) -> str:
    """15 significant digits as Excel keeps them, never an exponent in the range people use."""
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    text = format(value, ".15g")
    if "e" in text and abs(int(text.partition("e")[2])) <= 40:
        return format(Decimal(text), "f")
    return text


def datetime_text(value: dt.datetime) -> str:
    if value.microsecond:
        value = _to_second(value)
    if not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.replace(tzinfo=None).isoformat(sep=" ")


def _to_second(value: dt.datetime) -> dt.datetime:
    try:
        return (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        return value.replace(microsecond=0)


def span_text(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def cell_text(value: object) -> str:
    if isinstance(value, str):
        return unprotect(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.replace(microsecond=0, tzinfo=None).isoformat()
    if isinstance(value, dt.timedelta):
        return span_text(value)
    return str(value)
