"""The clock of a case: it counts working time, stands still while the customer is waited for, and ends with the solution.

A row keeps how much working time it has used and since when it uses more; everything due is computed from that and stored, so that
lists order by a column.
"""

from datetime import datetime, timedelta

from kedang.calendar.working import working_time
from kedang.engine.worktime import WorkTime
from kedang.service.kinds import ENDED_STATES, NEW, WORKING, Pressing
from kedang.service.models import NEVER, Case

_SECOND = timedelta(seconds=1)
RUNS_IN = (NEW, WORKING)
# What is due soon: less than this share of its target is left.
_SOON = 4


def start(case: Case, *, first: int, solve: int, at: datetime) -> None:
    """Begin to count towards these targets, in working minutes."""
    case.first_target, case.solve_target = first, solve
    case.clock_from, case.spent_seconds = at, 0
    case.first_due_at = working_time().add_minutes(at, first)
    _set_due(case, working_time())


def aim(case: Case, *, first: int, solve: int) -> None:
    """Other targets for a case: what it has used already stays used."""
    case.first_target, case.solve_target = first, solve
    calendar = working_time()
    if case.answered_at is None:
        case.first_due_at = calendar.add_minutes(case.created_at, first)
    _set_due(case, calendar)


def run_in(case: Case, state: str, *, at: datetime) -> None:
    """Let the clock run or stand still as the state wants it. The time used so far is counted by the calendar of now."""
    calendar = working_time()
    if case.clock_from is not None and state not in RUNS_IN:
        case.spent_seconds += calendar.between(case.clock_from, at) // _SECOND
        case.clock_from = None
    elif case.clock_from is None and state in RUNS_IN:
        case.clock_from = at
    _set_due(case, calendar)


def answered(case: Case, *, at: datetime) -> None:
    """The customer has had a first answer."""
    if case.answered_at is None:
        calendar = working_time()
        case.answered_at = at
        case.answer_seconds = calendar.between(case.created_at, at) // _SECOND
        _set_due(case, calendar)


def left_seconds(case: Case) -> int:
    """Working time left until the case should be solved while its clock stands still; below zero: so much too late."""
    return case.solve_target * 60 - case.spent_seconds


def until_due(case: Case, calendar: WorkTime, *, at: datetime) -> int | None:
    """Working seconds until what is due next; below zero: so much too late. None once the case has ended."""
    if case.state in ENDED_STATES:
        return None
    if case.clock_from is None:
        return left_seconds(case)
    if at > case.due_at:
        return -(calendar.between(case.due_at, at) // _SECOND)
    return calendar.between(at, case.due_at) // _SECOND


def pressing(case: Case, left: int | None, *, at: datetime) -> Pressing:
    """How pressing a case is that has so many working seconds left."""
    if left is None:
        return "ended"
    if case.clock_from is None:
        return "paused"
    if at > case.due_at:
        return "late"
    answer = case.answered_at is None and case.due_at == case.first_due_at
    target = case.first_target if answer else case.solve_target
    return "soon" if left * _SOON < target * 60 else "calm"


def first_late(case: Case, *, at: datetime) -> bool:
    """Whether the first answer came, or is, too late."""
    return (case.answered_at or at) > case.first_due_at


def solve_late(case: Case, *, at: datetime) -> bool:
    """Whether solving the case took, or takes, too long."""
    return left_seconds(case) < 0 if case.clock_from is None else at > case.solve_due_at


def _set_due(case: Case, calendar: WorkTime) -> None:
    if case.clock_from is None:
        case.due_at = NEVER
        return
    case.solve_due_at = calendar.add(case.clock_from, timedelta(seconds=max(0, left_seconds(case))))
    waits_for_answer = case.answered_at is None
    case.due_at = min(case.first_due_at, case.solve_due_at) if waits_for_answer else case.solve_due_at
