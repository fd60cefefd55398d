"""Writing scores in bulk, new or in the place of former ones: one statement a batch on PostgreSQL, executemany on SQLite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row a customer. `columns` are (name, PostgreSQL's type), the key first; `more` is set besides."""

    name: str
    columns: tuple[tuple[str, str], ...]
    more: str = ""

    @property
    def names(self) -> list[str]:
        """The columns without their types."""
        return [name for name, _ in self.columns]


# A new date of review begins a new count; looked at again, the old one stays told.
_TOLD = (
    "escalated = CASE WHEN quality_score.review_due = excluded.review_due THEN quality_score.escalated ELSE FALSE END"
)
SCORES = Table(
    "quality_score",
    (
        ("customer_id", "bigint"),
        ("owner_id", "bigint"),
        ("department_id", "bigint"),
        ("version", "integer"),
        ("overall", "smallint"),
        ("completeness", "smallint"),
        ("validity", "smallint"),
        ("freshness", "smallint"),
        ("verified", "smallint"),
        ("suspects", "smallint"),
        ("review_due", "date"),
        ("due_at", "bigint"),
        ("scored_at", "timestamptz"),
        ("escalated", "boolean"),
    ),
    more=_TOLD,
)
FIGURES = Table("archive_figures", (("customer_id", "bigint"), ("completeness", "smallint")))


def keep(table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows in the order of the table's columns, in the caller's transaction."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_statement(table, _unnested(table)), [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(_statement(table, f"VALUES ({', '.join(['%s'] * len(table.columns))})"), rows)


def _unnested(table: Table) -> str:
    """Whole columns as arrays: one round trip and one plan for a batch."""
    return f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for _, kind in table.columns)})"  # noqa: S608


def _statement(table: Table, source: str) -> str:
    changes = [f"{name} = excluded.{name}" for name in table.names[1:] if not table.more.startswith(f"{name} =")]
    changes += [table.more] if table.more else []
    return (
        f"INSERT INTO {table.name} ({', '.join(table.names)}) {source}"  # S608: names of ours
        f" ON CONFLICT ({table.names[0]}) DO UPDATE SET {', '.join(changes)}"
    )
