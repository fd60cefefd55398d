"""Writing down a change, inside the transaction that makes it.

`record` is for verbs. Bulk verbs build tuples with `event_row` and hand them to `record_many`, or write them through their
own cursor with `EVENT_COLUMNS` / `event_insert(vendor)`; the values suit SQLite, psycopg and COPY alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import orjson
from django.db import connections

from kedang.history.verbs import known
from kedang.kit.actor import Actor
from kedang.kit.ids import new_id

Subject = tuple[str, int]
EventRow = tuple[int | str | bytes | None, ...]

EVENT_TABLE = "history_event"
EVENT_COLUMNS: tuple[str, ...] = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "via",
    "verb",
    "subject_kind",
    "subject_id",
    "run_id",
    "fields",
    "details",
    "before",
    "session_id",
    "request_id",
    "ip",
    "device",
)


class OutsideTransaction(RuntimeError):
    """An event was recorded where a rollback would not take it back together with its change."""


def stamp(moment: datetime) -> str:
    """A time as both databases take it: UTC without an offset (the PostgreSQL session speaks UTC)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def stamp_now() -> str:
    """The present, as `stamp`."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def insert_statement(table: str, columns: Sequence[str], vendor: str) -> str:
    """One INSERT with the placeholders of a raw driver: `?` on SQLite, `%s` on PostgreSQL."""
    mark = "?" if vendor == "sqlite" else "%s"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608


def event_insert(vendor: str) -> str:
    """The INSERT of an event for a raw driver cursor."""
    return insert_statement(EVENT_TABLE, EVENT_COLUMNS, vendor)


_DJANGO_INSERT = insert_statement(EVENT_TABLE, EVENT_COLUMNS, "django")


def event_row(
    actor: Actor,
    verb: str,
    *,
    subject: Subject,
    fields: Sequence[str] = (),
    details: Mapping[str, object] | None = None,
    before: bytes | None = None,
    run_id: int | None = None,
    at: str = "",
) -> EventRow:
    """One event as a tuple in the order of EVENT_COLUMNS. `details` holds ids, codes and counts, never values."""
    return (
        new_id(),
        at or stamp_now(),
        actor.id,
        actor.name,
        actor.via,
        known(verb),
        subject[0],
        subject[1],
        run_id,
        orjson.dumps(list(fields)).decode() if fields else "[]",
        orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode() if details else "{}",
        before,
        actor.session_id,
        actor.request_id,
        actor.ip,
        actor.device,
    )


def record(
    actor: Actor,
    verb: str,
    *,
    subject: Subject,
    fields: Sequence[str] = (),
    details: Mapping[str, object] | None = None,
    before: bytes | None = None,
    run_id: int | None = None,
) -> None:
    """Write one event into the caller's transaction."""
    record_many([event_row(actor, verb, subject=subject, fields=fields, details=details, before=before, run_id=run_id)])


def record_many(rows: Iterable[EventRow]) -> None:
    """Write events made by `event_row` into the caller's transaction."""
    connection = connections["default"]
    if not connection.in_atomic_block:
        raise OutsideTransaction("record() needs the transaction of the change it tells of")
    with connection.cursor() as cursor:
        cursor.executemany(_DJANGO_INSERT, list(rows))
