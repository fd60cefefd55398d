"""The floors: the same work with nothing around it, on the same rows and in the same minute."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kedang.archive.search_sqlite import question
from kedang.archive.search_terms import Term

# Fifty rows of twelve columns, newest first: what a list page reads before anybody asked who may see it.
LIST = (
    "SELECT id, number, name, kind, owner_id, department_id, region, level, status, source, created_at, updated_at "
    "FROM archive_customer WHERE trashed_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT 50"
)
COLUMNS = [
    "id",
    "number",
    "name",
    "kind",
    "owner",
    "department",
    "region",
    "level",
    "status",
    "source",
    "created_at",
    "updated_at",
]


def _opened(home: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(home / "kedang.db", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def bare_list(home: Path) -> Callable[[], bytes]:
    """A list page by WSGI, sqlite3 and the standard library's JSON."""
    connection = _opened(home)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in connection.execute(LIST)]
        body = json.dumps({"rows": rows}, ensure_ascii=False).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return lambda: b"".join(application({"PATH_INFO": "/"}, lambda status, headers: None))


def bare_search(home: Path, term: Term, limit: int = 20) -> Callable[[], list[Any]]:
    """The full-text query alone."""
    connection = _opened(home)
    text = "SELECT rowid FROM archive_search WHERE archive_search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return lambda: connection.execute(text, (question(term), limit)).fetchall()
