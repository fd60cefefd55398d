"""What a refusal must not change: every table of the data, but those that looking and failing write on purpose."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

LIVELY = {"accounts_attempts", "accounts_session", "django_migrations"}


def _virtual() -> set[str]:
    """Full-text tables cannot be listed; the tables behind them can."""
    if connections["default"].vendor != "sqlite":
        return set()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
        return {str(row[0]) for row in cursor.fetchall()}


def digest() -> dict[str, str]:
    """Every table's content as one hash each."""
    connection = connections["default"]
    found: dict[str, str] = {}
    skipped = LIVELY | _virtual()
    for table in connection.introspection.table_names():
        if table in skipped:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return found


@contextmanager
def unchanged() -> Iterator[None]:
    """What happens inside leaves every table as it was."""
    before = digest()
    yield
    after = digest()
    assert [table for table in before if before[table] != after[table]] == []
