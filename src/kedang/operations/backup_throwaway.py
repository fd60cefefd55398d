"""A backed-up database restored into a place of its own, looked at, and thrown away: nothing of the installation is touched."""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.kit.row_sum import teach
from kedang.operations import row_sums
from kedang.operations.backup_programs import address_of, restore_dump
from kedang.operations.backup_settings import backup_settings
from kedang.operations.backup_sources import SCHEMAS, count_postgres, count_sqlite

NO_THROWAWAY = Refusal(
    "backup.no_throwaway",
    409,
    "无法为验证新建临时数据库。请给数据库用户 CREATEDB 权限，或用 KEDANG_PROOF_DATABASE_URL 指定可建库的服务器。",
    "No database can be made for the proof. Let the database's user make databases (CREATEDB), or name another server in "
    "KEDANG_PROOF_DATABASE_URL.",
)


class Ask(Protocol):
    """Asks the restored database something; `?` stands for each value."""

    def __call__(self, text: str, *values: object) -> Sequence[Sequence[Any]]: ...


Asked = tuple[dict[str, int], Ask, list[str]]


def restored(path: Path, alias: str, vendor: str) -> AbstractContextManager[Asked]:
    """A part of a backup that can be asked: how many rows each table has, how to ask, and what is not sound in it."""
    return _sqlite(path) if vendor == "sqlite" else _postgres(path, alias)


@contextmanager
def _sqlite(path: Path) -> Iterator[Asked]:
    with closing(sqlite3.connect(path)) as database:
        try:
            teach(database)
            unsound = [f"{found.table or 'file'}: {found.said}" for found in row_sums.unsound(database, 5)]
            unsound += [f"foreign key in {row[0]}" for row in database.execute("PRAGMA foreign_key_check").fetchmany(5)]
            counted = count_sqlite(database)[0]
        except sqlite3.DatabaseError as broken:
            yield {}, lambda text, *values: (), [str(broken)]
            return
        yield counted, lambda text, *values: database.execute(text, values).fetchall(), unsound


@contextmanager
def _postgres(path: Path, alias: str) -> Iterator[Asked]:
    name = f"{prefix()}{secrets.token_hex(4)}"
    try:
        server = psycopg.connect(_address(), autocommit=True)
        _sweep(server)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error:
        raise NO_THROWAWAY() from None
    try:
        restore_dump(path, SCHEMAS[alias], _address(name))
        with psycopg.connect(_address(name)) as database, database.cursor() as cursor:
            counts, _ = count_postgres(cursor, SCHEMAS[alias])
            cursor.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(SCHEMAS[alias])))
            yield counts, lambda text, *values: _asked(cursor, text, values), []
    finally:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.close()


def prefix() -> str:
    """How the throwaway databases of this installation begin: the server may be another's as well."""
    whose = f"{settings().home}|{connections['default'].settings_dict['NAME']}"
    return f"kedang_proof_{blake2b(whose.encode(), digest_size=4).hexdigest()}_"


def _sweep(server: psycopg.Connection[Any]) -> None:
    """Take out what a proof that was killed left: a whole archive in which nobody is ever erased. One looks at a time, so that none of
    them is in use."""
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix()]).fetchall()
    for (name,) in found:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _asked(cursor: psycopg.Cursor[Any], text: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
    return cursor.execute(text.replace("?", "%s").encode(), values or None).fetchall()


def _address(name: str = "") -> str:
    url = backup_settings().proof_url
    if url:
        parts = urlsplit(url)
        return urlunsplit(parts._replace(path=f"/{name}")) if name else url
    return address_of("default", name)
