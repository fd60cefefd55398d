"""A value opens only in its own place and under its own subject's key."""

import pytest
from django.db import connections

from kedang.kit import suites
from kedang.kit.crypto import Tampered
from kedang.kit.ids import new_id, new_ids
from kedang.vault.keys import (
    KeyMissing,
    SubjectKey,
    create_keys,
    key_for,
    keys_for,
    mint,
    open_cells,
    open_sound_cells,
    shred,
    sound_keys_for,
    store,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=suites.NAMES)
def suite(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything here holds whichever suite seals."""
    name = str(request.param)
    monkeypatch.setattr(suites, "chosen", lambda: suites.NAMES[name])
    return name


def sealed_by(key: SubjectKey) -> bytes:
    return key.seal("13812345678", table="contact_point", column="value", row_id=5)


def test_a_value_comes_back() -> None:
    one = new_id()
    blob = sealed_by(create_keys([one])[one])
    assert b"13812345678" not in blob
    assert key_for(one).open(blob, table="contact_point", column="value", row_id=5) == "13812345678"


@pytest.mark.parametrize(
    ("table", "column", "row_id"),
    [
        ("contact_point", "value", 6),
        ("contact_point", "given", 5),
        ("address", "value", 5),
        ("contact_poin", "tvalue", 5),
    ],
)
def test_a_value_does_not_open_in_another_place(table: str, column: str, row_id: int) -> None:
    one = new_id()
    key = create_keys([one])[one]
    with pytest.raises(Tampered):
        key.open(sealed_by(key), table=table, column=column, row_id=row_id)


def test_a_value_does_not_open_for_another_subject() -> None:
    lin, chen = new_ids(2)
    keys = create_keys([lin, chen])
    with pytest.raises(Tampered):
        keys[chen].open(sealed_by(keys[lin]), table="contact_point", column="value", row_id=5)


def test_a_wrapped_key_moved_to_another_subject_does_not_open() -> None:
    mine, theirs = new_ids(2)
    _, rows = mint([mine])
    store([(theirs, rows[0][1], rows[0][2])])
    with pytest.raises(Tampered):
        keys_for([theirs])


def test_empty_text_is_a_value() -> None:
    one = new_id()
    key = create_keys([one])[one]
    blob = key.seal("", table="t", column="c", row_id=1)
    assert key.open(blob, table="t", column="c", row_id=1) == ""


def test_padding_hides_the_length() -> None:
    one = new_id()
    key = create_keys([one])[one]
    sizes = {len(key.seal_padded("x" * n, table="t", column="c", row_id=1)) for n in range(28)}
    assert len(sizes) == 1
    blob = key.seal_padded("短", table="t", column="c", row_id=1)
    assert key.open_padded(blob, table="t", column="c", row_id=1) == "短"


def test_a_shredded_subject_is_gone_for_good() -> None:
    kept, erased = new_ids(2)
    create_keys([kept, erased])
    shred([erased])
    assert set(keys_for([kept, erased])) == {kept}
    with pytest.raises(KeyMissing):
        key_for(erased)


def test_many_keys_come_in_one_answer() -> None:
    ids = new_ids(2000)
    create_keys(ids)
    assert set(keys_for(ids)) == set(ids)


def test_many_cells_are_opened_like_one() -> None:
    opened = create_keys([901, 902, 903])
    cells = [(i, i * 10, opened[i].seal(f"值{i}", table="t", column="c", row_id=i * 10)) for i in opened]
    shred([902])
    assert open_cells(cells, table="t", column="c") == ["值901", None, "值903"]
    assert open_cells([], table="t", column="c") == []


@pytest.mark.parametrize("change", ["row", "column", "bit", "short", "format", "subject"])
def test_a_cell_that_was_touched_or_moved_does_not_open_among_many(change: str) -> None:
    opened = create_keys([911, 912])
    sealed = opened[911].seal("值", table="t", column="c", row_id=7)
    subject, row = (912 if change == "subject" else 911), (8 if change == "row" else 7)
    if change == "bit":
        sealed = sealed[:-1] + bytes((sealed[-1] ^ 1,))
    if change == "short":
        sealed = sealed[:20]
    if change == "format":
        sealed = b"\x07" + sealed[1:]
    with pytest.raises(Tampered):
        open_cells([(subject, row, sealed)], table="t", column="d" if change == "column" else "c")


def test_a_damaged_cell_or_key_does_not_keep_the_others_shut() -> None:
    opened = create_keys([921, 922, 923])
    cells = [(i, 7, opened[i].seal(f"值{i}", table="t", column="c", row_id=7)) for i in opened]
    assert open_sound_cells(cells, table="t", column="c") == (["值921", "值922", "值923"], [])
    cells[1] = (922, 7, cells[0][2])
    assert open_sound_cells(cells, table="t", column="c") == (["值921", None, "值923"], [1])
    with connections["keys"].cursor() as cursor:
        cursor.execute("UPDATE vault_subject_key SET wrapped = %s WHERE subject_id = 923", [b"broken"])
    assert open_sound_cells(cells, table="t", column="c") == (["值921", None, None], [1, 2])
    keys, damaged = sound_keys_for([921, 922, 923, 924])
    assert (set(keys), set(damaged)) == ({921, 922}, {923})


def test_after_the_suite_was_changed_either_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = create_keys([931, 932])
    cells = list[tuple[int, int, bytes]]()
    for place, each in enumerate((suites.AES_256_GCM, suites.SM4_GCM, suites.AES_256_GCM, suites.SM4_GCM)):
        monkeypatch.setattr(suites, "chosen", lambda each=each: each)
        subject = 931 + place // 2
        cells.append((subject, place, keys[subject].seal(f"值{place}", table="t", column="c", row_id=place)))
    assert [cell[2][1] for cell in cells] == [1, 2, 1, 2]
    assert open_cells(cells, table="t", column="c") == ["值0", "值1", "值2", "值3"]
    opened = keys_for([931, 932])
    assert [opened[i].open(blob, table="t", column="c", row_id=row) for i, row, blob in cells] == [
        "值0",
        "值1",
        "值2",
        "值3",
    ]
