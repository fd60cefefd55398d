"""The two logs as bytes to be hashed: what a row's leaf is made of, on either database, and what nobody has sealed yet.

`standalone` says the same for SQLite's files; here the rows are read through the connections of this process, in the caller's
transaction, and on PostgreSQL too. Both give the same bytes for the same row.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connections

from kedang.history.append_only import GUARDED
from kedang.history.models import Checkpoint, Leaf
from kedang.history.standalone import COLUMNS, PIECE, TABLES, record_sql
from kedang.history.standalone import Leaf as LeafNow

LOGS = (0, 1)
Fresh = tuple[int, bytes]
_POSTGRES = {
    "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "before": "coalesce('+' || upper(encode(before, 'hex')), '-')",
    "ids": "coalesce('+' || upper(encode(ids, 'hex')), '-')",
    "run_id": "coalesce(run_id::text, '-')",
    "customer_id": "coalesce(customer_id::text, '-')",
    "count": "coalesce(\"count\"::text, '-')",
}


def _base(log: int) -> Any:
    return connections[GUARDED[TABLES[log]]]


def _record(log: int) -> str:
    """The expression that gives a row's bytes on this database."""
    if _base(log).vendor == "sqlite":
        return record_sql(log)
    columns = (_POSTGRES.get(name, f"{name}::text") for name in COLUMNS[log])
    return f"convert_to({' || chr(31) || '.join(columns)}, 'UTF8')"


def _all(log: int, statement: str, values: Sequence[object]) -> list[Any]:
    with _base(log).cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def after(log: int, event_id: int, limit: int) -> list[Fresh]:
    """The rows behind an id, in the order of ids, each with its bytes."""
    statement = f"SELECT id, {_record(log)} FROM {TABLES[log]} WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608 - own names
    return [(event, bytes(record)) for event, record in _all(log, statement, [event_id, limit])]


def by_ids(log: int, ids: Sequence[int]) -> dict[int, bytes]:
    """The bytes of these rows, as far as they are there."""
    one = (
        "SELECT value FROM json_each(%s)"
        if _base(log).vendor == "sqlite"
        else "SELECT json_array_elements_text(%s)::bigint"
    )
    statement = f"SELECT id, {_record(log)} FROM {TABLES[log]} WHERE id IN ({one})"  # noqa: S608 - own names
    found = _all(log, statement, [orjson.dumps(list(ids)).decode()]) if ids else []
    return {event: bytes(record) for event, record in found}


def strangers(log: int, low: int, high: int) -> list[int]:
    """Ids between two others, both counted in, that no leaf names: what was committed late."""
    rows = _all(log, f"SELECT id FROM {TABLES[log]} WHERE id BETWEEN %s AND %s", [low, high])  # noqa: S608 - own names
    known = Leaf.objects.filter(log=log, event_id__range=(low, high)).values_list("event_id", flat=True)
    return sorted({row[0] for row in rows} - set(known.iterator(chunk_size=PIECE)))


def count(log: int, *, above: int = -1) -> int:
    """How many rows a log has, or how many above an id."""
    statement = f"SELECT count(*) FROM {TABLES[log]}"  # noqa: S608 - own names
    bound = " WHERE id > %s" if above >= 0 else ""
    return int(_all(log, statement + bound, [above] if above >= 0 else [])[0][0])


class Logs:
    """Both logs and their seal, read through this process's connections: what the stand-alone verifier reads from files."""

    def notes(self) -> list[str]:
        """Every checkpoint."""
        return list(Checkpoint.objects.order_by("number").values_list("note", flat=True))

    def piece(self, start: int) -> list[LeafNow]:
        """The leaves from a place on, with the bytes that their rows have now."""
        wanted = Leaf.objects.filter(seq__gte=start, seq__lt=start + PIECE).order_by("seq")
        leaves = list(wanted.values_list("log", "event_id", "hash"))
        now = [by_ids(log, [leaf[1] for leaf in leaves if leaf[0] == log]) for log in LOGS]
        return [(log, event, bytes(digest), now[log].get(event)) for log, event, digest in leaves]

    def hashes(self, start: int) -> list[bytes]:
        """The sealed hashes of a piece alone."""
        wanted = Leaf.objects.filter(seq__gte=start, seq__lt=start + PIECE).order_by("seq")
        return [bytes(digest) for digest in wanted.values_list("hash", flat=True)]

    def unsealed(self, log: int) -> tuple[list[int], int]:
        """The rows nobody sealed, and the highest id that was sealed. Each row is looked for only when the counts differ."""
        sealed = Leaf.objects.filter(log=log)
        highest = sealed.order_by("-event_id").values_list("event_id", flat=True).first() or 0
        found = [row[0] for row in _all(log, f"SELECT id FROM {TABLES[log]} WHERE id > %s", [highest])]  # noqa: S608
        if count(log) != sealed.count() + len(found):
            found += _in_between(log, highest)
        return found, highest


def _in_between(log: int, highest: int) -> list[int]:
    """Rows below an id that no leaf names, a stretch at a time."""
    found, low = list[int](), -1
    statement = f"SELECT id FROM {TABLES[log]} WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"  # noqa: S608 - own names
    while rows := _all(log, statement, [low, highest, PIECE * 4]):
        found += strangers(log, rows[0][0], rows[-1][0])
        low = rows[-1][0]
    return found
