"""Dates as rules speak of them: ISO, partial, or counted from today."""

import calendar
import re
from datetime import date, timedelta

_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5})([dmy]))?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def is_limit(text: str) -> bool:
    """Whether a text can stand as the limit of a date: `today`, `today-18y`, `2020`, `2020-05`, `2020-05-31`."""
    return _RELATIVE.fullmatch(text) is not None or (_ISO.fullmatch(text) is not None and span(text) is not None)


def limit(text: str, today: date) -> tuple[str, str] | None:
    """First and last day a limit stands for; None when it is not one."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return span(text)
    day = _moved(today, found[1] or "+", int(found[2] or 0), found[3] or "d").isoformat()
    return day, day


def _moved(day: date, sign: str, number: int, unit: str) -> date:
    steps = -number if sign == "-" else number
    try:
        if unit == "d":
            return day + timedelta(days=steps)
        months = day.year * 12 + day.month - 1 + (steps * 12 if unit == "y" else steps)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError, IndexError):
        return date.min if steps < 0 else date.max


def span(text: str) -> tuple[str, str] | None:
    """The days a full or partial ISO date may mean, first and last; a moment counts as its day."""
    found = _ISO.fullmatch(text[:10])
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        last_month = int(month or 12)
        last = date(int(year), last_month, int(day or calendar.monthrange(int(year), last_month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None
    return first.isoformat(), last.isoformat()
