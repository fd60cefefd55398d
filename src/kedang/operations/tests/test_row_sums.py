"""A row that had changed by itself before a backup was made: the proof names it, and a restore does not bring it back unasked."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kedang.kit.errors import DomainError
from kedang.kit.row_sum import FUNCTION
from kedang.operations.backup_throwaway import restored
from kedang.operations.restore_placing import UNSOUND, Wish, require_sound

SAID = "goods: row 1 missing from index goods_row_sum"


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """A database out of a backup, with one row that is not what was written."""
    path = tmp_path / "default.db"
    with closing(sqlite3.connect(path)) as database:
        database.create_function(FUNCTION, -1, lambda *_: 0, deterministic=True)
        database.execute("CREATE TABLE django_migrations (app text, name text)")
        database.execute("CREATE TABLE goods (id integer PRIMARY KEY, name text)")
        database.execute(f'CREATE INDEX "goods_row_sum" ON goods (id, {FUNCTION}("id", "name"))')
        database.execute("INSERT INTO goods VALUES (1, 'orange')")
        database.commit()
    return path


def test_the_proof_of_a_backup_names_the_table(opened: Path) -> None:
    with restored(opened, "default", "sqlite") as (_, _, unsound):
        assert unsound == [SAID]


def test_a_restore_refuses_it_unless_it_is_accepted_and_then_says_so(opened: Path) -> None:
    said = list[str]()
    with pytest.raises(DomainError) as refusal:
        require_sound({"default": opened}, "sqlite", Wish(replace=True), said.append)
    assert (refusal.value.code, SAID in refusal.value.text("en"), said) == (UNSOUND.code, True, [])
    require_sound({"default": opened}, "sqlite", Wish(accept_damaged=True), said.append)
    assert said == [f"default: {SAID}"]
    require_sound({"default": opened}, "postgresql", Wish(), said.append)
    assert len(said) == 1
