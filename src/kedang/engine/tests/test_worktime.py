"""Working time: single cases by hand, and what must hold for every calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.worktime import DAY_MINUTES, Hours, Span, WorkTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = (Span(540, 720), Span(780, 1080))
SPRING = WorkTime(
    (OFFICE,) * 5 + ((), ()),
    frozenset(date(2026, 2, 15) + timedelta(days=n) for n in range(9)),
    frozenset((date(2026, 2, 14), date(2026, 2, 28))),
    SHANGHAI,
)


def at(text: str) -> datetime:
    """A time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_weekend_worked_in_exchange_counts_and_a_holiday_does_not() -> None:
    assert [SPRING.is_working_day(date(2026, 2, day)) for day in (13, 14, 15, 16, 23, 24, 28)] == [
        True,
        True,
        False,
        False,
        False,
        True,
        True,
    ]
    assert SPRING.hours(date(2026, 2, 14)) == OFFICE


def test_the_clock_skips_lunch_night_and_the_holidays() -> None:
    assert SPRING.add_minutes(at("2026-02-13 11:30"), 60) == at("2026-02-13 13:30")
    assert SPRING.add_minutes(at("2026-02-14 17:00"), 120) == at("2026-02-24 10:00")
    assert SPRING.minutes_between(at("2026-02-14 17:00"), at("2026-02-24 10:00")) == 120
    assert SPRING.minutes_between(at("2026-02-16 09:00"), at("2026-02-20 18:00")) == 0


def test_time_that_ends_with_the_day_ends_in_the_evening_and_not_the_next_morning() -> None:
    assert SPRING.add_minutes(at("2026-03-02 17:00"), 60) == at("2026-03-02 18:00")
    assert SPRING.add_minutes(at("2026-03-02 17:00"), 0) == at("2026-03-02 17:00")


def test_working_days_are_counted_and_added_over_the_holidays() -> None:
    assert SPRING.add_days(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert SPRING.add_days(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert SPRING.add_days(date(2026, 2, 24), -2) == date(2026, 2, 13)
    assert SPRING.days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert SPRING.days_between(date(2026, 2, 24), date(2026, 2, 13)) == -2


def test_a_week_without_work_or_with_spans_that_touch_is_refused() -> None:
    with pytest.raises(ValueError, match="somebody works"):
        WorkTime(((),) * 7, frozenset(), frozenset(), UTC)
    with pytest.raises(ValueError, match="in order"):
        WorkTime(((Span(540, 720), Span(720, 800)),) * 7, frozenset(), frozenset(), UTC)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """The hours of a day: up to three spans."""
    edges = sorted(draw(st.sets(st.integers(0, DAY_MINUTES), max_size=6)))
    return tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))


DAYS = st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=20).map(frozenset)
CALENDARS = st.builds(
    WorkTime,
    st.lists(hours(), min_size=7, max_size=7).filter(any).map(tuple),
    DAYS,
    DAYS,
    st.sampled_from((SHANGHAI, UTC, ZoneInfo("Europe/Berlin"))),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=60))


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_adding_time_and_measuring_it_are_one(calendar: WorkTime, start: datetime, working: timedelta) -> None:
    end = calendar.add(start, working)
    assert calendar.between(start, end) == working
    if working:
        assert calendar.between(start, end - timedelta(microseconds=1)) == working - timedelta(microseconds=1)


@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up_and_is_never_more_than_has_passed(
    calendar: WorkTime, first: datetime, second: datetime, third: datetime
) -> None:
    first, second, third = sorted((first, second, third))
    assert calendar.between(first, third) == calendar.between(first, second) + calendar.between(second, third)
    assert timedelta() <= calendar.between(first, third) <= third - first
    assert calendar.between(third, first) == timedelta() or first == third


@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkTime, start: datetime, first: timedelta, second: timedelta
) -> None:
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(CALENDARS, st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.integers(-40, 40))
def test_the_nth_working_day_is_one_and_is_counted_back(calendar: WorkTime, day: date, days: int) -> None:
    found = calendar.add_days(day, days)
    if days > 0:
        assert (calendar.is_working_day(found), calendar.days_between(day, found)) == (True, days)
    elif days < 0:
        assert calendar.is_working_day(found)
        assert calendar.days_between(day, found) == days - calendar.is_working_day(day) + 1
    else:
        assert found == day
