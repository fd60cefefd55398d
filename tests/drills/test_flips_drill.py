"""Bits turned in the databases and in files are noticed; the long version is `make drill`."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kedang.kit.row_sum import FUNCTION, teach
from tools import drill_flips

POSTGRES = os.environ.get("KEDANG_TEST_DATABASE") == "postgres"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three databases with one table each, of which one carries its sum."""
    path = tmp_path / "kedang.db"
    with closing(sqlite3.connect(path)) as database:
        teach(database)
        database.execute("CREATE TABLE note (id integer PRIMARY KEY, text varchar)")
        database.execute(f"CREATE INDEX note_row_sum ON note (id, {FUNCTION}(id, text))")
        database.executemany(
            "INSERT INTO note VALUES (?, ?)", [(number, f"张伟 {number}" * 40) for number in range(400)]
        )
        database.commit()
    for name in ("audit", "keys"):
        shutil.copy(path, tmp_path / f"{name}.db")
    return tmp_path


@pytest.mark.skipif(POSTGRES, reason="PostgreSQL has sums of pages; the drill is about SQLite's rows")
def test_every_flip_in_a_row_is_found_and_the_control_misses_some(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill_flips, "by_tree", lambda home: False)
    counts, owed = drill_flips.flipped(home, 120, random.Random(3))
    assert counts[drill_flips.CONTENT, True] > 60
    assert not counts[drill_flips.CONTENT, False]
    assert drill_flips.control(home, owed) > 40
