"""A still picture of data and audit, taken while everybody goes on working: both of the same moment.

SQLite is copied by its own backup interface, never as a file. PostgreSQL is dumped by `pg_dump` from one exported snapshot.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from kedang.operations.backup_programs import address_of, run_program

ALIASES = ("default", "audit")
SCHEMAS = {"default": "public", "audit": "kedang_audit"}
_PAGES = 4096
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_PG_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"
)
Counts = dict[str, int]
Beat = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One database as it was: a file in clear on this machine, how many rows each table had, and which migrations."""

    alias: str
    path: Path
    counts: Counts
    migrations: list[str]


def vendor() -> str:
    """Which kind of database this installation has."""
    return str(connections["default"].vendor)


def take(work: Path, beat: Beat) -> list[Picture]:
    """Pictures of both databases, in files below `work`."""
    return _take_sqlite(work, beat) if vendor() == "sqlite" else _take_postgres(work)


def _take_sqlite(work: Path, beat: Beat) -> list[Picture]:
    pictures = []
    with ExitStack() as open_ones:
        readers = [(alias, open_ones.enter_context(closing(reader))) for alias, reader in _still_readers()]
        for alias, reader in readers:
            path = work / f"{alias}.db"
            with closing(sqlite3.connect(path)) as copy:
                copy.execute("PRAGMA synchronous=OFF")
                reader.backup(copy, pages=_PAGES, progress=lambda *_: beat())
                copy.execute("PRAGMA journal_mode=DELETE")
                counts, migrations = count_sqlite(copy)
            pictures.append(Picture(alias, path, counts, migrations))
    return pictures


def _still_readers() -> list[tuple[str, sqlite3.Connection]]:
    """Readers that see one moment: nobody writes while they begin, and everybody may again as soon as they have."""
    with ExitStack() as locks:
        for alias in ALIASES:
            lock = locks.enter_context(closing(_connected(alias)))
            lock.execute("BEGIN IMMEDIATE")
        readers = [(alias, _connected(alias)) for alias in ALIASES]
        for _, reader in readers:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return readers


def _connected(alias: str) -> sqlite3.Connection:
    return sqlite3.connect(str(connections[alias].settings_dict["NAME"]), timeout=30, isolation_level=None)


def count_sqlite(database: sqlite3.Connection) -> tuple[Counts, list[str]]:
    """How many rows each table has, and which migrations were applied."""
    names = [str(row[0]) for row in database.execute(_TABLES)]
    counts = {name: int(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608
    applied = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1") if counts else ()
    return counts, [str(row[0]) for row in applied]


def _take_postgres(work: Path) -> list[Picture]:
    pictures = []
    with _pg_snapshots() as snapshots:
        for alias, (cursor, snapshot) in snapshots.items():
            counts, migrations = count_postgres(cursor, SCHEMAS[alias])
            path = work / f"{alias}.dump"
            schema = SCHEMAS[alias]
            how = ("-Fc", "-Z0", "-n", schema, f"--snapshot={snapshot}", "-f", str(path))
            run_program("pg_dump", *how, address=address_of(alias))
            pictures.append(Picture(alias, path, counts, migrations))
    return pictures


@contextmanager
def _pg_snapshots() -> Iterator[dict[str, tuple[Any, str]]]:
    """A cursor and an exported snapshot for each database; the same one when data and audit are schemas of one."""
    found: dict[str, tuple[Any, str]] = {}
    shared: dict[tuple[str, ...], tuple[Any, str]] = {}
    with ExitStack() as stack:
        for alias in ALIASES:
            where = connections[alias].settings_dict
            same = tuple(str(where[key]) for key in ("HOST", "PORT", "NAME"))
            if same not in shared:
                own = connections[alias].copy()
                stack.callback(own.close)
                cursor = stack.enter_context(own.cursor())
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                shared[same] = (cursor, str(cursor.fetchone()[0]))
            found[alias] = shared[same]
        yield found


def count_postgres(cursor: Any, schema: str) -> tuple[Counts, list[str]]:
    """The same in a schema of PostgreSQL."""
    cursor.execute(_PG_TABLES, [schema])
    names = [str(row[0]) for row in cursor.fetchall()]
    counts = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{schema}"."{name}"')  # noqa: S608
        counts[name] = int(cursor.fetchone()[0])
    cursor.execute(f"SELECT app || '.' || name FROM \"{schema}\".django_migrations ORDER BY 1")  # noqa: S608
    return counts, [str(row[0]) for row in cursor.fetchall()]
