"""Every table, row by row: what a merge and its undo must leave as it was."""

from typing import Any

from django.db import connection

# What happened stays written, and a customer that was touched has another version than before.
PAST = ("history_", "merging_", "accounts_", "django_")
STAMPS = {"archive_customer": {"version", "updated_at", "updated_by"}}


def _indexes() -> tuple[str, ...]:
    """The full-text tables: their inner pages differ with every write, their entries are compared."""
    if connection.vendor != "sqlite":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
        return tuple(str(row[0]) for row in cursor.fetchall())


def rows() -> dict[str, list[str]]:
    """Table -> its rows as text, sorted."""
    skipped = PAST + _indexes()
    found: dict[str, list[str]] = {}
    for table in connection.introspection.table_names():
        if table.startswith(skipped):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert cursor.description is not None
            kept = [at for at, c in enumerate(cursor.description) if c[0] not in STAMPS.get(table, ())]
            found[table] = sorted(repr([_plain(row[at]) for at in kept]) for row in cursor.fetchall())
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Table -> rows that are gone, rows that came; empty when nothing differs."""
    found = {}
    for table, old in before.items():
        new = after[table]
        gone, came = [r for r in old if r not in set(new)], [r for r in new if r not in set(old)]
        if gone or came or len(old) != len(new):
            found[table] = (gone, came)
    return found
