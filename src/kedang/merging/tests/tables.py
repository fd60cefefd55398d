"""Every table, row by row: what a merge and its undo must leave as it was."""

from typing import Any

from django.db import connection

# What happened stays written; a customer that was touched has another version than before, and on PostgreSQL another place
# in the search index. Whoever leaves a group of suspicions and comes back does so in a row of its own, and
# a score is marked to be counted again.
PAST = ("history_", "merging_", "accounts_", "django_")
STAMPS = {
    "archive_customer": {"version", "updated_at", "updated_by"},
    "archive_search": {"id"},
    "duplicates_member": {"id"},
    "quality_score": {"due_at"},
    "archive_search_0": {"id"},
}
# SQLite's full-text pages differ with every write; the entries they are made from are compared.
PAGES = {f"archive_search{part}" for part in ("", "_data", "_idx", "_content", "_docsize", "_config")}


def rows() -> dict[str, list[str]]:
    """Table -> its rows as text, sorted."""
    skipped = PAGES if connection.vendor == "sqlite" else set()
    found: dict[str, list[str]] = {}
    for table in connection.introspection.table_names():
        if table.startswith(PAST) or table in skipped:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = [at for at, c in enumerate(cursor.description or ()) if c[0] not in STAMPS.get(table, ())]
            found[table] = sorted(repr([_plain(row[at]) for at in kept]) for row in cursor.fetchall())
    assert "archive_search_entry" in found
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
