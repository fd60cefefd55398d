"""Filling an empty archive without keeping its random-key indexes up to date; they are built again at the end.

Which indexes are missing, and how they are made, stands in one row that is written in the transaction that drops them and
goes in the one that brings them back: whatever dies in between, the row tells the next one what to do.
"""

from collections.abc import Sequence

import orjson
from django.db import connection, transaction

from kedang.intake.models import FILING, ImportRun, MissingIndexes

# Keys of rows that arrive in no order, and the orders of lists: an archive that was empty a moment ago can miss them.
_WHOLE = ("archive_customer", "archive_customer_name", "archive_custom_value")
_BLIND = ("archive_contact_point", "archive_identifier")


def _indexes() -> list[tuple[str, str]]:
    """(name, definition) of the indexes to leave out; those that keep something unique stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()")
        else:
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        rows = cursor.fetchall()
    return [(name, sql) for table, name, sql in rows if _may_go(table, name, sql)]


def _may_go(table: str, name: str, sql: str) -> bool:
    if "UNIQUE" in sql.upper().split("INDEX")[0]:
        return False
    if "customer_id" in name:
        return False
    return table in _WHOLE or (table in _BLIND and "blind" in name)


@transaction.atomic
def begin(run_id: int) -> bool:
    """Drop the indexes for this run, unless they are missing already; whether it did."""
    if MissingIndexes.objects.exists():
        return False
    found = _indexes()
    row = MissingIndexes(run_id=run_id, definitions=orjson.dumps(found).decode())
    row.save(force_insert=True)
    _execute([f'DROP INDEX "{name}"' for name, _ in found])
    return True


@transaction.atomic
def end() -> bool:
    """Build what is missing; whether anything was."""
    row = MissingIndexes.objects.select_for_update().first()
    if row is None:
        return False
    present = {name for name, _ in _indexes()}
    _execute([sql for name, sql in orjson.loads(row.definitions) if name not in present])
    row.delete()
    if connection.vendor == "postgresql":
        _execute([f"ANALYZE {table}" for table in (*_WHOLE, *_BLIND)])
    return True


def end_abandoned() -> bool:
    """Build what a run left out that is no longer being filed."""
    row = MissingIndexes.objects.first()
    if row is None or ImportRun.objects.filter(id=row.run_id, state=FILING).exists():
        return False
    return end()


def _execute(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
