"""The index of keys on PostgreSQL: narrow rows and an index that answers alone, in two tables: a small one for what is new and a
large one for what has settled."""

from collections.abc import Iterable, Sequence

from django.db import connection

_CREATE = "CREATE TABLE {} (key bigint NOT NULL, customer_id bigint NOT NULL, PRIMARY KEY (key, customer_id))"
CREATE: tuple[str, ...] = (_CREATE.format("duplicates_key"),)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS duplicates_key",)
CREATE_FRESH: tuple[str, ...] = (_CREATE.format("duplicates_key_fresh"),)
# Nothing of the index may be lost: what is new settles before its table goes.
DROP_FRESH: tuple[str, ...] = (
    "INSERT INTO duplicates_key SELECT key, customer_id FROM duplicates_key_fresh ON CONFLICT DO NOTHING",
    "DROP TABLE duplicates_key_fresh",
)
_ADD = "INSERT INTO duplicates_key_fresh SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING"
_REMOVE = (
    "DELETE FROM {} k USING unnest(%s::bigint[], %s::bigint[]) AS e(k, c) WHERE k.key = e.k AND k.customer_id = e.c"
)
_HELD = "(SELECT array_agg(customer_id) FROM (SELECT customer_id FROM {} WHERE key = k LIMIT %s) x)"
_HOLDERS = (
    f"SELECT k, {_HELD.format('duplicates_key')}, {_HELD.format('duplicates_key_fresh')} FROM unnest(%s::bigint[]) k"  # noqa: S608
)
# Who is removing or moving a pair at this moment is not waited for: two that wait for each other would end both.
_SETTLE = (
    "WITH slice AS (SELECT key, customer_id FROM duplicates_key_fresh WHERE key BETWEEN %s AND %s FOR UPDATE SKIP LOCKED),"
    " gone AS (DELETE FROM duplicates_key_fresh f USING slice s WHERE f.key = s.key AND f.customer_id = s.customer_id"
    " RETURNING f.key, f.customer_id)"
    " INSERT INTO duplicates_key SELECT key, customer_id FROM gone ORDER BY key, customer_id ON CONFLICT DO NOTHING"
)
Pair = tuple[int, int]


def add(pairs: Sequence[Pair]) -> None:
    """Insert (key, customer id)."""
    _run(_ADD, pairs)


def remove(pairs: Sequence[Pair]) -> None:
    """Delete (key, customer id). In the order in which a pair moves: one that moves meanwhile is waited for, and found there."""
    _run(_REMOVE.format("duplicates_key_fresh"), pairs)
    _run(_REMOVE.format("duplicates_key"), pairs)


def _run(sql: str, pairs: Sequence[Pair]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [[pair[0] for pair in pairs], [pair[1] for pair in pairs]])


def settle(first: int, last: int) -> None:
    """Move what is new between two keys, both included, to what has settled."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [first, last])


def holders(keys: Sequence[int], most: int) -> Iterable[tuple[int, list[int]]]:
    """Each key with the customers that hold it, up to `most` from each table; keys nobody holds are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [most, most, list(keys)])
        rows = cursor.fetchall()
    for key, settled, new in rows:
        if settled or new:
            yield key, list(dict.fromkeys([*(settled or ()), *(new or ())]))
