"""A copy of the key store brings it back whole, only under its own root key, and does not live long."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kedang.kit import clock
from kedang.kit.crypto import Tampered
from kedang.kit.ids import new_ids
from kedang.vault import copies, rotating
from kedang.vault import keys as vault
from kedang.vault.blind import blind, forget_keys
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import RootKeyWrong, master

pytestmark = pytest.mark.django_db
AT: Any = {"table": "t", "column": "c", "row_id": 1}


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(tmp_path / "root.key"))
    lose_the_store()
    yield tmp_path / "root.key"
    forget()


def forget() -> None:
    master.cache_clear()
    forget_keys()


def lose_the_store() -> None:
    MasterKey.objects.all().delete()
    SubjectKeyRow.objects.all().delete()
    forget()


def test_a_lost_key_store_comes_back_from_a_copy(tmp_path: Path) -> None:
    ids = new_ids(copies._BATCH + 3)
    made = vault.create_keys(ids)
    rotating.begin_epoch()
    vault.create_keys(new_ids(2))
    sealed = {each: made[each].seal(f"值{each}", **AT) for each in ids[:3]}
    number = blind("mobile", "13812345678")
    path = copies.write_copy(tmp_path / "copies")
    lose_the_store()
    assert copies.put_back(path) == copies._BATCH + 5
    forget()
    opened = vault.keys_for(sealed)
    assert [opened[each].open(blob, **AT) for each, blob in sealed.items()] == [f"值{each}" for each in sealed]
    assert blind("mobile", "13812345678") == number


def test_nothing_is_put_over_keys_that_are_there(tmp_path: Path) -> None:
    [one] = new_ids(1)
    vault.create_keys([one])
    path = copies.write_copy(tmp_path)
    with pytest.raises(copies.NotEmpty):
        copies.put_back(path)
    assert list(SubjectKeyRow.objects.values_list("subject_id", flat=True)) == [one]


def test_a_copy_opens_under_its_own_root_key_only(tmp_path: Path, own_root: Path) -> None:
    vault.create_keys(new_ids(1))
    path = copies.write_copy(tmp_path)
    lose_the_store()
    own_root.write_bytes(bytes(32))
    with pytest.raises(RootKeyWrong):
        copies.put_back(path)
    assert not MasterKey.objects.exists()


@pytest.mark.parametrize("cut", [1, 40, 400_000])
def test_a_damaged_copy_brings_nothing(tmp_path: Path, cut: int) -> None:
    vault.create_keys(new_ids(copies._BATCH + 1))
    path = copies.write_copy(tmp_path)
    lose_the_store()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - cut])
    with pytest.raises((Tampered, RootKeyWrong)):
        copies.put_back(path)
    assert not SubjectKeyRow.objects.exists()


def test_copies_hold_no_key_in_clear_and_are_for_the_owner_only(tmp_path: Path) -> None:
    vault.create_keys(new_ids(1))
    path = copies.write_copy(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert bytes(MasterKey.objects.get(purpose="kek").wrapped) not in path.read_bytes()


def test_seven_days_are_kept_one_a_day_and_none_over_thirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = clock.now()
    for hours in range(0, 24 * 10, 12):
        monkeypatch.setattr(copies, "now", lambda hours=hours: start + timedelta(hours=hours))
        copies.write_copy(tmp_path)
    copies.drop_old(tmp_path)
    days = [copies.made_at(path).date() for path in copies.copies(tmp_path)]
    assert (len(days), len(set(days))) == (7, 7)
    monkeypatch.setattr(copies, "now", lambda: start + timedelta(days=60))
    assert copies.drop_old(tmp_path) == 7
