"""What some people, tokens and addresses did within a time, page by page through both logs: for who looks into an incident.

An event has one actor, so that those of people are read by the index of actors, one person after another; those of an address have no
index and are read from the log as it lies, bounded by the ids of the time. Nothing is ever read whole.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from kedang.history.models import LEAVING, Event, ReadEvent
from kedang.history.packing import unpack_ids
from kedang.kit.ids import first_id_at, ids_a
from kedang.kit.spelled import read_back, spelled

PAGE = 2_000
SHORTLY = 600_000  # milliseconds
_LOOK = ("id", "at", "verb", "customer_id", "ids", "count", "fields")
_CHANGE = ("id", "at", "verb", "subject_id", "fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Whose doings. `owners`: whom the tokens belong to; when one is unknown (None), the log is read as it lies."""

    people: frozenset[int] = frozenset()
    tokens: frozenset[int] = frozenset()
    owners: frozenset[int] | None = frozenset()
    addresses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.tokens or self.addresses)

    @property
    def condition(self) -> Q:
        """One of them did it."""
        by_token = Q(via="token", session_id__in=self.tokens)
        return Q(actor_id__in=self.people) | by_token | Q(ip__in=self.addresses)

    def spans(self) -> list[Q]:
        """The parts of the log to go through; no event lies in two."""
        if self.addresses or self.owners is None:
            return [Q()]
        return [Q(actor_id=each) for each in sorted(self.people | self.owners)]


@dataclass(frozen=True, slots=True)
class Trace:
    """One look or change. `customer_ids`: whom the log names; `count`: how many were found or left."""

    id: int
    at: datetime
    verb: str
    customer_ids: tuple[int, ...]
    count: int
    fields: tuple[str, ...]


def looks_involving(who: Concerned, since: datetime, until: datetime) -> Iterator[list[Trace]]:
    """Looks from a time until before another, in pages. Refusals showed nothing and are left out."""
    found = ReadEvent.objects.filter(who.condition).exclude(verb="denied")
    for rows in _pages(found, who, since, until, _LOOK):
        yield [_look(*row) for row in rows]


def changes_involving(who: Concerned, since: datetime, until: datetime) -> Iterator[list[Trace]]:
    """Changes of customers from a time until before another, in pages."""
    found = Event.objects.filter(who.condition, subject_kind="customer")
    for rows in _pages(found, who, since, until, _CHANGE):
        yield [Trace(row_id, at, verb, (subject,), 1, _words(fields)) for row_id, at, verb, subject, fields in rows]


def exports_numbered(ids: Collection[int]) -> list[Trace]:
    """Exports, prints and copies by their numbers; other looks are none."""
    rows = ReadEvent.objects.filter(id__in=ids, verb__in=LEAVING).order_by("id").values_list(*_LOOK)
    return [_look(*row) for row in rows]


def export_called(number: str) -> int | None:
    """Which look in the log made the export with this number on its lines (EX-…); None when none did.

    The number is an id that was made just before its look was recorded, in the same process: so the look stands shortly behind it.
    """
    made = read_back(number.upper().removeprefix("EX-")) if number.upper().startswith("EX-") else None
    if made is None:
        return None
    until = min(made + ids_a(SHORTLY), 2**63 - 1)
    rows = ReadEvent.objects.filter(id__gt=made, id__lt=until, verb__in=LEAVING).order_by("id")
    wanted = f'"EX-{spelled(made)}"'
    return next((row_id for row_id, said in rows.values_list("id", "details").iterator() if wanted in said), None)


def _pages(
    found: "QuerySet[ReadEvent] | QuerySet[Event]",
    who: Concerned,
    since: datetime,
    until: datetime,
    names: tuple[str, ...],
) -> Iterator[list[tuple[Any, ...]]]:
    for part in who.spans() if who else ():
        after, end = first_id_at(since) - 1, first_id_at(until)
        while rows := list(found.filter(part, id__gt=after, id__lt=end).order_by("id").values_list(*names)[:PAGE]):
            yield rows
            after = int(rows[-1][0])


def _look(
    row_id: int, at: datetime, verb: str, customer_id: int | None, ids: bytes | None, count: int | None, fields: str
) -> Trace:
    named = (customer_id,) if customer_id is not None else tuple(unpack_ids(bytes(ids))) if ids is not None else ()
    return Trace(row_id, at, verb, named, count or 0, _words(fields))


def _words(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))
