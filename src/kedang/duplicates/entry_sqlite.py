"""The index of keys on SQLite: two trees in the order of the keys, a small one for what is new and a large one for what has
settled, so that a row is nothing but its place."""

from collections.abc import Iterable, Sequence

import orjson
from django.db import connection

_CREATE = (
    "CREATE TABLE {} (key integer NOT NULL, customer_id integer NOT NULL, PRIMARY KEY (key, customer_id)) WITHOUT ROWID"
)
CREATE: tuple[str, ...] = (_CREATE.format("duplicates_key"),)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS duplicates_key",)
CREATE_FRESH: tuple[str, ...] = (_CREATE.format("duplicates_key_fresh"),)
# Nothing of the index may be lost: what is new settles before its tree goes.
DROP_FRESH: tuple[str, ...] = (
    "INSERT OR IGNORE INTO duplicates_key SELECT key, customer_id FROM duplicates_key_fresh",
    "DROP TABLE duplicates_key_fresh",
)
_HELD = "(SELECT group_concat(customer_id) FROM (SELECT customer_id FROM {} WHERE key = j.value LIMIT %s))"
_HOLDERS = (
    f"SELECT j.value, {_HELD.format('duplicates_key')}, {_HELD.format('duplicates_key_fresh')} FROM json_each(%s) j"  # noqa: S608
)
_SETTLE = (
    "INSERT OR IGNORE INTO duplicates_key SELECT key, customer_id FROM duplicates_key_fresh WHERE key BETWEEN %s AND %s"
)
_SETTLED = "DELETE FROM duplicates_key_fresh WHERE key BETWEEN %s AND %s"
Pair = tuple[int, int]


def add(pairs: Sequence[Pair]) -> None:
    """Insert (key, customer id)."""
    _run("INSERT OR IGNORE INTO duplicates_key_fresh (key, customer_id) VALUES (?, ?)", pairs)


def remove(pairs: Sequence[Pair]) -> None:
    """Delete (key, customer id)."""
    _run("DELETE FROM duplicates_key_fresh WHERE key = ? AND customer_id = ?", pairs)
    _run("DELETE FROM duplicates_key WHERE key = ? AND customer_id = ?", pairs)


def _run(sql: str, pairs: Sequence[Pair]) -> None:
    connection.ensure_connection()
    connection.connection.executemany(sql, pairs)


def settle(first: int, last: int) -> None:
    """Move what is new between two keys, both included, to what has settled."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [first, last])
        cursor.execute(_SETTLED, [first, last])


def holders(keys: Sequence[int], most: int) -> Iterable[tuple[int, list[int]]]:
    """Each key with the customers that hold it, up to `most` from each tree; keys nobody holds are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [most, most, orjson.dumps(keys).decode()])
        rows = cursor.fetchall()
    for key, settled, new in rows:
        if settled is not None or new is not None:
            found = f"{settled},{new}" if settled and new else settled or new
            yield key, list(dict.fromkeys(map(int, found.split(","))))
