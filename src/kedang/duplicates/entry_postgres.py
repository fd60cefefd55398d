"""The index of keys on PostgreSQL: narrow rows and one index that answers alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

CREATE: tuple[str, ...] = (
    "CREATE TABLE duplicates_key (key bigint NOT NULL, customer_id bigint NOT NULL, PRIMARY KEY (key, customer_id))",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS duplicates_key",)
_ADD = "INSERT INTO duplicates_key SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING"
_REMOVE = (
    "DELETE FROM duplicates_key k USING unnest(%s::bigint[], %s::bigint[]) AS e(k, c)"
    " WHERE k.key = e.k AND k.customer_id = e.c"
)
_HOLDERS = (
    "SELECT k, (SELECT array_agg(customer_id) FROM"
    " (SELECT customer_id FROM duplicates_key WHERE key = k LIMIT %s) x) FROM unnest(%s::bigint[]) k"
)
_COUNT = "SELECT k, (SELECT count(*) FROM (SELECT 1 FROM duplicates_key WHERE key = k LIMIT %s) x) FROM unnest(%s::bigint[]) k"
Pair = tuple[int, int]


def add(pairs: Sequence[Pair]) -> None:
    """Insert (key, customer id)."""
    _run(_ADD, pairs)


def remove(pairs: Sequence[Pair]) -> None:
    """Delete (key, customer id)."""
    _run(_REMOVE, pairs)


def _run(sql: str, pairs: Sequence[Pair]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [[pair[0] for pair in pairs], [pair[1] for pair in pairs]])


def holders(keys: Sequence[int], most: int) -> Iterable[tuple[int, list[int]]]:
    """Each key with up to `most` customers that hold it; keys nobody holds are left out."""
    return [(key, found) for key, found in _ask(_HOLDERS, keys, most) if found]


def counts(keys: Sequence[int], most: int) -> Iterable[tuple[int, int]]:
    """Each key with the number of its holders, counted up to `most`."""
    return _ask(_COUNT, keys, most)


def _ask(sql: str, keys: Sequence[int], most: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [most, list(keys)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
