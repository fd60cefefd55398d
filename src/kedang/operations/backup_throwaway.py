"""A PostgreSQL database of its own for one proof: made, filled from the dump, looked at, dropped."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from kedang.kit.errors import Refusal
from kedang.operations.backup_programs import address_of, restore_dump
from kedang.operations.backup_settings import backup_settings
from kedang.operations.backup_sources import SCHEMAS, count_postgres

NO_THROWAWAY = Refusal(
    "backup.no_throwaway",
    409,
    "无法为验证新建临时数据库。请给数据库用户 CREATEDB 权限，或用 KEDANG_PROOF_DATABASE_URL 指定可建库的服务器。",
    "No database can be made for the proof. Let the database's user make databases (CREATEDB), or name another server in "
    "KEDANG_PROOF_DATABASE_URL.",
)
Asked = tuple[dict[str, int], Callable[[str], Sequence[Sequence[Any]]], list[str]]


@contextmanager
def restored_postgres(path: Path, alias: str) -> Iterator[Asked]:
    """A dump restored into a database that is gone afterwards."""
    name = f"kedang_proof_{secrets.token_hex(4)}"
    try:
        server = psycopg.connect(_address(), autocommit=True)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error:
        raise NO_THROWAWAY() from None
    try:
        restore_dump(path, SCHEMAS[alias], _address(name))
        with psycopg.connect(_address(name)) as database, database.cursor() as cursor:
            counts, _ = count_postgres(cursor, SCHEMAS[alias])
            cursor.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(SCHEMAS[alias])))
            yield counts, lambda text: cursor.execute(text).fetchall(), []
    finally:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.close()


def _address(name: str = "") -> str:
    url = backup_settings().proof_url
    if url:
        parts = urlsplit(url)
        return urlunsplit(parts._replace(path=f"/{name}")) if name else url
    return address_of("default", name)
