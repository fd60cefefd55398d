"""When the organisation works, for whoever counts by it."""

from dataclasses import dataclass
from datetime import date

import orjson

from kedang.calendar import shipped
from kedang.calendar.models import WorkCalendar
from kedang.engine.holidays import MarkedDay
from kedang.engine.worktime import Hours, Span, WorkTime
from kedang.fields.values import LOCAL


@dataclass(frozen=True, slots=True)
class Stated:
    """What the organisation has said. `week` has seven days, Monday first; version 0 is the shipped calendar."""

    week: tuple[Hours, ...]
    days: tuple[MarkedDay, ...]
    version: int


def working_time() -> WorkTime:
    """The working time of the organisation as it is set now: one small read, so ask once for a list and not for each row."""
    return compiled(stated())


def compiled(said: Stated) -> WorkTime:
    """What was said, ready to count by."""
    return WorkTime(
        said.week,
        frozenset(each.day for each in said.days if each.kind == "off"),
        frozenset(each.day for each in said.days if each.kind == "work"),
        LOCAL,
    )


def stated() -> Stated:
    """What the organisation has said, or the shipped calendar."""
    row = WorkCalendar.objects.filter(id=1).first()
    if row is None:
        return Stated(shipped.WEEK, shipped.DAYS, 0)
    raw = orjson.loads(row.stated)
    return Stated(
        tuple(tuple(Span(start, end) for start, end in spans) for spans in raw["week"]),
        tuple(MarkedDay(date.fromisoformat(day), kind, name) for day, kind, name in raw["days"]),
        row.version,
    )


def packed(said: Stated) -> str:
    """What was said, as it is stored."""
    week = [[[span.start, span.end] for span in spans] for spans in said.week]
    days = [[each.day.isoformat(), each.kind, each.name] for each in said.days]
    return orjson.dumps({"week": week, "days": days}).decode()
