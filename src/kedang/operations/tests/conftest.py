"""One installation a test, its backups in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connections

if TYPE_CHECKING:
    from kedang.operations.tests.backup_scene import Backups


@pytest.fixture
def backups(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Backups]":
    """周's customers, and where their backups go."""
    from kedang.operations.tests.backup_scene import forget, make_backups  # not before Django is set up

    monkeypatch.setenv("KEDANG_BACKUP_TO", str(tmp_path / "backups"))
    forget()
    yield make_backups(tmp_path / "backups")
    forget()
    drop_what_was_moved_aside()


def drop_what_was_moved_aside() -> None:
    """PostgreSQL: the schemas that a restore renamed."""
    for alias in ("default", "audit"):
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
