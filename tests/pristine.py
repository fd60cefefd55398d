"""Back to what the migrations left, after a test that really commits.

Django's own way (`flush`) deletes row by row: our append-only tables refuse that, and it would take the rows that
migrations wrote (built-in roles) and forget the full-text tables. SQLite gets its pages back; PostgreSQL is
truncated and gets the saved rows.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections
from django.test import TransactionTestCase

_PAGES: dict[str, sqlite3.Connection] = {}
_ROWS: dict[str, dict[str, bytes]] = {}

_TABLES = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND n.nspname = ANY (current_schemas(false)) AND c.relname <> 'django_migrations'
"""


def remember(aliases: Sequence[str]) -> None:
    """Keep the present content of these databases."""
    for alias in aliases:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(copy)
            _PAGES[alias] = copy
        else:
            _ROWS[alias] = _saved_rows(alias)


def restore(alias: str) -> None:
    """Bring one database back to the remembered content."""
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        _PAGES[alias].backup(connection.connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [str(row[0]) for row in cursor.fetchall()]
        if not names:
            return
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(names) + " CASCADE")
        for name, content in _ROWS[alias].items():
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                copy.write(content)
        cursor.execute("SET session_replication_role = origin")


def _saved_rows(alias: str) -> dict[str, bytes]:
    saved: dict[str, bytes] = {}
    with connections[alias].cursor() as cursor:
        cursor.execute(_TABLES)
        for (name,) in cursor.fetchall():
            with cursor.copy(f"COPY (SELECT * FROM {name}) TO STDOUT") as copy:
                content = b"".join(bytes(part) for part in copy)
            if content:
                saved[str(name)] = content
    return saved


@contextmanager
def restored_after_each_transactional_test() -> Iterator[None]:
    """Replace Django's flush for the time of a test session."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def bring_back(self: TransactionTestCase) -> None:
        for alias in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            restore(alias)

    TransactionTestCase._fixture_teardown = bring_back  # type: ignore[attr-defined]
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]
