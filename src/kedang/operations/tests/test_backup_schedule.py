"""When backups are due, what the page says, and who may press its buttons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kedang.jobs.claiming import claim_next
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.clock import now
from kedang.operations import backup_schedule
from kedang.operations.backup_schedule import EVERYTHING, MAKE, make_when_due, next_at
from kedang.operations.backup_settings import BackupSettings, backup_settings
from kedang.operations.models import COMMAND, FAILED, GOOD, Backup
from kedang.operations.tests.backup_scene import Backups
from tests.people import browser, make_cast, send

TEN = datetime(2026, 11, 23, 2, tzinfo=UTC)  # ten in the morning where the organisation is


def said(hour: int = 2, minutes: int = 0) -> BackupSettings:
    """Settings that differ from what is usual in the time only."""
    return BackupSettings("x", hour, minutes, (7, 4, 12), before_upgrade=True, programs="", proof_url="")


def test_the_next_backup_follows_the_clock_of_the_organisation() -> None:
    assert next_at(TEN, TEN - timedelta(hours=1), said()) == datetime(2026, 11, 23, 18, tzinfo=UTC)
    missed = next_at(TEN, TEN - timedelta(days=3), said())
    assert missed is not None
    assert missed < TEN
    assert next_at(TEN, TEN, said(minutes=15)) == TEN + timedelta(minutes=15)
    assert next_at(TEN, None, said()) == datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert next_at(TEN, None, said(hour=-1)) is None


@pytest.mark.django_db
def test_a_backup_is_queued_once_when_its_time_has_come_and_after_a_failure_not_at_once() -> None:
    backup_settings.cache_clear()
    make_when_due()
    three_days = timedelta(days=3)
    Backup.objects.create(name="a", place="x", reason=COMMAND, state=GOOD, made_at=now() - three_days)
    Backup.objects.filter(name="a").update(started_at=now() - three_days)
    failed = Backup.objects.create(name="b", place="x", reason=COMMAND, state=FAILED)
    make_when_due()
    assert not Job.objects.filter(subject_id=EVERYTHING).exists()
    Backup.objects.filter(id=failed.id).update(started_at=now() - timedelta(hours=2))
    make_when_due()
    make_when_due()
    assert Job.objects.filter(subject_id=EVERYTHING, kind=MAKE).count() == 1


@pytest.mark.django_db
def test_it_is_late_when_nothing_proven_is_younger_than_26_hours() -> None:
    assert not backup_schedule.is_late()
    row = Backup.objects.create(name="b", place="x", reason=COMMAND, state=GOOD, made_at=now() - timedelta(hours=25))
    assert not backup_schedule.is_late()
    Backup.objects.filter(id=row.id).update(made_at=now() - timedelta(hours=27))
    assert backup_schedule.is_late()
    Backup.objects.create(name="c", place="x", reason=COMMAND, state="unproven", made_at=now())
    assert backup_schedule.is_late()


@pytest.mark.django_db
def test_the_page_is_for_who_runs_the_installation() -> None:
    cast = make_cast()
    Backup.objects.create(name="b", place="x", reason=COMMAND, state=FAILED, found='{"why": "backup.no_room"}')
    answer = browser(cast.admin).get("/api/operations/backups").json()
    assert [(row["state"], row["why"]) for row in answer["rows"]] == [("failed", "backup.no_room")]
    assert (answer["at_risk"], answer["late"]) == (None, True)
    assert browser(cast.wang).get("/api/operations/backups").status_code == 403
    assert send(browser(cast.wang), "POST", "/operations/backups").status_code == 403
    assert not Job.objects.exists()


def test_the_buttons_make_and_prove_a_backup(backups: Backups) -> None:
    admin = browser(backups.people.cast.admin)

    def press(path: str) -> Any:
        return send(admin, "POST", f"/operations/backups{path}").json()

    assert press("") == {"ordered": True}
    assert press("") == {"ordered": False}
    run_until_done()
    first = admin.get("/api/operations/backups").json()["rows"][0]
    assert (first["state"], first["wrong"], first["reason"]) == ("good", [], "button")
    next(backups.folder.rglob("default.*")).write_bytes(b"spoiled")
    assert press(f"/{first['id']}/prove") == {"ordered": True}
    run_until_done()
    assert admin.get("/api/operations/backups").json()["rows"][0]["state"] == "bad"


def run_until_done() -> None:
    """The worker does what is in line for backups."""
    while (job := claim_next(("operations.backup", "operations.prove"))) is not None:
        run_claimed(job)
