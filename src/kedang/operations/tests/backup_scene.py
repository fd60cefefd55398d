"""An installation with customers, contact points and a document, that is backed up, spoiled and brought back.

Backups look through connections of their own, so these tests really commit; `home` is the installation's folder.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from kedang.archive.tests.filing import file_customer
from kedang.documents.stores import forget_settings
from kedang.documents.tests.scene import Scene, make_scene
from kedang.kit.actor import system_actor
from kedang.kit.env import settings
from kedang.operations import backup_proving
from kedang.operations.backup_making import make
from kedang.operations.backup_places import FolderPlace
from kedang.operations.backup_proving import Proof
from kedang.operations.backup_settings import backup_settings
from kedang.operations.models import COMMAND, Backup
from kedang.vault.root import master

ACTOR = system_actor("command")


@dataclass(slots=True)
class Backups:
    """周's 张伟 with a contract, 陈's 李娜, 20 more of 周, and a place for backups."""

    people: Scene
    others: list[int]
    place: FolderPlace
    folder: Path

    def made(self) -> Backup:
        """A backup."""
        return make(ACTOR, reason=COMMAND, to=str(self.folder))

    def proved(self, backup: Backup) -> Proof:
        """Its proof."""
        return backup_proving.prove(ACTOR, backup.id)

    def parts(self, backup: Backup) -> list[Path]:
        """Its own files."""
        return sorted((self.folder / backup.name).iterdir())


def make_backups(folder: Path) -> Backups:
    """The installation, committed."""
    people = make_scene()
    people.filed()
    others = [file_customer(people.cast.zhou, name=f"客户{n}", mobile=f"1380000{n:04d}") for n in range(5)]
    return Backups(people, others, FolderPlace(folder), folder)


def forget() -> None:
    """Read settings again, and leave nothing in the home of the tests. The key store forgets its backup key between tests: so
    must this process."""
    master.cache_clear()
    backup_settings.cache_clear()
    forget_settings()
    for name in ("documents", "uploads", "backup-work"):
        shutil.rmtree(settings().home / name, ignore_errors=True)
    connections.close_all()
