"""The clock of a case: it counts working time, stands still for the customer, and everything due is stored."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kedang.calendar.working import working_time
from kedang.service import clock
from kedang.service.models import NEVER, Case
from tests.people import browser, make_cast, send

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def started(text: str, *, first: int = 60, solve: int = 480) -> Case:
    """A case opened at a time; nothing is stored."""
    row = Case(created_at=at(text), state="new")
    clock.start(row, first=first, solve=solve, at=row.created_at)
    return row


def test_what_comes_on_friday_evening_is_due_on_monday() -> None:
    row = started("2026-03-06 17:30")
    assert row.first_due_at == at("2026-03-09 09:30") == row.due_at
    assert row.solve_due_at == at("2026-03-09 17:30")


def test_the_days_before_the_spring_festival_are_worked_and_the_festival_is_not() -> None:
    row = started("2026-02-13 17:00", solve=600)
    # an hour on Friday, eight on Saturday the 14th, which is worked in exchange, and the last one after the festival
    assert row.solve_due_at == at("2026-02-24 10:00")


def test_after_the_answer_the_solution_is_due() -> None:
    row = started("2026-03-09 09:00")
    clock.answered(row, at=at("2026-03-09 09:20"))
    assert (row.answer_seconds, row.due_at) == (1200, row.solve_due_at)
    clock.answered(row, at=at("2026-03-09 17:00"))
    assert row.answer_seconds == 1200, "the first answer is the first"


def test_the_clock_stands_still_while_the_customer_is_waited_for() -> None:
    row = started("2026-03-09 09:00")
    clock.answered(row, at=at("2026-03-09 10:00"))
    clock.run_in(row, "waiting", at=at("2026-03-09 11:00"))
    assert (row.due_at, row.spent_seconds, clock.left_seconds(row)) == (NEVER, 7200, 6 * 3600)
    assert not clock.solve_late(row, at=at("2026-04-01 09:00"))
    clock.run_in(row, "working", at=at("2026-03-11 09:00"))
    assert row.due_at == at("2026-03-11 16:00")
    clock.run_in(row, "solved", at=at("2026-03-11 10:00"))
    assert (row.spent_seconds, row.due_at) == (3 * 3600, NEVER)
    assert not clock.solve_late(row, at=at("2026-04-01 09:00"))


def test_what_was_late_before_the_waiting_is_late_after_it() -> None:
    row = started("2026-03-09 09:00", solve=60)
    clock.answered(row, at=at("2026-03-09 09:10"))
    clock.run_in(row, "waiting", at=at("2026-03-09 11:00"))
    assert clock.solve_late(row, at=at("2026-03-09 11:00"))
    clock.run_in(row, "working", at=at("2026-03-10 09:00"))
    assert row.due_at == at("2026-03-10 09:00"), "due at once, which is late a moment later"


def test_another_priority_keeps_the_time_that_was_used() -> None:
    row = started("2026-03-09 09:00")
    clock.answered(row, at=at("2026-03-09 10:00"))
    clock.run_in(row, "waiting", at=at("2026-03-09 11:00"))
    clock.run_in(row, "working", at=at("2026-03-10 09:00"))
    clock.aim(row, first=30, solve=180)
    assert row.solve_due_at == at("2026-03-10 10:00")
    assert row.first_due_at == at("2026-03-09 10:00"), "what was answered keeps its target"
    assert timedelta(0) < row.solve_due_at - row.created_at


def test_what_is_left_is_working_time_and_a_quarter_of_the_target_is_soon() -> None:
    row, calendar = started("2026-03-06 17:00"), working_time()
    clock.answered(row, at=at("2026-03-06 17:10"))
    weekend = clock.until_due(row, calendar, at=at("2026-03-07 12:00"))
    assert (weekend, clock.pressing(row, weekend, at=at("2026-03-07 12:00"))) == (7 * 3600, "calm")
    monday = clock.until_due(row, calendar, at=at("2026-03-09 15:01"))
    assert (monday, clock.pressing(row, monday, at=at("2026-03-09 15:01"))) == (7140, "soon")
    tuesday = clock.until_due(row, calendar, at=at("2026-03-10 10:00"))
    assert (tuesday, clock.pressing(row, tuesday, at=at("2026-03-10 10:00"))) == (-2 * 3600, "late")
    clock.run_in(row, "waiting", at=at("2026-03-09 17:00"))
    still = clock.until_due(row, calendar, at=at("2026-03-20 10:00"))
    assert (still, clock.pressing(row, still, at=at("2026-03-20 10:00"))) == (0, "paused")
    row.state = "solved"
    assert clock.until_due(row, calendar, at=at("2026-03-20 10:00")) is None
    assert clock.pressing(row, None, at=at("2026-03-20 10:00")) == "ended"


def test_the_first_answer_presses_by_its_own_target() -> None:
    row = started("2026-03-09 09:00")
    left = clock.until_due(row, working_time(), at=at("2026-03-09 09:40"))
    assert (left, clock.pressing(row, left, at=at("2026-03-09 09:40"))) == (1200, "calm")
    left = clock.until_due(row, working_time(), at=at("2026-03-09 09:50"))
    assert clock.pressing(row, left, at=at("2026-03-09 09:50")) == "soon"


def test_a_holiday_set_while_a_clock_runs_leaves_what_was_due_and_counts_from_then_on() -> None:
    row = started("2026-03-09 09:00", solve=960)
    clock.answered(row, at=at("2026-03-09 09:10"))
    due = row.due_at
    assert due == at("2026-03-10 18:00")
    admin = make_cast().admin
    said = send(browser(admin), "GET", "/work-calendar").json()
    said["days"].append({"day": "2026-03-10", "kind": "off", "name": "停电"})
    assert send(browser(admin), "PUT", "/work-calendar", said).status_code == 200
    assert row.due_at == due, "nobody is told another deadline behind their back"
    clock.run_in(row, "waiting", at=at("2026-03-11 10:00"))
    assert row.spent_seconds == 9 * 3600, "eight hours on Monday, none on the new holiday, one on Wednesday"
    clock.run_in(row, "working", at=at("2026-03-11 10:00"))
    assert row.due_at == at("2026-03-11 18:00")
