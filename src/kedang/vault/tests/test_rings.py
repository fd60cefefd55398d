"""A subject's key gets new versions and loses old ones; each value opens by the version it names, and all go together."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kedang.kit.crypto import Tampered, key_id_of
from kedang.kit.ids import new_ids
from kedang.vault import copies, joint, renewing, rings, rotating
from kedang.vault import keys as vault
from kedang.vault.blind import forget_keys
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import master

pytestmark = pytest.mark.django_db
AT: Any = {"table": "t", "column": "c", "row_id": 1}


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(tmp_path / "root.key"))
    MasterKey.objects.all().delete()
    forget()
    yield
    forget()


def forget() -> None:
    master.cache_clear()
    forget_keys()


@pytest.fixture
def one() -> int:
    [made] = new_ids(1)
    vault.create_keys([made])
    return made


def test_the_newest_version_seals_and_each_opens_its_own(one: int) -> None:
    old = vault.key_for(one).seal("旧", **AT)
    assert (renewing.give([one], 7), renewing.give([one], 7), renewing.versions_of([one])) == (1, 0, {one: (1, 7)})
    key = vault.key_for(one)
    new = key.seal("新", **AT)
    assert (key_id_of(old), key_id_of(new), key.is_newest(old), key.is_newest(new)) == (1, 7, False, True)
    assert (key.open(old, **AT), key.open(new, **AT)) == ("旧", "新")
    assert vault.open_cells([(one, 1, old), (one, 1, new)], table="t", column="c") == ["旧", "新"]


def test_what_names_another_version_does_not_open(one: int) -> None:
    renewing.give([one], 7)
    new = vault.key_for(one).seal("新", **AT)
    for version in (1, 8):
        forged = new[:2] + version.to_bytes(4, "big") + new[6:]
        with pytest.raises(Tampered):
            vault.key_for(one).open(forged, **AT)
        with pytest.raises(Tampered):
            vault.open_cells([(one, 1, forged)], table="t", column="c")


def test_an_old_version_is_destroyed_and_the_newest_never(one: int) -> None:
    old = vault.key_for(one).seal("旧", **AT)
    renewing.give([one], 7)
    new = vault.key_for(one).seal("新", **AT)
    assert (renewing.drop_before([one], 7), renewing.drop_before([one], 7), renewing.drop_before([one], 9)) == (1, 0, 0)
    assert (renewing.versions_of([one]), vault.key_for(one).open(new, **AT)) == ({one: (7,)}, "新")
    with pytest.raises(Tampered):
        vault.key_for(one).open(old, **AT)


def test_who_opened_the_key_before_reads_what_is_sealed_after(one: int) -> None:
    early = vault.key_for(one)
    renewing.give([one], 7)
    new = vault.key_for(one).seal("新", **AT)
    assert early.open(new, **AT) == "新"


def test_a_key_held_for_long_is_looked_up_before_it_seals(one: int, monkeypatch: pytest.MonkeyPatch) -> None:
    early = vault.key_for(one)
    renewing.give([one], 7)
    assert key_id_of(early.seal("值", **AT)) == 1
    monkeypatch.setattr(vault, "FRESH", -1.0)
    assert key_id_of(early.seal("值", **AT)) == 7


def test_destroying_a_key_destroys_all_its_versions(one: int) -> None:
    renewing.give([one], 7)
    vault.shred([one])
    assert (SubjectKeyRow.objects.count(), renewing.give([one], 8), vault.keys_for([one])) == (0, 0, {})


def test_a_key_destroyed_between_two_steps_does_not_come_back(one: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotating.swap

    def late(*given: Any) -> None:
        vault.shred([one])
        whole(*given)

    monkeypatch.setattr(renewing, "swap", late)
    renewing.give([one], 7)
    assert vault.keys_for([one]) == {}


def test_rings_follow_a_new_master_key_and_come_back_from_a_copy(one: int, tmp_path: Path) -> None:
    old = vault.key_for(one).seal("旧", **AT)
    renewing.give([one], 7)
    rotating.begin_epoch()
    rotating.rewrap_batch(rotating.BEFORE_ALL)
    path = copies.write_copy(tmp_path / "copies")
    SubjectKeyRow.objects.all().delete()
    copies.put_back(path)
    assert (renewing.versions_of([one]), vault.key_for(one).open(old, **AT)) == ({one: (1, 7)}, "旧")


def test_a_version_is_given_though_the_row_is_wrapped_anew_meanwhile(one: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = rotating.swap, list[int]()

    def late(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            rotating.begin_epoch()
            rotating.rewrap_batch(rotating.BEFORE_ALL)
        whole(*given)

    monkeypatch.setattr(renewing, "swap", late)
    renewing.give([one], 7)
    assert (renewing.versions_of([one]), SubjectKeyRow.objects.get().epoch) == ({one: (1, 7)}, 2)


def test_what_several_keys_seal_opens_by_the_versions_of_each(one: int) -> None:
    [two] = new_ids(1)
    vault.create_keys([two])
    renewing.give([two], 5)
    keys = vault.keys_for([one, two])
    sealed = joint.wrap(keys[one].seal("值", **AT), [keys[two]], **AT)
    renewing.give([one, two], 9)
    keys = vault.keys_for([one, two])
    assert keys[one].open(joint.unwrap(sealed, keys, **AT), **AT) == "值"


def test_a_ring_is_read_as_it_was_packed_and_nothing_else_is_one() -> None:
    key = bytes(range(32))
    for ring in ({1: key}, {7: key}, {1: key, 7: key[::-1]}):
        assert rings.opened(rings.packed(ring)) == ring
    assert len(rings.packed({1: key})) == 32
    for wrong in (b"", bytes(31), bytes(35)):
        with pytest.raises(Tampered):
            rings.opened(wrong)
