"""What one person did and looked at, as one story, newest first: for the auditor."""

from dataclasses import dataclass
from datetime import datetime

from kedang.history import queries
from kedang.history.queries import EventLine, ReadLine
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.paging import clamp_limit, encode_cursor


@dataclass(frozen=True, slots=True)
class Page:
    """Changes and looks of somebody, newest first."""

    lines: list[EventLine | ReadLine]
    next: str | None


def of_person(
    actor: Actor,
    user_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """A page of both logs. Both are numbered by time, so that one cursor leads through both."""
    size = clamp_limit(limit)
    changes = queries.events(actor, cursor, limit=size, by=user_id, since=since, until=until)
    looks = queries.reads(actor, cursor, limit=size, by=user_id, since=since, until=until)
    both: list[EventLine | ReadLine] = sorted((*changes.lines, *looks.lines), key=lambda line: -line.id)
    record_read(actor, "history.read", count=min(len(both), size), details={"what": "person", "user": str(user_id)})
    more = len(both) > size or changes.next is not None or looks.next is not None
    shown = both[:size]
    return Page(shown, encode_cursor((shown[-1].id,)) if more and shown else None)
