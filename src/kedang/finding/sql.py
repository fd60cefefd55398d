"""Raw reads, for the few places where a row's worth of microseconds counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition with its values; empty text means no condition."""

    text: str
    values: tuple[Any, ...] = ()


def among(ids: Sequence[int], column: str = "c.id") -> Sql:
    """A list of ids of any length as one value, so that the statement is always the same."""
    if connection.vendor == "postgresql":
        return Sql(f"{column} = ANY(%s::bigint[])", (list(ids),))
    return Sql(f"{column} IN (SELECT value FROM json_each(%s))", (orjson.dumps(list(ids)).decode(),))  # noqa: S608


def marks(values: Sequence[Any]) -> str:
    """Placeholders for a list."""
    return ", ".join(["%s"] * len(values))


def select(columns: str, where: Sequence[Sql], *, source: str = "archive_customer c") -> tuple[str, list[Any]]:
    """A SELECT over conditions, and its values. Every name in it is ours."""
    parts = [sql for sql in where if sql.text]
    text = f"SELECT {columns} FROM {source} WHERE {' AND '.join(sql.text for sql in parts)}"  # noqa: S608
    return text, [value for sql in parts for value in sql.values]


def run(text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
