"""What the doctor says of backups, disks, clock, address and worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from kedang.access import closing
from kedang.access.tests.reviews import Scene, days_later
from kedang.accounts.models import Installation
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer
from kedang.config import doctor, doctor_running
from kedang.config.findings import Finding
from kedang.history.sinks import SinkStanding
from kedang.history.standing import Standing
from kedang.jobs.models import RUNNING, Job, Tick
from kedang.kit import env
from kedang.kit.clock import now
from kedang.operations import restore_marker, serving
from kedang.operations.models import GOOD, Backup, Resealing
from tests.people import make_cast

pytestmark = pytest.mark.django_db


def wrong(look: Callable[[], Iterator[Finding]]) -> list[str]:
    """What a look complains about."""
    return [finding.what for finding in look() if not finding.fine]


def test_customers_without_a_proven_backup_are_a_finding_and_so_is_an_old_one() -> None:
    assert wrong(doctor_running.backups) == []
    file_customer(None, name="张伟")
    assert wrong(doctor_running.backups) == ["backups"]
    row = Backup.objects.create(name="b", place="x", reason="command", state=GOOD, made_at=now())
    assert wrong(doctor_running.backups) == []
    Backup.objects.filter(id=row.id).update(made_at=now() - timedelta(hours=27))
    assert wrong(doctor_running.backups) == ["backups"]


def test_a_restore_that_was_cut_off_is_a_finding() -> None:
    restore_marker.begin("/mnt/backup/b")
    try:
        assert wrong(doctor_running.backups) == ["restore"]
    finally:
        restore_marker.finish()


def test_a_network_file_system_is_told_from_a_disk(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\nserver:/x /srv nfs4 rw 0 0\n/dev/sdb1 /srv/fast xfs rw 0 0\n")
    assert doctor_running.filesystem(Path("/srv/kedang"), mounts) == "nfs4"
    assert doctor_running.filesystem(Path("/srv/fast/kedang"), mounts) == "xfs"
    assert doctor_running.filesystem(Path("/home"), mounts) == "ext4"
    assert doctor_running.filesystem(Path("/home"), tmp_path / "none") == ""


def test_a_large_log_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_running, "LARGEST_WAL", -1)
    found = wrong(doctor_running.disks)
    sqlite = connections["default"].vendor == "sqlite"
    assert found == (["log of keys", "log of default", "log of audit"] if sqlite else [])


def test_a_seal_behind_and_a_sink_behind_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(doctor_running.audit())
    assert [(each.what, each.fine) for each in found] == [("audit seal", True), ("checkpoints", True)]
    assert "KEDANG_AUDIT_FILE" in found[1].detail
    monkeypatch.setattr(doctor_running, "standing", lambda: Standing(1, 2, None, 5, 61.0))
    late = SinkStanding("file", 3, now() - timedelta(hours=1), "OSError")
    monkeypatch.setattr(doctor_running, "standing_of_sinks", lambda: [late])
    assert wrong(doctor_running.audit) == ["audit seal", "audit to file"]


def test_records_from_the_future_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    file_customer(None, name="张伟")
    assert wrong(doctor_running.clock) == []
    monkeypatch.setattr(doctor_running, "ASTRAY", timedelta(hours=-1))
    assert "clock" in wrong(doctor_running.clock)


@pytest.mark.parametrize(
    ("host", "url", "fine"),
    [
        ("127.0.0.1", "", True),
        ("0.0.0.0", "", False),
        ("0.0.0.0", "https://kedang.example", True),
        ("0.0.0.0", "http://kedang.example", False),
        ("127.0.0.1", "http://127.0.0.1:8000", True),
    ],
)
def test_an_address_in_clear_is_a_finding(monkeypatch: pytest.MonkeyPatch, host: str, url: str, fine: bool) -> None:
    monkeypatch.setenv("KEDANG_HOST", host)
    monkeypatch.setenv("KEDANG_PUBLIC_URL", url)
    monkeypatch.setattr(doctor_running, "settings", env.settings.__wrapped__)
    assert (wrong(doctor_running.way_in) == []) is fine


def test_who_combines_duties_is_told_and_a_finding_while_they_are_kept_apart() -> None:
    cast = make_cast()
    found = next(doctor_running.duties())
    assert (found.fine, found.detail) == (True, "off; combined by admin (system+security+audit)")
    Installation.objects.filter(id=1).update(separation=True)
    bump()
    assert wrong(doctor_running.duties) == ["separation of duties"]
    cast.admin.roles.clear()
    bump()
    assert (next(doctor_running.duties()).detail, wrong(doctor_running.duties)) == ("on", [])


def test_a_server_without_a_worker_is_a_finding() -> None:
    Tick.objects.create(kind="x", due_at=now() - timedelta(hours=1))
    assert wrong(doctor_running.worker) == []
    held = serving.hold()
    try:
        assert wrong(doctor_running.worker) == ["worker"]
        Job.objects.create(kind="x", actor_id=-2, state=RUNNING, lease_until=now() + timedelta(seconds=30))
        assert wrong(doctor_running.worker) == []
    finally:
        held.release()
    assert not serving.is_served()


def test_roles_nobody_confirmed_are_a_finding_until_they_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    there = Scene()
    assert next(doctor_running.access_review()).detail == "none has ended yet"
    cast = there.cast
    there.confirm(cast.admin, cast.zhou, cast.lin, cast.wang, cast.auditor)
    there.confirm(cast.wang, cast.admin)
    days_later(monkeypatch, 31)
    closing.look_after()
    found = next(doctor_running.access_review())
    assert (found.fine, "; 1 role(s) nobody confirmed" in found.detail) == (False, True)
    cast.chen.roles.clear()
    assert wrong(doctor_running.access_review) == []


def test_a_key_store_from_before_an_exchange_of_keys_is_a_finding() -> None:
    what = "versions of customers' keys"
    row = Resealing.objects.create(version=7)
    assert {finding.what: finding for finding in doctor.examine()}[what].fine
    Resealing.objects.filter(id=row.id).update(values=1)
    found = {finding.what: finding for finding in doctor.examine()}[what]
    assert (found.fine, "newer copy" in found.detail) == (False, True)
