"""The drills: whatever is done to the log behind the application's back, both verifiers say so.

Each one takes the guards off first, as somebody with the database's password can.
"""

import ast
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections, transaction

from kedang.history import pieces, records, signing, standalone, verifying
from kedang.history.append_only import GUARDED, unguard_sql
from kedang.history.exporting import export
from kedang.history.models import Checkpoint, Leaf
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.history.records import LOGS
from kedang.history.sealing import seal
from kedang.history.standalone import COLUMNS, TABLES
from kedang.history.verifying import Wanted, verify
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from kedang.vault.keys import create_keys, shred
from kedang.vault.root import master

LIN = Actor(id=11, name="林小雨", session_id=5, ip="10.0.0.1", device="Firefox")
COMMAND = system_actor("command")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the auditor took home after twenty events: the public key and a checkpoint."""

    pubkey: str
    checkpoint: str


def events(first: int, last: int) -> None:
    """Changes and looks by turns, sealed."""
    for place in range(first, last):
        if place % 2:
            record_read(LIN, "customer.opened", customer_ids=[100 + place])
            continue
        with transaction.atomic():
            record(LIN, "denied", subject=("customer", 100 + place), details={"n": place})
    seal()


@pytest.fixture
def kept(transactional_db: None) -> Kept:
    """Thirty events, sealed in three checkpoints, of which the second was kept elsewhere."""
    for first, last in ((0, 10), (10, 20), (20, 30)):
        events(first, last)
    note = Checkpoint.objects.get(number=2).note
    for table, alias in GUARDED.items():
        with connections[alias].cursor() as cursor:
            for statement in unguard_sql(connections[alias].vendor, table):
                cursor.execute(statement)
    return Kept(signing.signer(signing.newest_epoch()).printed(), note)


def run(table: str, statement: str, *values: int | str | bytes) -> None:
    """One statement behind the application's back."""
    with connections[GUARDED[table]].cursor() as cursor:
        cursor.execute(statement.format(table), values)


def event_at(place: int) -> int:
    """The id of the event at a place."""
    return Leaf.objects.get(seq=place).event_id


def edit_one_byte() -> None:
    run("history_event", "UPDATE {} SET details = '{{\"n\":5}}' WHERE id = %s", event_at(4))


def edit_a_look() -> None:
    run("history_read_event", "UPDATE {} SET actor_name = %s WHERE id = %s", "林小语", event_at(5))


def edit_and_hash_anew() -> None:
    edit_one_byte()
    row = _record(0, event_at(4))
    run("history_leaf", "UPDATE {} SET hash = %s WHERE seq = 4", standalone.leaf_hash(row))


def delete_one() -> None:
    run("history_event", "DELETE FROM {} WHERE id = %s", event_at(4))


def delete_one_and_its_leaf() -> None:
    run("history_event", "DELETE FROM {} WHERE id = %s", event_at(28))
    run("history_leaf", "DELETE FROM {} WHERE seq = 28")


def delete_the_tail() -> None:
    """Rows, leaves and checkpoints after the first ten: what is left is whole in itself."""
    for place in range(10, 30):
        table = TABLES[place % 2]
        run(table, "DELETE FROM {} WHERE id = %s", event_at(place))
    run("history_leaf", "DELETE FROM {} WHERE seq >= 10")
    run("history_checkpoint", "DELETE FROM {} WHERE number > 1")


def insert_one() -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS[0][1:])
    old = event_at(0) - (1 << 45)  # some hours before
    run(
        "history_event",
        f"INSERT INTO {{}} (id, {columns}) SELECT %s, {columns} FROM history_event WHERE id = %s",
        old,
        event_at(0),
    )


def reorder() -> None:
    first, second = event_at(2), event_at(4)
    for target, place in ((-1, 2), (first, 4), (second, 2)):
        run("history_leaf", "UPDATE {} SET event_id = %s WHERE seq = %s", target, place)


def edit_a_checkpoint() -> None:
    old = Checkpoint.objects.get(number=1).note
    run("history_checkpoint", "UPDATE {} SET note = %s WHERE number = 1", old.replace("\n10\n", "\n11\n"))


def drop_a_checkpoint() -> None:
    run("history_checkpoint", "DELETE FROM {} WHERE number = 2")


def replace_everything() -> None:
    """Another key, another story, correctly signed from the first event on."""
    for table in GUARDED:
        run(table, "DELETE FROM {}")
    with connections["keys"].cursor() as cursor:
        cursor.execute("DELETE FROM vault_master_key WHERE purpose = 'audit'")
    master.cache_clear()
    for first, last in ((0, 10), (10, 20), (20, 32)):
        events(first, last)


def fork() -> None:
    """The same key, another story from the eleventh event on."""
    delete_the_tail()
    for first, last in ((0, 10), (20, 32)):
        events(first, last)


def old_database_under_the_newer_log() -> None:
    """The data were restored from yesterday's backup, the audit was not."""
    run("history_event", "DELETE FROM {} WHERE id >= %s", event_at(20))


DRILLS: dict[Callable[[], None], str] = {
    edit_one_byte: "(place 4) was changed",
    edit_a_look: "(place 5) was changed",
    edit_and_hash_anew: "checkpoint 1",
    delete_one: "(place 4) was deleted",
    delete_one_and_its_leaf: "29 sealed hashes",
    delete_the_tail: "its end was cut off",
    insert_one: "was put in",
    reorder: "(place 2) was changed",
    edit_a_checkpoint: "signature",
    drop_a_checkpoint: "does not follow",
    replace_everything: "another key",
    fork: "two histories",
    old_database_under_the_newer_log: "(place 20) was deleted",
}


def _record(log: int, event_id: int) -> bytes:
    from kedang.history.records import by_ids

    return by_ids(log, [event_id])[event_id]


def stand_alone(
    kept: Kept, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The auditor's file by itself: on SQLite's two files, or on an export."""
    (folder / "key.txt").write_text(kept.pubkey)
    (folder / "kept.txt").write_text(kept.checkpoint)
    command = ["verify", "--pubkey", str(folder / "key.txt"), "--checkpoint", str(folder / "kept.txt")]
    if connections["default"].vendor == "sqlite":
        names = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "audit")}
        command += ["--data", str(names["default"]), "--audit", str(names["audit"])]
    else:
        export(COMMAND, folder / "out")
        command += ["--export", str(folder / "out")]
    # In this process: starting others costs more than the thirty events.
    monkeypatch.setattr(standalone, "ProcessPoolExecutor", _Alone)
    monkeypatch.setattr(sys, "argv", command)
    capsys.readouterr()
    return standalone.main(), capsys.readouterr().out


class _Alone:
    """A pool that is this process."""

    def __init__(self, *_: object, initializer: Callable[..., None], initargs: tuple[object, ...]) -> None:
        initializer(*initargs)

    def __enter__(self) -> "_Alone":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    map = staticmethod(map)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.__name__)
def test_each_drill_is_found_by_both(
    drill: Callable[[], None],
    kept: Kept,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keys = master()
    drill()
    found = verify(Wanted(pubkey=kept.pubkey, kept=kept.checkpoint))
    assert found.code == 2
    assert any(DRILLS[drill] in line for line in found.wrong), found.wrong
    code, said = stand_alone(kept, tmp_path, monkeypatch, capsys)
    if connections["default"].vendor == "sqlite" or drill is not insert_one:  # an export holds what was sealed
        assert code == 2
        assert DRILLS[drill] in said
    master.cache_clear()
    del keys


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.__name__)
def test_each_drill_is_found_wherever_the_pieces_end(
    drill: Callable[[], None], kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty events in pieces of eight: checkpoints end within pieces, and roots are made of the subtrees of several."""
    for module in (standalone, records, pieces, verifying):
        monkeypatch.setattr(module, "PIECE", 8)
    assert verify(Wanted(pubkey=kept.pubkey, kept=kept.checkpoint)).wrong == []
    drill()
    found = verify(Wanted(pubkey=kept.pubkey, kept=kept.checkpoint))
    assert found.code == 2
    assert any(DRILLS[drill] in line for line in found.wrong), found.wrong
    master.cache_clear()


def test_without_a_kept_checkpoint_a_cut_tail_is_not_seen(kept: Kept) -> None:
    """The positive control: this is why checkpoints leave the machine."""
    delete_the_tail()
    assert verify(Wanted()).code == 0
    assert verify(Wanted(pubkey=kept.pubkey)).code == 0
    assert verify(Wanted(kept=kept.checkpoint)).code == 2


def test_an_erased_customer_leaves_the_seal_whole(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = create_keys([777])[777]
    before = key.seal("旧名称", table="history_event", column="before", row_id=1)
    with transaction.atomic():
        record(LIN, "denied", subject=("customer", 777), before=before)
    seal()
    shred([777])
    assert verify(Wanted(pubkey=kept.pubkey, kept=kept.checkpoint)).code == 0
    code, said = stand_alone(kept, tmp_path, monkeypatch, capsys)
    assert (code, "31 events, 4 checkpoints, 0 problems" in said) == (0, True)


def test_the_quick_look_sees_hashes_and_no_rows(kept: Kept) -> None:
    edit_one_byte()
    assert verify(Wanted(fast=True)).code == 0
    edit_and_hash_anew()
    assert verify(Wanted(fast=True)).code == 2


def test_several_processes_find_the_same(kept: Kept) -> None:
    edit_one_byte()
    assert verify(Wanted(), alone=False).wrong == verify(Wanted()).wrong


def test_what_waits_for_more_than_a_minute_is_incomplete(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    record_read(LIN, "customer.opened", customer_ids=[1])
    assert verify(Wanted()).code == 0
    monkeypatch.setattr(time, "time", lambda real=time.time: real() + 61)
    assert verify(Wanted()).code == 3


def _look_at_many() -> None:
    for place in range(300):
        record_read(LIN, "customer.revealed", customer_ids=[place], fields=["id_number"])


def test_a_full_disk_under_the_audit_refuses_the_look(transactional_db: None) -> None:
    connection = connections["audit"]
    if connection.vendor != "sqlite":
        pytest.skip("a page limit is SQLite's")
    record_read(LIN, "customer.opened", customer_ids=[1])
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(DomainError, match="audit_unavailable"):
            _look_at_many()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for each in ast.walk(tree):
        if isinstance(each, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(each) is not None:
            each.body = each.body[1:]
    return tree


def test_the_verifier_fits_on_a_few_pages_and_needs_nothing_of_ours() -> None:
    tree = ast.parse(Path(standalone.__file__).read_text(encoding="utf-8"))
    code = ast.unparse(_without_docstrings(tree)).splitlines()
    lines = {node.lineno for node in ast.walk(tree) if hasattr(node, "lineno")}
    assert len(lines) <= 200
    assert not any("kedang." in line or "django" in line for line in code if "import" in line)
    assert len(LOGS) == len(TABLES)
