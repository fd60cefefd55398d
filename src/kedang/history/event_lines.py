"""Sealed events as lines for a place outside, in the order of the tree: who did what with which records, ids and names of fields.

A line holds no value, not even sealed: the before-image of a change stays here. `hash` is the leaf of the event's stored bytes, so that
who keeps the lines can tell which of them were changed or taken away here since.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from kedang.history.appending import appending
from kedang.history.models import CHANGES, LOOKS, Checkpoint, Event, Leaf, ReadEvent, Sink
from kedang.history.packing import unpack_ids
from kedang.kit.ids import id_time_ms

AT_ONCE = 500
SEGMENT = 100_000
MOST_IDS = 200
_LOGS = {CHANGES: "changes", LOOKS: "looks"}
_SHARED = ("id", "at", "actor_id", "actor_name", "via", "verb", "session_id", "request_id", "ip", "device")
_OF_CHANGES = ("subject_kind", "subject_id", "run_id")
_OF_LOOKS = ("customer_id", "ids", "count", "query_hash")

Note = tuple[int, datetime, str]


def after(number: int) -> list[Note]:
    """The sealed events behind the number-th: their numbers (from one on), times and lines."""
    wanted = Leaf.objects.filter(seq__gte=number, seq__lt=number + AT_ONCE).order_by("seq")
    leaves = list(wanted.values_list("seq", "log", "event_id", "hash"))
    rows = {log: _rows(log, [leaf[2] for leaf in leaves if leaf[1] == log]) for log in _LOGS}
    return [(seq + 1, _time(event), _line(seq, log, event, digest, rows[log])) for seq, log, event, digest in leaves]


def newest() -> int:
    """The number of the last event that is sealed."""
    return Checkpoint.objects.order_by("-number").values_list("size", flat=True).first() or 0


def missing(number: int) -> int:
    """How many sealed events are behind the number-th."""
    return max(0, newest() - number)


def since(sink: Sink) -> datetime | None:
    """Since when a place lacks events: from the first it lacks, or from the last time anything arrived there."""
    first = Leaf.objects.filter(seq=sink.number).values_list("event_id", flat=True).first()
    if first is None:
        return None
    return max(_time(first), sink.sent_at or _time(first))


def _time(event_id: int) -> datetime:
    return datetime.fromtimestamp(id_time_ms(event_id) / 1000, UTC)


def _rows(log: int, ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    model, own = (Event, _OF_CHANGES) if log == CHANGES else (ReadEvent, _OF_LOOKS)
    found = model._base_manager.filter(id__in=ids).values(*_SHARED, "fields", "details", *own)
    return {row["id"]: row for row in found}


def _line(seq: int, log: int, event_id: int, digest: bytes | memoryview, rows: Mapping[int, Mapping[str, Any]]) -> str:
    """One event; `event` is null where a row is gone that was sealed. The number stands first: it is what a file is asked for."""
    row = rows.get(event_id)
    said = None if row is None else dict(_told(row))
    line = {"n": seq + 1, "log": _LOGS[log], "id": str(event_id), "hash": bytes(digest).hex(), "event": said}
    return orjson.dumps(line).decode()


def _told(row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if name in ("fields", "details"):
            yield name, orjson.loads(value)
        elif name == "ids":
            ids = unpack_ids(bytes(value)) if value else []
            yield name, [str(each) for each in ids[:MOST_IDS]]
            if len(ids) > MOST_IDS:
                yield "more_ids", len(ids) - MOST_IDS
        elif name == "at":
            yield name, value.astimezone(UTC).isoformat()
        elif name.endswith("id") and isinstance(value, int):
            yield name, str(value)
        else:
            yield name, value


def to_folder(folder: Path, notes: Sequence[Note]) -> None:
    """Append to the files of a folder, a hundred thousand events each, never changing what stands there. What a crash cut off is no
    whole line and is written again; what arrived and was not noted is not written twice, if it stands there word for word. The folder has to be there: where a disk is not
    mounted, nothing is written beside it."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    for segment, part in groupby(notes, lambda note: (note[0] - 1) // SEGMENT):
        _append(folder / f"events-{segment * SEGMENT + 1:012d}.ndjson", list(part))


def _append(path: Path, notes: Sequence[Note]) -> None:
    lines = [f"{line}\n".encode() for _, _, line in notes]
    with appending(path) as file:
        # What arrived of these before a crash stands at the end, but for a line that the crash cut off.
        tail = file.tail(sum(map(len, lines)) + max(map(len, lines)))
        there = frozenset(tail.splitlines(keepends=True))
        missing = b"".join(line for line in lines if line not in there)
        file.write(missing if not tail or tail.endswith(b"\n") else b"\n" + missing)
