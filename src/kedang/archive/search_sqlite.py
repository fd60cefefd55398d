"""The search index on SQLite: a contentless FTS5 table whose row id is the customer id."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

CREATE: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE archive_search USING fts5(tokens, content='', detail=none, columnsize=0, prefix='3 4 5', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co'\")",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS archive_search",)


def add(entries: Sequence[tuple[Any, ...]]) -> None:
    """Insert postings."""
    connection.ensure_connection()
    connection.connection.executemany("INSERT INTO archive_search (rowid, tokens) VALUES (?, ?)", entries)


def remove(entries: Sequence[tuple[Any, ...]]) -> None:
    """Delete postings."""
    connection.ensure_connection()
    connection.connection.executemany(
        "INSERT INTO archive_search (archive_search, rowid, tokens) VALUES ('delete', ?, ?)", entries
    )
