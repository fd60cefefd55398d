"""Before tables change there is a backup that was restored for a trial; without one nothing changes."""

from pathlib import Path

import pytest

from kedang.accounts.models import User
from kedang.kit.errors import DomainError
from kedang.operations import backup_upgrading
from kedang.operations.backup_proving import Proof
from kedang.operations.backup_settings import backup_settings
from kedang.operations.backup_upgrading import UNSAFE, before_upgrade, note_upgrade
from kedang.operations.models import GOOD, UPGRADE, Backup
from kedang.operations.tests.backup_scene import Backups


def yes() -> bool:
    """Tables are about to change."""
    return True


def test_a_proven_backup_is_made_and_noted_afterwards(backups: Backups) -> None:
    name = before_upgrade(yes)
    assert not Backup.objects.exists()
    note_upgrade(name)
    made = Backup.objects.get()
    assert (made.name, made.state, made.reason) == (name, GOOD, UPGRADE)


def test_nothing_is_upgraded_when_the_backup_is_not_sound(backups: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_upgrading, "examine", lambda *_: Proof(wrong=["default: broken"]))
    with pytest.raises(DomainError) as refused:
        before_upgrade(yes)
    assert refused.value.code == UNSAFE.code


def test_none_is_made_when_nothing_changes_or_nobody_is_there_or_it_is_switched_off(
    backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert before_upgrade(lambda: False) == ""
    monkeypatch.setenv("KEDANG_BACKUP_BEFORE_UPGRADE", "no")
    backup_settings.cache_clear()
    assert before_upgrade(yes) == ""
    monkeypatch.delenv("KEDANG_BACKUP_BEFORE_UPGRADE")
    backup_settings.cache_clear()
    User.objects.all().delete()
    assert before_upgrade(yes) == ""
    assert not Path(backups.folder).exists()
