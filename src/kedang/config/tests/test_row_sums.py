"""A row of SQLite that changed by itself is told from one that was written, whatever wrote it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from kedang.config import doctor, prepare
from kedang.config.cli import main
from kedang.config.commands import check_data
from kedang.config.sqlite.base import DatabaseWrapper
from kedang.kit.row_sum import row_sum, teach
from kedang.operations import row_sums
from kedang.operations.row_sums import DERIVED, SEALED, Unsound, bare_tables, lay, lift, unsound

pytestmark = pytest.mark.django_db
ALIASES = ("keys", "default", "audit")
on_sqlite = pytest.mark.skipif(
    "connections['default'].vendor != 'sqlite'", reason="PostgreSQL has sums of pages instead"
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A small database of its own, in a file, with the sums laid."""
    given = {**connections["default"].settings_dict, "NAME": str(tmp_path / "shop.db"), "OPTIONS": {}}
    wrapper = DatabaseWrapper(given, "shop")
    with wrapper.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE goods (id integer PRIMARY KEY, name varchar(40), price decimal, weight real, cell blob)"
        )
        cursor.execute("CREATE TABLE place (code varchar(8) PRIMARY KEY, shelf integer)")
    assert lay(wrapper) == 2
    yield wrapper
    wrapper.close()


def turned(shop: DatabaseWrapper, old: bytes, new: bytes) -> list[Unsound]:
    """What the check says when bytes of the file are others than were written."""
    path = Path(str(shop.settings_dict["NAME"]))
    shop.close()
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))
    return checked(shop)


def checked(shop: DatabaseWrapper) -> list[Unsound]:
    """What the check says now."""
    with closing(sqlite3.connect(str(shop.settings_dict["NAME"]))) as database:
        teach(database)
        return unsound(database, 10)


def test_the_sum_of_a_row_stays_what_it_was_when_it_was_written() -> None:
    assert row_sum(383315947004094223, "张伟", None, b"\x00\xff", 12.5, "") == 2_564_878_554
    assert row_sum(None) != row_sum("") != row_sum(0)


def test_a_row_that_changed_by_itself_is_named_with_its_table(shop: DatabaseWrapper) -> None:
    with shop.cursor() as cursor:
        cursor.execute("INSERT INTO goods VALUES (1, 'orange', 1, 2.5, x'00'), (2, 'lemon', 1, 2.5, NULL)")
        cursor.execute("INSERT INTO place VALUES ('north', 7)")
    assert checked(shop) == []
    assert [found.table for found in turned(shop, b"orange", b"orangd")] == ["goods"]


def test_a_value_that_is_no_text_any_more_is_a_find(shop: DatabaseWrapper) -> None:
    with shop.cursor() as cursor:
        cursor.execute("INSERT INTO goods VALUES (1, 'orange', 1, 2.5, x'00')")
    assert turned(shop, b"orange", b"orang\xff")


@pytest.mark.parametrize(
    "cells",
    [
        ("12.50", 5, b"\x00\xff"),
        (12, 5.0, None),
        (2**63 - 1, -0.0, "text in a blob"),
        (-1.5e300, "1e3", b""),
        ("no number", None, "a\x00b"),
    ],
)
def test_whatever_is_written_in_whatever_way_is_sound(
    shop: DatabaseWrapper, cells: tuple[float | str | bytes | None, ...]
) -> None:
    with shop.cursor() as cursor:
        cursor.execute("INSERT INTO goods VALUES (1, '🍊', %s, %s, %s)", cells)
        cursor.execute("INSERT INTO goods SELECT 2, name, price, weight, cell FROM goods")
        cursor.execute("UPDATE goods SET name = 'lemon', price = price WHERE id = 2")
        cursor.execute("INSERT OR REPLACE INTO goods (id, price) VALUES (1, %s)", cells[:1])
        cursor.execute("DELETE FROM goods WHERE id = 3")
    assert checked(shop) == []


def test_a_new_column_is_summed_too_and_no_column_is_held_fast(shop: DatabaseWrapper) -> None:
    with shop.cursor() as cursor:
        cursor.execute("ALTER TABLE place ADD COLUMN floor varchar(9)")
        assert (bare_tables(shop), lay(shop), lay(shop), bare_tables(shop)) == (["place"], 1, 0, [])
        cursor.execute("INSERT INTO place VALUES ('north', 7, 'cellar')")
    assert [found.table for found in turned(shop, b"cellar", b"cellas")] == ["place"]
    lift(shop)
    assert bare_tables(shop) == ["goods", "place"]
    with shop.cursor() as cursor:
        cursor.execute("ALTER TABLE place DROP COLUMN floor")
    assert (lay(shop), bare_tables(shop), checked(shop)) == (2, [], [])


def test_a_damaged_text_from_before_keeps_nobody_out(shop: DatabaseWrapper, caplog: pytest.LogCaptureFixture) -> None:
    lift(shop)
    with shop.cursor() as cursor:
        cursor.execute("INSERT INTO goods (id, name) VALUES (1, CAST(x'6fff' AS TEXT))")
    assert (lay(shop), bare_tables(shop)) == (1, ["goods"])
    assert "no sum beside the rows of goods" in caplog.text


@on_sqlite
def test_every_table_has_its_sum_but_for_those_told_otherwise() -> None:
    assert [bare_tables(connections[alias]) for alias in ALIASES] == [[], [], []]
    tables = {name for alias in ALIASES for name in connections[alias].introspection.table_names()}
    assert tables >= DERIVED | SEALED


@on_sqlite
def test_tables_are_changed_without_sums_and_have_them_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = list[tuple[str, bool]]()

    def migrate(*given: str, database: str, **more: object) -> None:
        bare.append((database, bool(bare_tables(connections[database]))))

    monkeypatch.setattr(prepare, "call_command", migrate)
    monkeypatch.setattr(prepare, "pending", lambda alias: ["archive.0099"] if alias == "default" else [])
    prepare.make_tables()
    assert bare == [("keys", False), ("default", True), ("audit", False)]
    assert [bare_tables(connections[alias]) for alias in ALIASES] == [[], [], []]


@on_sqlite
def test_the_doctor_names_a_table_without_its_sum() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DROP INDEX archive_note{row_sums.SUFFIX}")
    found = {finding.what: finding for finding in doctor.examine()}
    assert (found["row sums of default"].fine, found["row sums of audit"].fine) == (False, True)
    assert found["row sums of default"].detail == "archive_note: kedang migrate"


@pytest.mark.skipif("connections['default'].vendor != 'postgresql'", reason="SQLite has sums of rows instead")
def test_the_doctor_asks_postgresql_for_sums_of_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert {finding.what: finding.fine for finding in doctor.examine()}["page sums of PostgreSQL"]
    assert lay(connections["default"]) == 0
    lift(connections["default"])
    assert main(["check-data"]) == 0
    assert "data-checksums" in capsys.readouterr().out


@on_sqlite
def test_the_command_says_which_row_and_ends_with_one(
    shop: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def reader(alias: str) -> sqlite3.Connection:
        database = sqlite3.connect(str(shop.settings_dict["NAME"]))
        teach(database)
        return database

    monkeypatch.setattr(check_data, "reader", reader)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["check-data"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "keys: every row is what was written"
    with shop.cursor() as cursor:
        cursor.execute("INSERT INTO goods VALUES (1, 'orange', 1, 2.5, x'00')")
    turned(shop, b"orange", b"orangd")
    assert main(["check-data"]) == 1
    assert "default: goods row 1 missing from index goods_row_sum" in capsys.readouterr().out
