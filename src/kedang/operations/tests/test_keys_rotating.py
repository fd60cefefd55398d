"""A rotation as people and the clock begin it, and what the job makes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_ids
from kedang.operations import keys_deeds, keys_rotating
from kedang.operations.tests.scene import forget, own_keys
from kedang.vault import keys as vault
from kedang.vault import rotating
from kedang.vault.models import MasterKey, SubjectKeyRow
from tests import people

pytestmark = pytest.mark.django_db
AT: Any = {"table": "t", "column": "c", "row_id": 1}


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield own_keys(tmp_path, monkeypatch)
    forget()


@pytest.fixture
def admin() -> Actor:
    return people.actor(people.make_cast().admin)


def epochs() -> list[int]:
    return sorted(set(SubjectKeyRow.objects.values_list("epoch", flat=True)))


def test_a_rotation_is_begun_recorded_and_carried_to_its_end(admin: Actor) -> None:
    made = vault.create_keys(new_ids(4))
    sealed = {each: key.seal("值", **AT) for each, key in made.items()}
    assert keys_rotating.begin(admin) == 2
    with pytest.raises(DomainError, match=r"keys\.under_way"):
        keys_rotating.begin(admin)
    run_waiting()
    job = keys_rotating.progress()
    assert job is not None
    assert (job.state, job.done, job.total, epochs()) == ("done", 4, 4, [2])
    forget()
    found = vault.keys_for(sealed)
    assert [found[each].open(blob, **AT) for each, blob in sealed.items()] == ["值"] * 4
    assert list(Event.objects.filter(subject_kind="keys").order_by("id").values_list("verb", flat=True)) == [
        "keys.epoch",
        "keys.rewrapped",
    ]


def test_a_rotation_that_was_cut_off_goes_on_where_it_stopped(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = new_ids(7)
    vault.create_keys(ids)
    keys_rotating.begin(admin)
    whole = rotating.rewrap_batch
    looked: list[int] = []

    def small(after: int) -> rotating.Batch:
        looked.append(after)
        if len(looked) == 3:
            raise RuntimeError("killed")
        return whole(after, 2)

    monkeypatch.setattr(rotating, "rewrap_batch", small)
    run_waiting()
    assert Job.objects.values_list("done", flat=True).get() == 4
    Job.objects.update(run_after=now(), turn_at=now())
    run_waiting()
    assert looked[2:4] == [sorted(ids)[3]] * 2
    assert (Job.objects.get().state, epochs()) == ("done", [2])


def test_an_epoch_begun_meanwhile_is_not_forgotten(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.create_keys(new_ids(4))
    keys_rotating.begin(admin)
    whole = rotating.rewrap_batch
    calls: list[int] = []

    def small(after: int) -> rotating.Batch:
        calls.append(after)
        if len(calls) == 2:
            rotating.begin_epoch()
        return whole(after, 2)

    monkeypatch.setattr(rotating, "rewrap_batch", small)
    run_waiting()
    assert epochs() == [3]


def test_the_clock_begins_one_when_it_is_due_and_destroys_what_nothing_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    vault.create_keys(new_ids(2))
    keys_rotating.tend()
    assert not Job.objects.exists()
    MasterKey.objects.update(created_at=now() - timedelta(days=31))
    monkeypatch.setenv("KEDANG_KEY_ROTATION_DAYS", "0")
    keys_rotating.tend()
    assert not Job.objects.exists()
    monkeypatch.setenv("KEDANG_KEY_ROTATION_DAYS", "30")
    keys_rotating.tend()
    run_waiting()
    assert epochs() == [2]
    keys_rotating.tend()
    assert MasterKey.objects.filter(purpose="kek").count() == 2
    MasterKey.objects.filter(epoch=2).update(created_at=now() - timedelta(minutes=11))
    keys_rotating.tend()
    assert list(MasterKey.objects.filter(purpose="kek").values_list("epoch", flat=True)) == [2]


def test_what_a_failed_rotation_left_is_taken_up_but_not_for_ever(admin: Actor) -> None:
    ids = new_ids(3)
    vault.create_keys(ids)
    SubjectKeyRow.objects.filter(subject_id=ids[0]).update(wrapped=b"\x01\x01" + bytes(60))
    keys_rotating.begin(admin)
    run_waiting()
    assert (epochs(), keys_rotating.stalled()) == ([1, 2], True)
    assert keys_deeds.facts_of(keys_deeds.last("rewrapped")) == {"epoch": 2, "keys": 3, "damaged": 1}
    keys_rotating.tend()
    assert Job.objects.count() == 1
    rotating.begin_epoch()
    keys_rotating.tend()
    assert Job.objects.count() == 2


def test_only_who_runs_the_installation_may(admin: Actor, root: Path) -> None:
    vault.create_keys(new_ids(1))
    clerk = people.actor(next(user for user in User.objects.all() if user.login == "zhou"))
    before = root.read_bytes()
    for verb in (keys_rotating.begin, keys_rotating.rotate_root, keys_rotating.rotate_root_as_it_is):
        with pytest.raises(DomainError, match="denied"):
            verb(clerk)
    assert (root.read_bytes(), epochs(), Event.objects.filter(subject_kind="keys").exists()) == (before, [1], False)


def test_a_new_root_key_is_recorded_by_its_fingerprint(admin: Actor, root: Path) -> None:
    vault.create_keys(new_ids(1))
    named = keys_rotating.rotate_root_as_it_is(admin)
    assert named == rotating.fingerprint(root.read_bytes())
    assert keys_deeds.facts_of(keys_deeds.last("root")) == {"fingerprint": named, "kind": "file"}
    with pytest.raises(DomainError, match=r"keys\.no_passphrase"):
        keys_rotating.rotate_root(admin, "passphrase")
    assert named == rotating.fingerprint(root.read_bytes())
