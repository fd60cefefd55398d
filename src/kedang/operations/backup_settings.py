"""Where backups go, when they are made and how many are kept: from the environment, read once."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kedang.kit.env import settings

_OFF = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """`to` is a folder or `s3`; `hour` is by the clock of the organisation; `minutes` 0 means once a day only; `keep` are days,
    weeks and months; `programs` is where pg_dump lies when it is not on the path; `proof_url` is a PostgreSQL in which databases may
    be made and dropped for proofs."""

    to: str
    hour: int
    minutes: int
    keep: tuple[int, int, int]
    before_upgrade: bool
    programs: str
    proof_url: str


@cache
def backup_settings() -> BackupSettings:
    """The settings of this process."""
    days, weeks, months = (int(part) for part in (os.environ.get("KEDANG_BACKUP_KEEP") or "7,4,12").split(","))
    return BackupSettings(
        to=os.environ.get("KEDANG_BACKUP_TO") or str(settings().home / "backups"),
        hour=int(os.environ.get("KEDANG_BACKUP_HOUR") or "2"),
        minutes=int(os.environ.get("KEDANG_BACKUP_MINUTES") or "0"),
        keep=(max(days, 1), weeks, months),
        before_upgrade=os.environ.get("KEDANG_BACKUP_BEFORE_UPGRADE", "").strip().lower() not in _OFF,
        programs=os.environ.get("KEDANG_PG_PROGRAMS", ""),
        proof_url=os.environ.get("KEDANG_PROOF_DATABASE_URL", ""),
    )


def work_folder() -> Path:
    """Where copies lie in clear for the minutes of a backup, a proof or a restore: on the disk that holds the data anyway."""
    folder = settings().home / "backup-work"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
