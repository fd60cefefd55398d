"""Working time: which days people work, from when to when, and how much of it lies between two moments.

Three things say it: the hours of each day of the week, days off, and days that are worked although their weekday is not (a weekend
day worked in exchange for a day off). A day worked out of turn has the hours of the first working day of the week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_MINUTES = 24 * 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From one minute of a day until another: 540 to 720 is nine o'clock until noon."""

    start: int
    end: int


Hours = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class WorkTime:
    """When people work. `week` has seven days, Monday first, each with spans in order that do not touch one another.

    ValueError for a week in which nobody ever works, or whose spans are not in order.
    """

    week: tuple[Hours, ...]
    off: frozenset[date]
    moved: frozenset[date]
    zone: tzinfo

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and somebody works on one of them")
        for spans in self.week:
            edges = [edge for span in spans for edge in (span.start, span.end)]
            if edges != sorted(set(edges)) or (edges and not 0 <= edges[0] <= edges[-1] <= DAY_MINUTES):
                raise ValueError("spans of a day are in order and apart")

    def hours(self, day: date) -> Hours:
        """From when to when people work on a day."""
        own = self.week[day.weekday()]
        if day in self.moved:
            return own or next(spans for spans in self.week if spans)
        return () if day in self.off else own

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day."""
        return bool(self.hours(day))

    def local_day(self, moment: datetime) -> date:
        """The day a moment lies on, where people work."""
        return moment.astimezone(self.zone).date()

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one aware moment until another; none when the second is earlier."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self._spans_from(start):
            if opens >= end:
                return total
            total += min(closes, end) - opens
        return total

    def add(self, moment: datetime, working: timedelta) -> datetime:
        """The earliest moment until which so much working time passes, in UTC. No working time: the moment itself."""
        left = working
        if left <= timedelta():
            return moment.astimezone(UTC)
        for opens, closes in self._spans_from(moment):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise OverflowError("the end lies beyond the calendar")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments."""
        return self.between(start, end) // timedelta(minutes=1)

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment after so many working minutes, in UTC."""
        return self.add(moment, timedelta(minutes=minutes))

    def add_days(self, day: date, days: int) -> date:
        """The n-th working day after a day, or before it when `days` is negative; 0: the day itself."""
        step = _DAY if days > 0 else -_DAY
        left = abs(days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.days_between(end, start)
        return sum(self.is_working_day(start + _DAY * ahead) for ahead in range(1, (end - start).days + 1))

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working time from a moment on, in UTC, what has passed of the first span left out."""
        day = self.local_day(moment)
        while day < date.max:
            for span in self.hours(day):
                opens, closes = self._at(day, span.start), self._at(day, span.end)
                if closes > moment:
                    yield max(opens, moment.astimezone(UTC)), closes
            day += _DAY

    def _at(self, day: date, minute: int) -> datetime:
        if minute == DAY_MINUTES:
            day, minute = day + _DAY, 0
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone).astimezone(UTC)
