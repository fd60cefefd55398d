"""Unusual access for whoever reads the audit: page by page, what is behind a hit, and the week at a glance."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from kedang.history import queries
from kedang.history.queries import AUDIT_READ, ReadLine
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.oversight.hits import notes_of
from kedang.oversight.models import OPEN, Hit

WEEK = timedelta(days=7)
MOST_OPEN, MOST_PEOPLE, MOST_HITS = 100, 10, 5_000


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits, newest first, with what was said of them."""

    rows: list[Hit]
    notes: dict[int, str]
    next: str | None


@dataclass(frozen=True, slots=True)
class Week:
    """The last seven days: hits by rule, by state, and of whom there are most."""

    rules: dict[str, int]
    states: dict[str, int]
    people: list[tuple[int, int]]


def page(
    actor: Actor,
    *,
    state: str | None = None,
    rule: str | None = None,
    by: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """Hits, newest first."""
    actor.require(AUDIT_READ)
    wanted = {"state": state, "rule": rule, "user_id": by}
    found = Hit.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    size = clamp_limit(limit)
    rows = list(found.order_by("-id")[: size + 1])
    shown = rows[:size]
    record_read(actor, "history.read", count=len(shown), details={"what": "unusual"})
    return Page(shown, notes_of(shown), encode_cursor((shown[-1].id,)) if len(rows) > size else None)


def looks(actor: Actor, hit_id: int, *, cursor: str | None = None, limit: int | None = None) -> queries.Page[ReadLine]:
    """What somebody looked at in the window of a hit."""
    actor.require(AUDIT_READ)
    hit = Hit.objects.filter(id=hit_id).first()
    if hit is None:
        raise NOT_FOUND()
    found = queries.reads(actor, cursor, limit=limit, by=hit.user_id, since=hit.since, until=hit.until)
    record_read(actor, "history.read", count=len(found.lines), details={"what": "unusual", "hit": str(hit.id)})
    return found


def count_open(actor: Actor) -> int:
    """How many wait to be judged, up to a hundred."""
    if not actor.can(AUDIT_READ):
        return 0
    return Hit.objects.filter(state=OPEN)[:MOST_OPEN].count()


def week(actor: Actor) -> Week:
    """The last seven days."""
    actor.require(AUDIT_READ)
    rows = list(Hit.objects.filter(since__gte=now() - WEEK).values_list("rule", "state", "user_id")[:MOST_HITS])
    record_read(actor, "history.read", count=len(rows), details={"what": "unusual"})
    people = Counter(user_id for _, _, user_id in rows)
    return Week(
        dict(Counter(rule for rule, _, _ in rows)),
        dict(Counter(state for _, state, _ in rows)),
        people.most_common(MOST_PEOPLE),
    )
