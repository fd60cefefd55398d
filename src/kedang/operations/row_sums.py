"""A sum beside every row of SQLite, kept by SQLite itself, and the look that finds rows which have changed by themselves.

The sum stands in an index over an expression, so that every way to write keeps it and none can forget it. PostgreSQL has
sums of whole pages instead (`initdb --data-checksums`).
"""

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kedang.kit.row_sum import FUNCTION, teach

log = logging.getLogger("kedang.operations")
SUFFIX = "_row_sum"
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
LAID = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND substr(name, -8) = '_row_sum'"
_MISSING = "missing from index "

# What is made anew from other rows, and what the sealed tree of events tells (kedang verify-audit).
DERIVED = frozenset({"duplicates_key", "duplicates_key_fresh"})
SEALED = frozenset({"history_event", "history_read_event", "history_leaf", "history_checkpoint"})


@dataclass(frozen=True, slots=True)
class Unsound:
    """Something in a file that is not what was written: the table (empty when the structure is hurt) and SQLite's words."""

    table: str
    said: str


def lay(connection: BaseDatabaseWrapper) -> int:
    """Give every table its sum that has none, or one over other columns. How many were made; a minute for ten million rows. A table with
    a text that is none any more gets none: one damaged row keeps nobody out, and the doctor names the table."""
    if connection.vendor != "sqlite":
        return 0
    made = 0
    with connection.cursor() as cursor:
        for table, wanted in _lacking(cursor):
            cursor.execute(f'DROP INDEX IF EXISTS "{table}{SUFFIX}"')
            try:
                # Another process that starts at the same moment may have been quicker.
                cursor.execute(wanted.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1))
            except DatabaseError as refused:
                log.error("no sum beside the rows of %s: %s", table, refused)
                continue
            made += 1
    return made


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take all sums off, before tables are changed: SQLite drops no column that an index names."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, _, _ in cursor.execute(LAID).fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


def bare_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that should carry a sum and do not, or not over all of their columns."""
    with connection.cursor() as cursor:
        return [table for table, _ in _lacking(cursor)]


def _lacking(cursor: Any) -> list[tuple[str, str]]:
    """Those tables, and the statement by which each gets its sum."""
    laid = {table: sql for _, table, sql in cursor.execute(LAID).fetchall()}
    tables = [name for (name,) in cursor.execute(_TABLES).fetchall() if name not in DERIVED | SEALED]
    columns = _COLUMNS.replace("?", "%s")
    wanted = [(table, _statement(table, cursor.execute(columns, [table]).fetchall())) for table in tables]
    return [(table, statement) for table, statement in wanted if laid.get(table) != statement]


def reader(alias: str) -> sqlite3.Connection:
    """A connection of its own to a database of this installation, that changes nothing and knows the sum."""
    database = sqlite3.connect(f"{Path(str(connections[alias].settings_dict['NAME'])).as_uri()}?mode=ro", uri=True)
    teach(database)
    return database


def unsound(database: sqlite3.Connection, most: int) -> list[Unsound]:
    """What is wrong in a file, the first `most`: its structure, and rows whose sum is another. Reads all of it.

    The connection knows the sum (`kit/row_sum.teach`); a value that is no text any more ends the look, and is a find itself.
    """
    try:
        return list(_read(database.execute(f"PRAGMA integrity_check({most})")))
    except sqlite3.Error as broken:
        return [Unsound("", str(broken))]


def _read(rows: sqlite3.Cursor) -> Iterator[Unsound]:
    for (said,) in rows:
        if said == "ok":
            continue
        _, _, index = str(said).partition(_MISSING)
        table = index.removesuffix(SUFFIX) if index.endswith(SUFFIX) else ""
        yield Unsound(table, str(said))


def _statement(table: str, columns: list[tuple[str, int]]) -> str:
    """The keys stand first, so that new rows are added at the end of the index."""
    keys = [f'"{name}"' for name, rank in sorted(columns, key=lambda column: column[1]) if rank]
    every = ", ".join(f'"{name}"' for name, _ in columns)
    return f'CREATE INDEX "{table}{SUFFIX}" ON "{table}" ({", ".join([*keys, f"{FUNCTION}({every})"])})'
