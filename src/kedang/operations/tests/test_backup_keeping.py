"""Which backups stay, and that the last proven one always does."""

from datetime import UTC, datetime, timedelta

import pytest

from kedang.kit.clock import now
from kedang.operations import backup_manifest
from kedang.operations.backup_keeping import chosen, rotate
from kedang.operations.backup_settings import backup_settings
from kedang.operations.models import BAD, GONE, GOOD, Backup
from kedang.operations.tests.backup_scene import ACTOR, Backups

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def days_ago(*days: int, proven: bool = True) -> list[tuple[int, datetime, bool]]:
    """A backup at noon of each of these days; its id is how long ago."""
    return [(day, NOON - timedelta(days=day), proven) for day in days]


def test_days_weeks_and_months_stay() -> None:
    kept = chosen(days_ago(*range(400)), (7, 4, 12))
    assert {0, 1, 2, 3, 4, 5, 6} <= kept
    # The newest of each of the last four weeks: today, and the three Sundays before.
    assert {1, 8, 15} <= kept
    # The newest of each of the last twelve months: October ended 23 days ago, and so on.
    assert {23, 54, 84, 115} <= kept
    assert len(kept) == 7 + 2 + 11
    assert chosen(days_ago(*range(30)), (2, 0, 0)) == {0, 1}


def test_the_last_proven_one_stays_whatever_its_age() -> None:
    backups = [*days_ago(0, 1, 2, proven=False), *days_ago(300, 301)]
    assert chosen(backups, (2, 0, 0)) == {0, 1, 300}


def test_of_one_day_the_proven_one_stays_and_the_newest_of_all() -> None:
    morning = (1, NOON - timedelta(hours=2), True)
    later = (2, NOON, False)
    assert chosen([morning, later], (1, 0, 0)) == {1, 2}


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the newest day is kept."""
    monkeypatch.setenv("KEDANG_BACKUP_KEEP", "1,0,0")
    backup_settings.cache_clear()


@pytest.mark.usefixtures("one_day")
def test_what_no_backup_needs_any_more_goes_and_what_one_needs_stays(backups: Backups) -> None:
    old = backups.made()
    Backup.objects.filter(id=old.id).update(state=BAD, made_at=now() - timedelta(days=900))
    gone = next(iter(backups.place.names("files")))
    backups.place.put("files/00/00ff", [b"nobody names this"])
    new = backups.made()
    backups.proved(new)
    assert rotate(ACTOR) == 1
    assert Backup.objects.get(id=old.id).state == GONE
    assert backup_manifest.names(backups.place) == [new.name]
    assert list(backups.place.names("files")) == [gone]
    assert rotate(ACTOR) == 0


@pytest.mark.usefixtures("one_day")
def test_no_file_goes_while_a_list_cannot_be_read(backups: Backups) -> None:
    old, new = backups.made(), backups.made()
    Backup.objects.filter(id=old.id).update(state=GOOD, made_at=now() - timedelta(days=900))
    Backup.objects.filter(id=new.id).update(state=GOOD)
    (backups.folder / new.name / "manifest.json").write_bytes(b"{}")
    backups.place.put("files/00/00ff", [b"perhaps the list names this"])
    rotate(ACTOR)
    assert "files/00/00ff" in set(backups.place.names("files"))
