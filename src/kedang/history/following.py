"""Both logs read on from where somebody stopped, for whoever counts what people do. Ids rise with time, so that they bound each read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kedang.history.models import Event, ReadEvent
from kedang.history.packing import unpack_ids


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look, as far as it can be counted. `customer_id`: the one it was about; `shown`: how many came with it; `count`: how many were
    found; `token_id`: the token it came by, or 0."""

    id: int
    at: datetime
    verb: str
    customer_id: int
    shown: int
    count: int
    query_hash: str
    token_id: int
    ip: str


def lookers_after(after: int, until: int, limit: int) -> list[tuple[int, int]]:
    """The next lines of the log of looks as (id, actor), in order, that lie before an id."""
    found = ReadEvent.objects.filter(id__gt=after, id__lt=until).order_by("id")
    return list(found.values_list("id", "actor_id")[:limit])


def changers_after(after: int, until: int, limit: int) -> list[tuple[int, int]]:
    """The same of the log of changes; what a run wrote on somebody's behalf is left out."""
    found = Event.objects.filter(id__gt=after, id__lt=until, run_id__isnull=True).order_by("id")
    return list(found.values_list("id", "actor_id")[:limit])


def looks_by(actor_id: int, low: int, high: int) -> Iterator[LookLine]:
    """Somebody's looks from one id until before another; refusals are none."""
    found = ReadEvent.objects.filter(actor_id=actor_id, id__gte=low, id__lt=high).exclude(verb="denied").order_by("id")
    columns = ("id", "at", "verb", "customer_id", "ids", "count", "query_hash", "via", "session_id", "ip")
    for row_id, at, verb, customer_id, ids, count, query_hash, via, session_id, ip in found.values_list(
        *columns
    ).iterator(chunk_size=2000):
        shown = 1 if customer_id else len(unpack_ids(bytes(ids))) if ids is not None else 0
        token_id = session_id if via == "token" else 0
        yield LookLine(row_id, at, verb, customer_id or 0, shown, count or 0, query_hash, token_id, ip)


def changes_by(actor_id: int, low: int, high: int) -> Iterator[tuple[datetime, int, str, int]]:
    """When somebody changed something of a customer by hand or by a program, by which token (0: none), by which verb, and whose."""
    own = Event.objects.filter(actor_id=actor_id, run_id__isnull=True, subject_kind="customer")
    found = own.filter(id__gte=low, id__lt=high).order_by("id")
    rows = found.values_list("at", "via", "session_id", "verb", "subject_id").iterator(chunk_size=2000)
    for at, via, session_id, verb, subject_id in rows:
        yield at, session_id if via == "token" else 0, verb, subject_id
