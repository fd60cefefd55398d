"""Keys are exchanged while people work, and every way to be cut off is one that can be gone on from."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kedang.kit.ids import new_ids
from kedang.vault import keys as vault
from kedang.vault import rootfile, rotating
from kedang.vault.blind import forget_keys
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import RootKeyWrong, fitting_root, master

pytestmark = pytest.mark.django_db
NOW = timedelta()
AT: Any = {"table": "t", "column": "c", "row_id": 1}


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(tmp_path / "root.key"))
    MasterKey.objects.all().delete()
    forget()
    yield tmp_path / "root.key"
    forget()


def forget() -> None:
    """As if the process had been started anew."""
    master.cache_clear()
    forget_keys()


def sealed_for(ids: list[int]) -> dict[int, bytes]:
    return {key.subject_id: key.seal(f"值{key.subject_id}", **AT) for key in vault.create_keys(ids).values()}


def opened(sealed: dict[int, bytes]) -> list[str]:
    found = vault.keys_for(sealed)
    return [found[each].open(blob, **AT) for each, blob in sealed.items()]


def rewrap_all(size: int = 3) -> int:
    after, looked = rotating.BEFORE_ALL, 0
    while True:
        batch = rotating.rewrap_batch(after, size)
        if batch.last is None:
            return looked
        after, looked = batch.last, looked + batch.looked_at


def test_after_a_new_epoch_everything_is_wrapped_anew_and_the_old_one_goes() -> None:
    sealed = sealed_for(new_ids(7))
    assert rotating.begin_epoch() == 2
    assert rotating.retire(grace=NOW) == ()
    assert rewrap_all() == 7
    assert rotating.retire(grace=NOW) == (1,)
    forget()
    assert opened(sealed) == [f"值{each}" for each in sealed]
    assert set(SubjectKeyRow.objects.values_list("epoch", flat=True)) == {2}


def test_an_old_epoch_is_kept_a_while_for_keys_on_their_way() -> None:
    sealed_for(new_ids(1))
    rotating.begin_epoch()
    rewrap_all()
    assert rotating.retire() == ()


def test_a_key_made_before_the_new_epoch_is_stored_under_it() -> None:
    [one] = new_ids(1)
    made, rows = vault.mint([one])
    rotating.begin_epoch()
    vault.store(rows)
    assert SubjectKeyRow.objects.get(subject_id=one).epoch == 2
    assert vault.key_for(one).open(made[0].seal("值", **AT), **AT) == "值"


def test_another_process_notices_the_new_epoch_when_it_stores() -> None:
    sealed_for(new_ids(1))
    stale = master()
    rotating.begin_epoch()
    stale.epoch = 1
    sealed = sealed_for(new_ids(2))
    assert {SubjectKeyRow.objects.get(subject_id=each).epoch for each in sealed} == {2}
    assert master().epoch == 2


def test_a_key_destroyed_meanwhile_does_not_come_back() -> None:
    first, second = new_ids(2)
    sealed_for([first, second])
    rotating.begin_epoch()
    changed = [
        (row, vault.rewrapped(row, 2))
        for row in [(each.subject_id, each.epoch, bytes(each.wrapped)) for each in SubjectKeyRow.objects.all()]
    ]
    vault.shred([first])
    rotating.swap(changed, 2)
    assert list(SubjectKeyRow.objects.values_list("subject_id", "epoch")) == [(second, 2)]


def test_a_damaged_key_is_left_and_keeps_its_epoch() -> None:
    first, second = new_ids(2)
    sealed = sealed_for([first, second])
    SubjectKeyRow.objects.filter(subject_id=first).update(wrapped=b"\x01\x01" + bytes(60))
    rotating.begin_epoch()
    assert rotating.rewrap_batch(rotating.BEFORE_ALL) == rotating.Batch(max(first, second), 2, 1)
    assert rotating.retire(grace=NOW) == ()
    assert opened({second: sealed[second]}) == [f"值{second}"]


def test_a_new_root_key_opens_everything_and_the_old_one_nothing(own_root: Path) -> None:
    sealed = sealed_for(new_ids(3))
    old = own_root.read_bytes()
    named = rotating.rotate_root()
    assert (own_root.read_bytes() != old, rotating.fingerprint(own_root.read_bytes())) == (True, named)
    forget()
    assert opened(sealed) == [f"值{each}" for each in sealed]
    own_root.write_bytes(old)
    forget()
    before = list(MasterKey.objects.values_list("epoch", "wrapped"))
    with pytest.raises(RootKeyWrong):
        vault.create_keys(new_ids(1))
    assert list(MasterKey.objects.values_list("epoch", "wrapped")) == before


def test_a_running_process_needs_no_word_of_a_new_root_key() -> None:
    sealed = sealed_for(new_ids(1))
    rotating.rotate_root()
    assert rotating.begin_epoch() == 2
    assert opened(sealed | sealed_for(new_ids(1)))


@pytest.mark.parametrize("stage", ["write", "rewrap_masters", "put_in_place"])
def test_cut_off_at_any_stage_the_store_opens_with_one_of_the_two(
    stage: str, own_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_for(new_ids(2))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rotating if stage == "rewrap_masters" else rootfile, stage, cut)
        with pytest.raises(KeyboardInterrupt):
            rotating.rotate_root()
    forget()
    assert opened(sealed) == [f"值{each}" for each in sealed]
    rotating.settle()
    assert not rootfile.next_path().exists()
    forget()
    assert fitting_root() == own_root.read_bytes()
    assert opened(sealed) == [f"值{each}" for each in sealed]


def test_who_exchanges_the_root_key_is_alone(own_root: Path) -> None:
    sealed_for(new_ids(1))
    rootfile.next_path().write_bytes(bytes(32))
    with rootfile.alone():
        with pytest.raises(rootfile.RootBusy):
            rotating.rotate_root()
        rotating.settle()
        assert rootfile.next_path().exists()
    rotating.settle()
    assert not rootfile.next_path().exists()


def test_a_passphrase_opens_the_root_key_and_another_does_not(
    tmp_path: Path, own_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_for(new_ids(1))
    words = tmp_path / "words"
    words.write_text("correct horse battery staple\n")
    monkeypatch.setenv("KEDANG_ROOT_PASSPHRASE_FILE", str(words))
    rotating.rotate_root("passphrase")
    forget()
    assert opened(sealed) == [f"值{each}" for each in sealed]
    words.write_text("another horse battery staple")
    forget()
    with pytest.raises(RootKeyWrong):
        opened(sealed)
    rotated = own_root.read_bytes()
    with pytest.raises(RootKeyWrong):
        rotating.rotate_root()
    assert own_root.read_bytes() == rotated
