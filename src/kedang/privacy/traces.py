"""What deleting a row leaves on the disk, and taking that away too.

SQLite writes zeroes over deleted rows only where it costs nothing, unless it is told otherwise; a full-text index keeps the words of
deleted entries until its segments are merged; the log keeps pages until it is taken over. PostgreSQL does this by vacuuming.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

STEP = 500
_MOST_STEPS = 20_000
_INDEXES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%%fts5%%' ORDER BY name"
)


@contextmanager
def overwriting() -> Iterator[None]:
    """Within it, SQLite writes zeroes over everything that is deleted."""
    if connections["default"].vendor != "sqlite":
        yield
        return
    _pragma("ON")
    try:
        yield
    finally:
        _pragma("FAST")


def _pragma(value: str) -> None:
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete={value}")


def clear() -> None:
    """Merge the deleted words out of the full-text indexes and empty the logs. Outside a transaction; safe to do again."""
    if connections["default"].vendor != "sqlite":
        return
    with overwriting():
        for index in _full_text():
            _merge(index)
        for alias in ("default", "keys"):
            # Within a transaction there is nothing to take over yet, and SQLite would refuse.
            if not connections[alias].in_atomic_block:
                with connections[alias].cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _full_text() -> list[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute(_INDEXES)
        return [name for (name,) in cursor.fetchall()]


def _merge(index: str) -> None:
    """All segments into one, a few pages a transaction, so that people can go on working meanwhile."""
    size = -STEP
    for _ in range(_MOST_STEPS):
        before = _changes()
        with connections["default"].cursor() as cursor:
            cursor.execute(f'INSERT INTO "{index}" ("{index}", rank) VALUES (\'merge\', %s)', [size])  # noqa: S608 - names are ours
        if _changes() - before < 2:
            return
        size = STEP


def _changes() -> int:
    return int(connections["default"].connection.total_changes)
