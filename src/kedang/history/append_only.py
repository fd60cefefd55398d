"""Triggers that let a table grow and nothing else.

The statements are plain text, so that a migration can install them, `kedang doctor` can look for them, and the tests,
which must empty tables, can take them off and put them back.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = {
    "history_event": "default",
    "history_read_event": "audit",
    "privacy_erased": "default",
    "privacy_mark": "default",
    "history_leaf": "audit",
    "history_checkpoint": "audit",
}
_MESSAGE = "history is append-only"


def trigger_names(vendor: str, table: str) -> tuple[str, ...]:
    """The triggers a guarded table carries."""
    last = ("truncate",) if vendor == "postgresql" else ()
    return tuple(f"{table}_no_{verb}" for verb in ("update", "delete", *last))


def guard_sql(vendor: str, table: str) -> list[str]:
    """The statements that make a table append-only."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            for verb in ("update", "delete")
        ]
    refuse = (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'} EXECUTE FUNCTION {table}_refuse()"
        for verb in ("update", "delete", "truncate")
    ]
    return [refuse, *rows]


def unguard_sql(vendor: str, table: str) -> list[str]:
    """The statements that take the guard off: for tests that empty tables, and for an approved disposal."""
    on = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in trigger_names(vendor, table)]


def missing_triggers(connection: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    """Guards that a table should carry and does not."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        present = {row[0] for row in cursor.fetchall()}
    return tuple(name for name in trigger_names(connection.vendor, table) if name not in present)


def _run(statements: Callable[[str, str], list[str]], table: str) -> Callable[[Any, Any], None]:
    def step(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)

    return step


def guard(table: str) -> migrations.RunPython:
    """The migration step. SQLite remakes a table to alter it and loses its triggers: such a migration guards it again."""
    return migrations.RunPython(_run(guard_sql, table), _run(unguard_sql, table), hints={"alias": GUARDED[table]})
