"""The floors: the same work with nothing around it, on the same rows and in the same minute."""

import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from kedang.archive import search_postgres, search_sqlite
from kedang.engine.search_terms import Term

Call = Callable[[], Any]

# Fifty rows of twelve columns of one table, newest first: what a list reads before anybody asks who may see what.
PLAIN = (
    "SELECT id, number, name, kind, owner_id, department_id, region, level, status, source, created_at, updated_at "
    "FROM archive_customer WHERE trashed_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT 50"
)
# The same fifty rows with the twelve columns the screen shows: names instead of ids, tags, the telephone number (sealed).
SHOWN = (
    "SELECT c.id, c.number, c.name, c.kind, u.name, d.name, c.region, c.level, c.status, c.updated_at, "
    "(SELECT {join}(t.name, ' ') FROM archive_customer_tag x JOIN archive_tag t ON t.id = x.tag_id WHERE x.customer_id = c.id), "
    "(SELECT {hex} FROM archive_contact_point p WHERE p.customer_id = c.id AND p.kind IN ('mobile', 'landline') LIMIT 1) "
    "FROM archive_customer c LEFT JOIN accounts_user u ON u.id = c.owner_id "
    "LEFT JOIN accounts_department d ON d.id = c.department_id "
    "WHERE c.trashed_at IS NULL ORDER BY c.updated_at DESC, c.id DESC LIMIT 50"
)
COLUMNS = [f"column_{n}" for n in range(12)]


def bare(database: str, home: Path) -> Any:
    """A connection of the driver, with the application's settings."""
    if database == "postgres":
        return psycopg.connect(os.environ["KEDANG_DATABASE_URL"], autocommit=True)
    connection = sqlite3.connect(home / "kedang.db", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def bare_keys(database: str, home: Path, *, count: int) -> Call:
    """So many keys looked up one after the other in the index of keys, by the driver and nothing else."""
    connection = bare(database, home)
    mark = "%s" if database == "postgres" else "?"
    statement = f"SELECT customer_id FROM duplicates_key WHERE key = {mark} LIMIT 61"
    found = connection.execute("SELECT key FROM duplicates_key LIMIT 20000").fetchall()
    chance = random.Random(3)

    def ask() -> None:
        for key in chance.sample(found, count):
            connection.execute(statement, key).fetchall()

    return ask


def bare_list(database: str, home: Path, *, shown: bool) -> Call:
    """A list page by WSGI, the driver and the standard library's JSON; no sign-in, no reach, no masks, no record."""
    connection = bare(database, home)
    joins = {"sqlite": ("group_concat", "hex(p.value_enc)"), "postgres": ("string_agg", "encode(p.value_enc, 'hex')")}
    statement = SHOWN.format(join=joins[database][0], hex=joins[database][1]) if shown else PLAIN

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in connection.execute(statement)]
        body = json.dumps({"rows": rows}, ensure_ascii=False, default=str).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return lambda: b"".join(application({"PATH_INFO": "/"}, lambda status, headers: None))


def bare_sums(database: str, home: Path) -> Call:
    """Sums of open opportunities by stage and currency, by the driver and nothing else: no reach, no cards, no record."""
    connection = bare(database, home)
    statement = (
        "SELECT stage_id, currency, COUNT(*), SUM(amount), SUM(amount * probability) FROM deals_opportunity "
        "WHERE ended_at IS NULL GROUP BY stage_id, currency"
    )
    return lambda: connection.execute(statement).fetchall()


def bare_search(database: str, home: Path, term: Term, limit: int = 20) -> Call:
    """The index's answer alone: newest ids, no reach, no rows, no record."""
    connection = bare(database, home)
    if database == "postgres":
        text, asked = "SELECT archive_search_find(%s::tsquery, %s, 2000)", search_postgres.question(term)
    else:
        text = "SELECT rowid FROM archive_search WHERE archive_search MATCH ? ORDER BY rowid DESC LIMIT ?"
        asked = search_sqlite.question(term)
    return lambda: connection.execute(text, (asked, limit)).fetchall()
