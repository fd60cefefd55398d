"""Backups from before and after an exchange of customers' keys, and which key store opens them."""

from datetime import timedelta
from pathlib import Path

import pytest

from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.operations import resealing, restore_finishing, restore_placing
from kedang.operations.models import GONE, Backup, Resealing
from kedang.operations.restore_placing import OLD_VERSIONS, VERSIONS_GONE, Wish
from kedang.operations.tests.backup_scene import ACTOR, Backups
from kedang.vault import renewing
from kedang.vault.models import MasterKey

OVER = Wish(replace=True)


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_KEY_COPIES", str(tmp_path / "copies"))


def exchange() -> Resealing:
    """New keys for everybody; old ones are there still."""
    begun = resealing.begin(ACTOR)
    work(begun)
    return Resealing.objects.get(id=begun)


def work(begun: int) -> None:
    job = open_job(begun)
    claimed = claim_job(job.id) if job else None
    if claimed is not None:
        run_claimed(claimed)


def drop(row: Resealing) -> None:
    """Two hours later."""
    long_ago = now() - timedelta(hours=2)
    Resealing.objects.filter(id=row.id).update(sealed_at=long_ago - resealing.GRACE)
    resealing.tend()
    work(row.id)


def refusal_of(backups: Backups, name: str) -> str:
    with pytest.raises(DomainError) as refused:
        restore_placing.place(ACTOR, backups.place, name, OVER, lambda _: None)
    return refused.value.code


def test_a_backup_from_before_comes_back_whole_with_the_key_store_of_after(backups: Backups) -> None:
    ids = sorted(Customer.objects.values_list("id", flat=True))
    before, made = load_contents(ids), backups.made()
    Backup.objects.update(started_at=now() - timedelta(days=1))
    row = exchange()
    drop(row)
    assert {len(each) for each in renewing.versions_of(ids).values()} == {2}
    manifest = restore_placing.place(ACTOR, backups.place, made.name, OVER, lambda _: None)
    assert restore_finishing.finish(ACTOR, backups.place, manifest) == 0
    assert (load_contents(ids), Resealing.objects.count()) == (before, 0)
    assert exchange().version > row.version
    assert load_contents(ids) == before


def test_a_key_store_from_before_does_not_open_a_backup_from_after(backups: Backups) -> None:
    exchange()
    made = backups.made()
    MasterKey.objects.filter(purpose=renewing.GIVEN).delete()
    assert refusal_of(backups, made.name) == OLD_VERSIONS.code


def test_a_backup_whose_keys_were_destroyed_is_not_put_in_place(backups: Backups) -> None:
    before = backups.made()
    row = exchange()
    Backup.objects.update(state=GONE)
    drop(row)
    assert Resealing.objects.get().ended_at is not None
    assert refusal_of(backups, before.name) == VERSIONS_GONE.code
