"""What the databases and the staging folder hold, in one value a table: did a refusal change anything?"""

import hashlib
import os
from pathlib import Path

from django.db import connections

from conftest import ALIASES
from kedang.kit.env import settings

# Being asked leaves traces that are meant: who looked, who tried, when a session was last used.
MAY_CHANGE = {
    "history_read_event",
    "accounts_session",
    "accounts_pending",
    "accounts_attempts",
    "verification_counter",
    "django_migrations",
}


def tables(alias: str) -> list[str]:
    """The tables of a database whose content a refusal must leave alone."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
            virtual = {str(row[0]) for row in cursor.fetchall()}
            # the tables behind a full-text table change with it, and some of them cannot be read row by row
            names = [name for name in names if not any(name.startswith(v) for v in virtual)]
    return sorted(name for name in names if name not in MAY_CHANGE)


def content() -> dict[str, str]:
    """Table → hash of its rows; also the names and sizes of staged files."""
    found: dict[str, str] = {}
    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            for table in tables(alias):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = sorted(repr([_plain(cell) for cell in row]) for row in cursor.fetchall())
                found[f"{alias}.{table}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    found["files"] = repr(sorted((str(p), p.stat().st_size) for p in staged_files()))
    return found


def staged_files() -> list[Path]:
    """Every file of an import on its way."""
    return [Path(folder, name) for folder, _, names in os.walk(settings().uploads) for name in names]


def _plain(cell: object) -> object:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def writes() -> tuple[int, ...]:
    """Rows written so far by this transaction, taken back or not: where nothing was, nothing needs to be compared."""
    found = [len(staged_files())]
    for alias in ("default", "keys"):
        connection = connections[alias]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            found.append(connection.connection.total_changes)
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
                " WHERE NOT relname = ANY(%s)",
                [sorted(MAY_CHANGE)],
            )
            found.append(int(cursor.fetchone()[0]))
    return tuple(found)


def changes(before: dict[str, str]) -> list[str]:
    """The tables that differ from before."""
    now = content()
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
