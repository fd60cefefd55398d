"""The search index on PostgreSQL: token arrays as `tsvector` in partitions by a dense serial of its own.

No single plan is good for common and rare terms alike, so a function walks: the newest rows by primary key first, then one
partition after the other through its GIN index, newest first, until enough is found.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.engine.search_terms import Some, Term, Token
from kedang.jobs.turns import wait_turn

PARTITION = 65_536
_FIND = """
CREATE FUNCTION archive_search_find(q tsquery, wanted int, near int) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_indexscan = on SET enable_sort = on
SET plan_cache_mode = force_custom_plan SET jit = off
AS $$
DECLARE
  hi bigint; lo bigint; found int; ids bigint[];
BEGIN
  SELECT id INTO hi FROM archive_search ORDER BY id DESC LIMIT 1;
  IF hi IS NULL THEN RETURN; END IF;
  EXECUTE format('SELECT array_agg(customer_id ORDER BY id DESC) FROM (SELECT id, customer_id FROM archive_search '
    'WHERE id > %s AND tsv @@ $1 ORDER BY id DESC LIMIT $2) x', hi - near) INTO ids USING q, wanted;
  found := coalesce(cardinality(ids), 0);
  IF found > 0 THEN RETURN QUERY SELECT unnest(ids); END IF;
  hi := hi - near;
  PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', 'off', true);
  WHILE found < wanted AND hi > 0 LOOP
    lo := hi / 65536 * 65536;
    EXECUTE format('SELECT array_agg(customer_id ORDER BY id DESC) FROM (SELECT id, customer_id FROM archive_search '
      'WHERE id >= %s AND id <= %s AND tsv @@ $1 ORDER BY id DESC LIMIT $2) x', lo, hi) INTO ids USING q, wanted - found;
    IF ids IS NOT NULL THEN
      found := found + cardinality(ids);
      RETURN QUERY SELECT unnest(ids);
    END IF;
    hi := lo - 1;
  END LOOP;
END $$
"""
CREATE: tuple[str, ...] = (
    "CREATE SEQUENCE archive_search_serial",
    "CREATE TABLE archive_search (id bigint NOT NULL, customer_id bigint NOT NULL, tsv tsvector NOT NULL)"
    " PARTITION BY RANGE (id)",
    "CREATE UNIQUE INDEX archive_search_pk ON archive_search (id)",
    "CREATE INDEX archive_search_customer ON archive_search (customer_id)",
    "CREATE INDEX archive_search_tsv ON archive_search USING gin (tsv) WITH (fastupdate = off)",
    f"CREATE TABLE archive_search_0 PARTITION OF archive_search FOR VALUES FROM (0) TO ({PARTITION})",
    _FIND,
)
DROP: tuple[str, ...] = (
    "DROP FUNCTION IF EXISTS archive_search_find",
    "DROP TABLE IF EXISTS archive_search",
    "DROP SEQUENCE IF EXISTS archive_search_serial",
)
NEAR = 2000
_INSERT = (
    "INSERT INTO archive_search (id, customer_id, tsv) "
    "SELECT s, i, array_to_tsvector(string_to_array(t, ' ')) FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS e(s, i, t)"
)
_UPDATE = (
    "UPDATE archive_search SET tsv = array_to_tsvector(string_to_array(t, ' ')) "
    "FROM unnest(%s::bigint[], %s::text[]) AS e(i, t) WHERE customer_id = i RETURNING i"
)


def question(term: Term) -> str:
    """A question as a `tsquery`."""
    if isinstance(term, Token):
        return f"'{term.text}':*" if term.prefix else f"'{term.text}'"
    word = " | " if isinstance(term, Some) else " & "
    return "(" + word.join([question(part) for part in term.parts]) + ")"


def find(term: Term, limit: int) -> list[int]:
    """The newest customers that answer, by the order in which they came into the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_search_find(%s::tsquery, %s, %s)", [question(term), limit, NEAR])
        return [row[0] for row in cursor.fetchall()]


def source(term: Term) -> tuple[str, list[Any]]:
    """All customers that answer, as something to select `id` from."""
    return "(SELECT customer_id AS id FROM archive_search WHERE tsv @@ %s::tsquery) s", [question(term)]


def add(entries: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows under fresh serials, making the partitions they fall into."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('archive_search_serial') FROM generate_series(1, %s)", [len(entries)])
        serials = [row[0] for row in cursor.fetchall()]
        _make_partitions(cursor, serials[0] // PARTITION, serials[-1] // PARTITION)
        cursor.execute(_INSERT, [serials, [row[0] for row in entries], [row[1] for row in entries]])


def _make_partitions(cursor: Any, first: int, last: int) -> None:
    """Make what is missing. Attaching lets searches go on, creating inside the parent would not."""
    for number in range(first, last + 1):
        name = f"archive_search_{number}"
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is not None:
            continue
        wait_turn("search.partitions")
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is not None:
            continue
        low, high = number * PARTITION, (number + 1) * PARTITION
        cursor.execute(f"CREATE TABLE {name} (LIKE archive_search INCLUDING DEFAULTS)")
        cursor.execute(f"ALTER TABLE {name} ADD CONSTRAINT {name}_range CHECK (id >= {low} AND id < {high})")
        cursor.execute(f"ALTER TABLE archive_search ATTACH PARTITION {name} FOR VALUES FROM ({low}) TO ({high})")
        cursor.execute(f"ALTER TABLE {name} DROP CONSTRAINT {name}_range")


def remove(entries: Sequence[tuple[Any, ...]]) -> None:
    """Delete rows by customer."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_search WHERE customer_id = ANY(%s)", [[row[0] for row in entries]])


def replace(old: Sequence[tuple[Any, ...]], new: Sequence[tuple[Any, ...]]) -> None:
    """Change rows where they stand, so that an edited customer keeps its place; whoever has none gets one."""
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [[row[0] for row in new], [row[1] for row in new]])
        kept = {row[0] for row in cursor.fetchall()}
    fresh = [row for row in new if row[0] not in kept]
    if fresh:
        add(fresh)
