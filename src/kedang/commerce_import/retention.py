"""Staged data does not stay: when a run's time is over, its file, its fates and its key are destroyed; the counts remain."""

from datetime import timedelta

from django.db import transaction

from kedang.commerce_import import reports
from kedang.commerce_import.models import CHECKING, FILING, Report, Run
from kedang.commerce_import.staging import path_of
from kedang.history.record import record
from kedang.intake.models import FateBatch
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.vault.keys import shred

_ORPHAN_AFTER = timedelta(hours=24)


def destroy_old() -> int:
    """Destroy the data of every run whose time is over; how many. Safe to do twice and after a crash."""
    due = Run.objects.filter(destroyed_at__isnull=True, destroy_after__lte=now()).exclude(state__in=(CHECKING, FILING))
    found = list(due.values_list("id", flat=True))
    for run_id in found:
        # The key goes first: whatever a crash leaves behind is unreadable.
        shred([run_id])
        path_of(run_id).unlink(missing_ok=True)
        reports.destroy(run_id)
        _forget(run_id)
    reports.destroy()
    _remove_orphans()
    return len(found)


@transaction.atomic
def _forget(run_id: int) -> None:
    FateBatch.objects.filter(run_id=run_id).delete()
    Run.objects.filter(id=run_id).update(destroyed_at=now(), inspection_enc=None)
    record(system_actor("worker"), "ledger.destroyed", subject=("ledger_import", run_id), run_id=run_id)


def _remove_orphans() -> None:
    """Remove files that no run and no report knows: their upload or their writing was cut off."""
    folder = settings().uploads
    limit = (now() - _ORPHAN_AFTER).timestamp()
    known = (
        ("ledger-", Run.objects.filter(destroyed_at__isnull=True)),
        ("report-", Report.objects.all()),
    )
    for prefix, rows in known:
        for path in folder.glob(f"{prefix}*") if folder.exists() else ():
            named = path.name.removeprefix(prefix)
            there = named.isdigit() and rows.filter(id=int(named)).exists()
            if not there and path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
