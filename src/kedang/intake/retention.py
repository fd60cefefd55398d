"""Staged data does not stay: when a run's time is over, its file, its fates and its key are destroyed; the counts remain."""

from datetime import timedelta

from django.db import transaction

from kedang.history.record import record
from kedang.intake.models import CHECKING, FILING, UNDOING, FateBatch, ImportRun
from kedang.intake.sources import staged_path
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.vault.keys import shred

_BUSY = (CHECKING, FILING, UNDOING)
_ORPHAN_AFTER = timedelta(hours=24)


def destroy_old() -> int:
    """Destroy the data of every run whose time is over; how many. Safe to do twice and after a crash."""
    due = ImportRun.objects.filter(destroyed_at__isnull=True, destroy_after__lte=now()).exclude(state__in=_BUSY)
    runs = list(due.values_list("id", flat=True))
    for run_id in runs:
        destroy(run_id)
    remove_orphans()
    return len(runs)


def destroy(run_id: int) -> None:
    """Destroy one run's data. The key goes first: whatever a crash leaves behind is unreadable."""
    shred([run_id])
    staged_path(run_id).unlink(missing_ok=True)
    _forget(run_id)


@transaction.atomic
def _forget(run_id: int) -> None:
    FateBatch.objects.filter(run_id=run_id).delete()
    ImportRun.objects.filter(id=run_id).update(destroyed_at=now(), inspection_enc=None)
    record(system_actor("worker"), "import.destroyed", subject=("import", run_id), run_id=run_id)


def remove_orphans() -> int:
    """Remove staged files that no run knows: their upload was cut off."""
    folder = settings().uploads
    limit = (now() - _ORPHAN_AFTER).timestamp()
    found = 0
    for path in folder.glob("run-*") if folder.exists() else ():
        run_id = path.name.removeprefix("run-")
        known = run_id.isdigit() and ImportRun.objects.filter(id=int(run_id), destroyed_at__isnull=True).exists()
        if not known and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            found += 1
    return found
