"""The search index on SQLite: a contentless FTS5 table whose row id is the customer id, newest first by that id."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.engine.search_terms import Some, Term, Token

# No prefix index: spellings are stored with their beginnings as tokens of their own, and only rare long ones are cut.
CREATE: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE archive_search USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS archive_search",)
FIND = "SELECT rowid FROM archive_search WHERE archive_search MATCH %s ORDER BY rowid DESC LIMIT %s"


def question(term: Term) -> str:
    """A question in FTS5's language."""
    if isinstance(term, Token):
        return f'"{term.text}" *' if term.prefix else f'"{term.text}"'
    word = " OR " if isinstance(term, Some) else " AND "
    return "(" + word.join([question(part) for part in term.parts]) + ")"


def find(term: Term, limit: int) -> list[int]:
    """The newest customers that answer."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [question(term), limit])
        return [row[0] for row in cursor.fetchall()]


def source(term: Term) -> tuple[str, list[Any]]:
    """All customers that answer, as something to select `id` from."""
    return "(SELECT rowid AS id FROM archive_search WHERE archive_search MATCH %s) s", [question(term)]


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


def replace(old: Sequence[tuple[Any, ...]], new: Sequence[tuple[Any, ...]]) -> None:
    """Change postings of entries that stay."""
    remove(old)
    add(new)
