"""Figures of service over everything in sight, counted in the database: what is open and late now, and how it went month by month."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Q

from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.service import rights
from kedang.service.kinds import CLOSED, ENDED_STATES
from kedang.service.models import Case, Improvement

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Now:
    """How many stand open at this moment."""

    open: int
    overdue: int
    unassigned: int
    waiting: int
    improvements: int
    improvements_overdue: int


@dataclass(frozen=True, slots=True)
class Month:
    """What was opened of a kind in a month (as 202611), and how that went. Times are working seconds; None: nothing to average."""

    month: int
    kind: str
    opened: int
    solved: int
    answered_late: int
    solved_late: int
    answer_seconds: float | None
    solve_seconds: float | None
    rated: int
    satisfaction: float | None


@dataclass(frozen=True, slots=True)
class Closed:
    """Why cases were closed, how many, and how satisfied those customers are who were asked."""

    reason: str
    closed: int
    satisfaction: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The state of now, the last months, the latest first, and why their cases were closed, the most frequent first."""

    now: Now
    months: list[Month]
    reasons: list[Closed]


def figures(actor: Actor, *, months: int = 6) -> Figures:
    """The figures of service over the last months."""
    actor.require(rights.VIEW)
    standing, since = _now(actor), _months_ago(max(1, min(months, MOST_MONTHS)) - 1)
    rows = _months(actor, since)
    record_read(actor, "service.counted", count=standing.open + sum(row.opened for row in rows))
    return Figures(standing, rows, _reasons(actor, since))


def _now(actor: Actor) -> Now:
    cases = Case.objects.visible_to(actor).filter(is_open=True)
    counted = cases.aggregate(
        open=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=now())),
        unassigned=Count("id", filter=Q(assignee_id=None)),
        waiting=Count("id", filter=Q(state="waiting")),
    )
    running = Improvement.objects.visible_to(actor).filter(is_running=True)
    improvements = running.aggregate(all=Count("id"), late=Count("id", filter=Q(due_on__lt=today())))
    return Now(**counted, improvements=improvements["all"], improvements_overdue=improvements["late"])


def _reasons(actor: Actor, since: int) -> list[Closed]:
    found = Case.objects.visible_to(actor).filter(month__gte=since, state=CLOSED).values_list("reason")
    rows = found.annotate(closed=Count("id"), satisfied=Avg("satisfaction")).order_by("-closed", "reason")
    return [Closed(reason, closed, _number(satisfied)) for reason, closed, satisfied in rows]


def _months(actor: Actor, since: int) -> list[Month]:
    solved = Q(state__in=ENDED_STATES)
    found = Case.objects.visible_to(actor).filter(month__gte=since).values("month", "kind")
    counted = found.annotate(
        opened=Count("id"),
        solved=Count("id", filter=solved),
        answered_late=Count("id", filter=Q(answered_at__gt=F("first_due_at"))),
        solved_late=Count("id", filter=solved & Q(spent_seconds__gt=F("solve_target") * 60)),
        answer_seconds=Avg("answer_seconds"),
        solve_seconds=Avg("spent_seconds", filter=solved),
        rated=Count("satisfaction"),
        satisfied=Avg("satisfaction"),
    )
    rows = counted.order_by("-month", "kind")
    return [_plain(dict(row)) for row in rows]


def _plain(row: dict[str, Any]) -> Month:
    """Averages as plain numbers: PostgreSQL gives decimals."""
    times = {name: _number(row[name]) for name in ("answer_seconds", "solve_seconds")}
    return Month(satisfaction=_number(row.pop("satisfied")), **{**row, **times})


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _months_ago(months: int) -> int:
    day = today()
    back = day.year * 12 + day.month - 1 - months
    return back // 12 * 100 + back % 12 + 1
