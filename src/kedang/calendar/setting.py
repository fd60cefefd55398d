"""Working hours and holidays: read for the settings page and changed."""

from collections.abc import Sequence

from django.db import transaction

from kedang.calendar import rights
from kedang.calendar.models import WorkCalendar
from kedang.calendar.working import Stated, compiled, packed, stated
from kedang.engine.holidays import MarkedDay, ReadDays, read_days
from kedang.engine.worktime import Hours
from kedang.fields.values import LOCAL
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import STALE, Refusal
from kedang.kit.text import storable

MOST_DAYS, LONGEST_NAME = 2000, 20
BAD_WEEK = Refusal(
    "calendar.week",
    422,
    "工作时间没有保存：一周至少有一天上班，同一天的时段要先后排列、不重叠、中间有间隔。",
    "Nothing was saved: at least one day of the week is worked, and the times of a day are in order and apart.",
)
BAD_DAYS = Refusal(
    "calendar.days",
    422,
    "节假日没有保存：同一天只能填一次，名称不超过 20 字，总数不超过 2000 天。",
    "Nothing was saved: each day once, names of up to 20 characters, up to 2,000 days.",
)


def read(actor: Actor) -> Stated:
    """What is set now."""
    actor.require(rights.MANAGE)
    return stated()


def read_pasted(actor: Actor, text: str) -> ReadDays:
    """The days a pasted text names; keeps nothing."""
    actor.require(rights.MANAGE)
    return read_days(text, year=now().astimezone(LOCAL).year)


@transaction.atomic
def save(actor: Actor, *, week: Sequence[Hours], days: Sequence[MarkedDay], version: int) -> None:
    """Set working hours and marked days. What was due before stays due; what is counted from now on follows the new calendar."""
    actor.require(rights.MANAGE)
    said = _checked(week, days)
    before = stated()
    WorkCalendar.objects.get_or_create(id=1, defaults={"stated": packed(before), "version": 0})
    row = WorkCalendar.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    row.stated, row.version = packed(said), version + 1
    row.save()
    fields = [
        name for name, same in (("week", said.week == before.week), ("days", said.days == before.days)) if not same
    ]
    record(actor, "calendar.changed", subject=("calendar", 1), fields=fields, details={"days": len(said.days)})


def _checked(week: Sequence[Hours], days: Sequence[MarkedDay]) -> Stated:
    named = [MarkedDay(each.day, each.kind, storable(each.name).strip()) for each in days]
    if len({each.day for each in named}) != len(named) or len(named) > MOST_DAYS:
        raise BAD_DAYS()
    if any(len(each.name) > LONGEST_NAME for each in named):
        raise BAD_DAYS()
    said = Stated(tuple(week), tuple(sorted(named, key=lambda each: each.day)), 0)
    try:
        compiled(said)
    except ValueError:
        raise BAD_WEEK() from None
    return said
