"""One condition of a list's filter as it comes in: checked in shape here, and in meaning by `filters`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

import orjson

from kedang.engine.standardise.dates import standardise_date
from kedang.fields.values import LOCAL
from kedang.history.record import stamp
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.kit.text import storable

MOST_CONDITIONS = 20
MOST_VALUES = 200
LONGEST_VALUE = 200
LONGEST_FILTER = 50_000
WITHOUT_VALUE = frozenset(("empty", "not_empty"))
WITH_MANY = frozenset(("any", "between"))

BAD_FILTER = Refusal("filter.invalid", 400, "筛选条件有误：{what}", "The filter is not valid: {what}")
NOT_FILTERABLE = Refusal(
    "field_not_filterable",
    400,
    "“{field}”不能这样筛选。加密的内容只能按相等或尾号查找。",
    "“{field}” cannot be filtered like this. Encrypted values can only be found by equality or their last digits.",
)
_RELATIVE = re.compile(r"(?:today)?([+-]\d{1,5})d?|today|now", re.ASCII)
_BIGGEST = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Condition:
    """A field, an operation, and its values: none, one, or several."""

    field: str
    op: str
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The one value."""
        return self.values[0]


def parse(text: str | None) -> tuple[Condition, ...]:
    """The conditions of a filter in JSON."""
    if not text:
        return ()
    if len(text) > LONGEST_FILTER:
        raise BAD_FILTER(what=f"> {LONGEST_FILTER}")
    try:
        raw = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BAD_FILTER(what="JSON") from None
    if not isinstance(raw, list) or len(raw) > MOST_CONDITIONS:
        raise BAD_FILTER(what=f"[{{field, op, value}}], ≤ {MOST_CONDITIONS}")
    return tuple(_condition(each) for each in raw)


def _condition(raw: object) -> Condition:
    if not isinstance(raw, dict):
        raise BAD_FILTER(what="{field, op, value}")
    field, op, value = raw.get("field"), raw.get("op"), raw.get("value")
    if not isinstance(field, str) or not isinstance(op, str):
        raise BAD_FILTER(what="{field, op, value}")
    if op in WITHOUT_VALUE:
        return Condition(field, op)
    given = value if isinstance(value, list) else [value]
    values = tuple(
        storable(str(v)).strip() for v in given if isinstance(v, str | int | float) and not isinstance(v, bool)
    )
    count = {"between": 2}.get(op, len(values) if op in WITH_MANY else 1)
    if len(values) != len(given) or len(values) != count or not 0 < len(values) <= MOST_VALUES:
        raise BAD_FILTER(what=f"{field} {op}")
    if any(len(v) > LONGEST_VALUE or not v for v in values):
        raise BAD_FILTER(what=f"{field} {op}")
    return Condition(field, op, values)


def number(condition: Condition, text: str) -> Decimal:
    """A value as a number both databases can hold."""
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise BAD_FILTER(what=f"{condition.field} {text}") from None
    if not found.is_finite() or abs(found) >= _BIGGEST:
        raise BAD_FILTER(what=f"{condition.field} {text}")
    return found


def whole(condition: Condition, text: str) -> int:
    """A value as an id or a code."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) >= 2**63:
        raise BAD_FILTER(what=f"{condition.field} {text}")
    return int(text)


def today() -> date:
    """The day it is where the archive is kept."""
    return now().astimezone(LOCAL).date()


def days(condition: Condition, text: str) -> tuple[str, str]:
    """The first and the last day a value means: 2026-11-22, 2026-11, 2026, today, -7d, this_month …"""
    period = _period(text)
    if period is not None:
        return period[0].isoformat(), period[1].isoformat()
    found = standardise_date(text)
    if not found.valid:
        raise BAD_FILTER(what=f"{condition.field} {text}")
    if found.precision == "day":
        return found.iso, found.iso
    return f"{found.iso}-01" if found.precision == "month" else f"{found.iso}-01-01", _last_day(found.iso)


def _last_day(iso: str) -> str:
    year, _, month = iso.partition("-")
    return f"{year}-12-31" if not month else (_month(int(year), int(month), 1) - timedelta(days=1)).isoformat()


def _month(year: int, month: int, step: int) -> date:
    """The first day of a month some months on."""
    position = year * 12 + month - 1 + step
    return date(min(max(position // 12, 1), 9999), position % 12 + 1, 1)


def _period(text: str) -> tuple[date, date] | None:
    day = today()
    relative = _RELATIVE.fullmatch(text)
    if relative:
        moved = day + timedelta(days=int(relative[1] or 0))
        return moved, moved
    step = {"last": -1, "this": 0, "next": 1}.get(text.partition("_")[0])
    unit = text.partition("_")[2]
    if step is None:
        return None
    if unit == "week":
        start = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        return start, start + timedelta(days=6)
    if unit == "month":
        return _month(day.year, day.month, step), _month(day.year, day.month, step + 1) - timedelta(days=1)
    if unit == "quarter":
        first = day.month - (day.month - 1) % 3
        start = _month(day.year, first, step * 3)
        return start, _month(start.year, start.month, 3) - timedelta(days=1)
    return (date(day.year + step, 1, 1), date(day.year + step, 12, 31)) if unit == "year" else None


def midnight(iso: str, *, after: int = 0) -> str:
    """The stored form of the moment a day begins, or one some days later."""
    start = datetime.combine(date.fromisoformat(iso) + timedelta(days=after), datetime.min.time(), LOCAL)
    return stamp(start)
