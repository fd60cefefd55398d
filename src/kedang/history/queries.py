"""Reading history. Who may read which subject's history is decided by the room that owns the subject."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import orjson
from django.db import connections
from django.db.models import Q, QuerySet

from kedang.history.models import LEAVING, Event, ReadEvent
from kedang.history.packing import unpack_ids
from kedang.history.record import Subject
from kedang.kit.actor import Actor
from kedang.kit.ids import first_id_at
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

AUDIT_READ = "audit.read"
Line = TypeVar("Line")
Stored = TypeVar("Stored", Event, ReadEvent)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One change as it is read back; `before` is still ciphertext."""

    id: int
    at: datetime
    actor_id: int
    actor_name: str
    via: str
    verb: str
    subject: Subject
    run_id: int | None
    fields: tuple[str, ...]
    details: Mapping[str, object]
    before: bytes | None
    request_id: str
    ip: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One look as it is read back."""

    id: int
    at: datetime
    actor_id: int
    actor_name: str
    via: str
    verb: str
    customer_ids: tuple[int, ...]
    count: int | None
    query_hash: str
    fields: tuple[str, ...]
    details: Mapping[str, object]
    request_id: str
    ip: str
    device: str


Numbered = TypeVar("Numbered", EventLine, ReadLine)


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some lines, newest first, and where the next page begins."""

    lines: tuple[Line, ...]
    next: str | None


def events_of(
    kind: str, ids: Collection[int], cursor: str | None = None, *, limit: int | None = None
) -> Page[EventLine]:
    """The events of some subjects of one kind as one story, newest first. The caller has checked that the actor may see them."""
    found = Event.objects.filter(subject_kind=kind)
    if len(ids) != 1:
        return _events(found.filter(subject_id__in=ids), cursor, limit)
    # One subject as a stretch of its index: told an equal value, PostgreSQL walks all events from the newest when a subject has many.
    (own,) = ids
    return _events(found.filter(subject_id__range=(own, own)), cursor, limit, order=("-subject_id", "-id"))


def events_behind(
    kind: str,
    ids: Collection[int],
    *,
    verbs: Collection[str],
    before: tuple[datetime, int] | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int,
) -> tuple[EventLine, ...]:
    """The newest events of some subjects with one of these verbs that lie before one (time, id) and after another. The caller has
    checked what the actor may see."""
    found = Event.objects.filter(subject_id__in=ids, subject_kind=kind, verb__in=verbs)
    if before is not None:
        # Ids rise with time, so that one of them bounds the index.
        found = found.filter(at__lte=before[0]).exclude(at=before[0], id__gte=before[1])
    if after is not None:
        found = found.filter(at__gte=after[0]).exclude(at=after[0], id__lte=after[1])
    return tuple(_event_line(row) for row in found.order_by("-at", "-id")[:limit])


def count_events(
    kind: str, ids: Collection[int], *, verbs: Collection[str], since: datetime | None, until: datetime | None
) -> int:
    """How many events of some subjects have one of these verbs, from a time until before another."""
    found = Event.objects.filter(subject_id__in=ids, subject_kind=kind, verb__in=verbs)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.count()


def events_of_run(run_id: int, cursor: str | None = None, *, limit: int | None = None) -> Page[EventLine]:
    """The events of one run, newest first."""
    return _events(Event.objects.filter(run_id=run_id), cursor, limit)


def events(
    actor: Actor,
    cursor: str | None = None,
    *,
    limit: int | None = None,
    by: int | None = None,
    verb: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[EventLine]:
    """Everybody's events, for the auditor; from a time until before another, by the ids."""
    actor.require(AUDIT_READ)
    found = _within(Event.objects.all(), since, until)
    if by is not None:
        found = found.filter(actor_id=by)
    if verb:
        found = found.filter(verb=verb)
    return _events(found, cursor, limit)


def reads(
    actor: Actor,
    cursor: str | None = None,
    *,
    limit: int | None = None,
    by: int | None = None,
    verb: str | None = None,
    customer_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[ReadLine]:
    """Who looked, for the auditor. `customer_id` finds the looks at that customer alone, not lists it appeared in."""
    actor.require(AUDIT_READ)
    found = _within(ReadEvent.objects.all(), since, until)
    if by is not None:
        found = found.filter(actor_id=by)
    if verb:
        found = found.filter(verb=verb)
    if customer_id is not None:
        found = found.filter(customer_id=customer_id)
    return _reads(found, cursor, limit)


def _within(found: QuerySet[Stored], since: datetime | None, until: datetime | None) -> QuerySet[Stored]:
    """Ids rise with time: a span of it is a span of every index that ends with the id."""
    if since is not None:
        found = found.filter(id__gte=_id_at(since))
    return found.filter(id__lt=_id_at(until)) if until is not None else found


def looks_at(customer_ids: Collection[int], cursor: str | None = None, *, limit: int | None = None) -> Page[ReadLine]:
    """Who looked at some customers, newest first; lists they appeared in and the panels of their pages left out. The caller has checked
    that the actor may know."""
    chosen = Q(verb__startswith="customer.") | Q(verb__startswith="document.") | Q(verb__in=LEAVING)
    return _reads(ReadEvent.objects.filter(chosen, customer_id__in=customer_ids), cursor, limit)


def exports(
    actor: Actor,
    cursor: str | None = None,
    *,
    limit: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[ReadLine]:
    """What left as a file or on paper from a time until before another, newest first, for the auditor."""
    actor.require(AUDIT_READ)
    size = clamp_limit(limit)
    before = decode_numbers(cursor, length=1)[0] if cursor else 2**63 - 1
    ends = (_id_at(since) if since else 0, min(before, _id_at(until) if until else before))
    # Literals, as the partial index has them: behind placeholders SQLite cannot know that it answers this.
    verbs = ", ".join(f"'{verb}'" for verb in LEAVING)
    with connections["audit"].cursor() as rows:
        rows.execute(
            f"SELECT id FROM history_read_event WHERE verb IN ({verbs}) AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s",  # noqa: S608
            [*ends, size + 1],
        )
        ids = [row[0] for row in rows.fetchall()]
    found = ReadEvent.objects.filter(id__in=ids).order_by("-id")
    return _page([_read_line(row) for row in found], size)


def _reads(found: QuerySet[ReadEvent], cursor: str | None, limit: int | None) -> Page[ReadLine]:
    size = clamp_limit(limit)
    rows = list(_before(found, cursor).order_by("-id")[: size + 1])
    return _page([_read_line(row) for row in rows], size)


def _id_at(moment: datetime) -> int:
    return min(first_id_at(moment), 2**63 - 1)


def _before(found: QuerySet[Stored], cursor: str | None) -> QuerySet[Stored]:
    return found.filter(id__lt=decode_numbers(cursor, length=1)[0]) if cursor else found


def _events(
    found: QuerySet[Event], cursor: str | None, limit: int | None, *, order: Sequence[str] = ("-id",)
) -> Page[EventLine]:
    size = clamp_limit(limit)
    rows = list(_before(found, cursor).order_by(*order)[: size + 1])
    return _page([_event_line(row) for row in rows], size)


def _page(lines: list[Numbered], size: int) -> Page[Numbered]:
    shown = tuple(lines[:size])
    return Page(shown, encode_cursor((shown[-1].id,)) if len(lines) > size else None)


def _words(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))


def _event_line(row: Event) -> EventLine:
    return EventLine(
        id=row.id,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        via=row.via,
        verb=row.verb,
        subject=(row.subject_kind, row.subject_id),
        run_id=row.run_id,
        fields=_words(row.fields),
        details=orjson.loads(row.details),
        before=bytes(row.before) if row.before is not None else None,
        request_id=row.request_id,
        ip=row.ip,
        device=row.device,
    )


def _ids(row: ReadEvent) -> Iterable[int]:
    if row.customer_id is not None:
        return (row.customer_id,)
    return unpack_ids(bytes(row.ids)) if row.ids is not None else ()


def _read_line(row: ReadEvent) -> ReadLine:
    return ReadLine(
        id=row.id,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        via=row.via,
        verb=row.verb,
        customer_ids=tuple(_ids(row)),
        count=row.count,
        query_hash=row.query_hash,
        fields=_words(row.fields),
        details=orjson.loads(row.details),
        request_id=row.request_id,
        ip=row.ip,
        device=row.device,
    )
