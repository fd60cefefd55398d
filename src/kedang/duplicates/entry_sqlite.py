"""The index of keys on SQLite: one tree in the order of the keys, so that a row is nothing but its place."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection

CREATE: tuple[str, ...] = (
    "CREATE TABLE duplicates_key (key integer NOT NULL, customer_id integer NOT NULL, PRIMARY KEY (key, customer_id))"
    " WITHOUT ROWID",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS duplicates_key",)
_HOLDERS = (
    "SELECT j.value, (SELECT group_concat(customer_id) FROM"
    " (SELECT customer_id FROM duplicates_key WHERE key = j.value LIMIT %s)) FROM json_each(%s) j"
)
_COUNT = (
    "SELECT j.value, (SELECT count(*) FROM (SELECT 1 FROM duplicates_key WHERE key = j.value LIMIT %s))"
    " FROM json_each(%s) j"
)
Pair = tuple[int, int]


def add(pairs: Sequence[Pair]) -> None:
    """Insert (key, customer id)."""
    connection.ensure_connection()
    connection.connection.executemany("INSERT OR IGNORE INTO duplicates_key (key, customer_id) VALUES (?, ?)", pairs)


def remove(pairs: Sequence[Pair]) -> None:
    """Delete (key, customer id)."""
    connection.ensure_connection()
    connection.connection.executemany("DELETE FROM duplicates_key WHERE key = ? AND customer_id = ?", pairs)


def holders(keys: Sequence[int], most: int) -> Iterable[tuple[int, list[int]]]:
    """Each key with up to `most` customers that hold it; keys nobody holds are left out."""
    for key, found in _ask(_HOLDERS, keys, most):
        if found is not None:
            yield key, [int(customer_id) for customer_id in found.split(",")]


def counts(keys: Sequence[int], most: int) -> Iterable[tuple[int, int]]:
    """Each key with the number of its holders, counted up to `most`."""
    return _ask(_COUNT, keys, most)


def _ask(sql: str, keys: Sequence[int], most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [most, orjson.dumps(keys).decode()])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
