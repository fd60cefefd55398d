"""The search index on PostgreSQL: token arrays as `tsvector` in partitions by a dense serial of its own."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


CREATE: tuple[str, ...] = (
    "CREATE TABLE archive_search (id bigserial PRIMARY KEY, customer_id bigint NOT NULL, tsv tsvector NOT NULL)",
    "CREATE INDEX archive_search_customer ON archive_search (customer_id)",
    "CREATE INDEX archive_search_tsv ON archive_search USING gin (tsv) WITH (fastupdate = off)",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS archive_search",)


def add(entries: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows; the serial is given by the database."""
    ids = [row[0] for row in entries]
    tokens = [row[1] for row in entries]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_search (customer_id, tsv) "
            "SELECT i, array_to_tsvector(string_to_array(t, ' ')) FROM unnest(%s::bigint[], %s::text[]) AS e(i, t)",
            [ids, tokens],
        )


def remove(entries: Sequence[tuple[Any, ...]]) -> None:
    """Delete rows by customer."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_search WHERE customer_id = ANY(%s)", [[row[0] for row in entries]])
