"""Shapes of the calendar's requests and answers. A time of day is the minute it starts or ends with, 0 to 1440."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kedang.calendar.working import Stated
from kedang.engine.holidays import DayKind, MarkedDay, ReadDays
from kedang.engine.worktime import Hours, Span

Minute = Annotated[int, Field(ge=0, le=1440)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class WorkSpan(In):
    """From one minute of a day until another: 540 to 720 is nine until noon."""

    start: Minute
    end: Minute


class WorkDay(In):
    """A day off, or one that is worked although its weekday is not."""

    day: date
    kind: DayKind
    name: Annotated[str, Field(max_length=100)] = ""


class CalendarOut(BaseModel):
    """Working hours by day of the week, Monday first, and the marked days in order. Version 0: as shipped."""

    week: list[list[WorkSpan]]
    days: list[WorkDay]
    version: int


class CalendarIn(In):
    """Everything as it shall be; `version` is the one that was seen."""

    week: Annotated[list[Annotated[list[WorkSpan], Field(max_length=6)]], Field(min_length=7, max_length=7)]
    days: Annotated[list[WorkDay], Field(max_length=5000)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]

    def hours(self) -> tuple[Hours, ...]:
        """The hours of the week."""
        return tuple(tuple(Span(span.start, span.end) for span in spans) for spans in self.week)

    def marked(self) -> list[MarkedDay]:
        """The marked days."""
        return [MarkedDay(each.day, each.kind, each.name) for each in self.days]


class PastedIn(In):
    """The published notice, or a list of dates."""

    text: Annotated[str, Field(max_length=50_000)]


class PastedOut(BaseModel):
    """The days the text names, and the lines of which nothing could be made."""

    days: list[WorkDay]
    unread: list[str]


def calendar_out(said: Stated) -> CalendarOut:
    """What is set, as it goes out."""
    week = [[WorkSpan(start=span.start, end=span.end) for span in spans] for spans in said.week]
    return CalendarOut(week=week, days=[_day(each) for each in said.days], version=said.version)


def pasted_out(found: ReadDays) -> PastedOut:
    """What a text says, as it goes out."""
    return PastedOut(days=[_day(each) for each in found.days], unread=list(found.unread))


def _day(each: MarkedDay) -> WorkDay:
    return WorkDay(day=each.day, kind=each.kind, name=each.name)
