"""What is to be done, over all customers in sight: one's own, the team's, and how much each has on the desk."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kedang.accounts.queries import directory
from kedang.activity.kinds import REACHED_NOBODY
from kedang.activity.models import DONE, OPEN, FollowUp, Interaction
from kedang.activity.reading import Read, read_all
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer, kept_from
from kedang.archive.seen import seen_by
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.vault.keys import keys_for

MINE, TEAM = "mine", "team"
OVERDUE, TODAY, DUE, WEEK, LATER, ALL, ENDED = "overdue", "today", "due", "week", "later", "all", "done"
COUNTED = 1000
# One in so many people is few.
FEW = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A follow-up and whom it is about."""

    read: Read
    customer: Customer


@dataclass(frozen=True, slots=True)
class Page:
    """Some follow-ups. `count` stops at 1000."""

    rows: list[Listed]
    next: str | None
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has to do: overdue, due today, within seven days, later."""

    user_id: int
    overdue: int
    today: int
    week: int
    later: int


@dataclass(frozen=True, slots=True)
class Week:
    """What somebody did in the last seven days: contacts that reached somebody, follow-ups done."""

    contacts: int
    done: int


def my_week(actor: Actor) -> Week:
    """One's own numbers; they tell nothing of any customer."""
    actor.require(archive_rights.VIEW)
    since = _edges()[0] - timedelta(days=6)
    reached = Interaction.objects.filter(by=actor.id, at__gte=since).exclude(outcome__in=REACHED_NOBODY)
    done = FollowUp.objects.filter(assignee_id=actor.id, ended_at__gte=since, state=DONE)
    return Week(reached.count(), done.count())


def due(
    actor: Actor,
    *,
    whose: str = MINE,
    when: str = ALL,
    assignee_id: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """Follow-ups, the most overdue first; those that are done, the latest first."""
    actor.require(archive_rights.VIEW)
    ended = when == ENDED
    in_order = not ended and assignee_id is None
    found = _visible(actor, _of(actor, whose, assignee_id, in_order=in_order)).filter(_when(when))
    count = found.order_by()[: COUNTED + 1].count()
    column = "ended_at" if ended else "due_at"
    if cursor:
        found = found.filter(_behind(cursor, column, falling=ended))
    size = clamp_limit(limit)
    order = ("-ended_at", "-id") if ended else ("due_at", "id")
    rows = list(found.order_by(*order)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    following = encode_cursor((number_of(getattr(last, column)), last.id)) if last else None
    return Page(_listed(actor, rows[:size]), following, min(count, COUNTED), count > COUNTED)


def workload(actor: Actor) -> list[Load]:
    """How much each person in sight has to do, whoever is most behind first."""
    actor.require(archive_rights.VIEW)
    found = _of(actor, TEAM, None).filter(state=OPEN)
    if actor.scope == Scope.ALL:
        # Whoever sees everybody sees all but what lies in the recycle bin or above their clearance, and that is little.
        counted = _counted(found)
        for user_id, hidden in _counted(found.filter(customer_id__in=_hidden(actor))).items():
            counted[user_id].subtract(hidden)
    else:
        counted = _counted(_visible(actor, found))
    loads = [Load(user_id, **counts) for user_id, counts in counted.items() if counts.total()]
    record_read(actor, "activity.counted", count=sum(counts.total() for counts in counted.values()))
    return sorted(loads, key=lambda load: (-load.overdue, -load.today, -load.week, load.user_id))


def _counted(found: QuerySet[FollowUp]) -> dict[int, Counter[str]]:
    """How many are due when, by whoever is to do them."""
    start, tomorrow, week = _edges()
    rows: Any = (
        found.order_by()
        .values("assignee_id")
        .annotate(
            overdue=Count("id", filter=Q(due_at__lt=start)),
            today=Count("id", filter=Q(due_at__gte=start, due_at__lt=tomorrow)),
            week=Count("id", filter=Q(due_at__gte=tomorrow, due_at__lt=week)),
            later=Count("id", filter=Q(due_at__gte=week)),
        )
    )
    return {row.pop("assignee_id"): Counter(row) for row in rows}


def _hidden(actor: Actor) -> QuerySet[Customer, Any]:
    return Customer.objects.filter(trashed_at__isnull=False).values("id").union(kept_from(actor))


def _of(actor: Actor, whose: str, assignee_id: int | None, *, in_order: bool = False) -> QuerySet[FollowUp]:
    """Whose follow-ups: the actor's, or everybody's whom the actor leads."""
    if whose == MINE:
        return FollowUp.objects.filter(assignee_id=actor.id)
    if whose != TEAM:
        raise INVALID(what="whose")
    found = FollowUp.objects.all()
    if actor.scope != Scope.ALL:
        everybody = directory().people.values()
        people = {actor.id, *(p.id for p in everybody if p.department_id in actor.department_ids)}
        if in_order and len(people) * FEW >= len(everybody):
            # Walked in the order they fall due there are soon enough of them; collected by person all would be sorted first.
            found = found.annotate(whose=F("assignee_id") + 0).filter(whose__in=people)
        else:
            found = found.filter(assignee_id__in=people)
    return found.filter(assignee_id=assignee_id) if assignee_id is not None else found


def _visible(actor: Actor, found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return found.filter(seen_by(actor))


def _when(when: str) -> Q:
    if when == ENDED:
        return Q(state=DONE)
    start, tomorrow, week = _edges()
    parts = {
        OVERDUE: Q(due_at__lt=start),
        TODAY: Q(due_at__gte=start, due_at__lt=tomorrow),
        DUE: Q(due_at__lt=tomorrow),
        WEEK: Q(due_at__gte=tomorrow, due_at__lt=week),
        LATER: Q(due_at__gte=week),
        ALL: Q(),
    }
    if when not in parts:
        raise INVALID(what="when")
    return Q(state=OPEN) & parts[when]


def _edges() -> tuple[datetime, datetime, datetime]:
    """Where today begins, where it ends, and seven days after that."""
    start = datetime.combine(today(), time(), LOCAL)
    return start, start + timedelta(days=1), start + timedelta(days=8)


def _behind(cursor: str, column: str, *, falling: bool) -> Q:
    at, last = decode_numbers(cursor, length=2)
    moment, beyond = moment_of(at), "lt" if falling else "gt"
    return Q(**{f"{column}__{beyond}": moment}) | Q(**{column: moment, f"id__{beyond}": last})


def _listed(actor: Actor, rows: list[FollowUp]) -> list[Listed]:
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    rows = [row for row in rows if row.customer_id in seen]
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["follow_ups"])
    return [Listed(read, seen[read.row.customer_id]) for read in read_all(actor, rows, seen, keys_for(seen))]
