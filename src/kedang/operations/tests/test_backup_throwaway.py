"""Databases for a look into a backup: each its own, and none left."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from kedang.operations import backup_throwaway
from kedang.operations.backup_programs import address_of
from kedang.operations.backup_throwaway import prefix, restored

OTHERS = "kedang_proof_00000000_anothers"


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_look_left_goes_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole archive in clear names, in which nobody is ever erased."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite restores into the working folder, which is emptied")
    monkeypatch.setattr(backup_throwaway, "restore_dump", lambda *given: None)
    monkeypatch.setattr(backup_throwaway, "count_postgres", lambda *given: ({}, None))
    left = f"{prefix()}left"
    with psycopg.connect(address_of("default"), autocommit=True) as server:
        for name in (left, OTHERS):
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            with restored(Path("nothing"), "default", "postgresql"):
                assert sum(name.startswith(prefix()) for name in databases(server)) == 1
            assert [name for name in databases(server) if name.startswith("kedang_proof_")] == [OTHERS]
        finally:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(OTHERS)))


def databases(server: "psycopg.Connection[Any]") -> list[str]:
    """The databases of a server."""
    return [name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()]
