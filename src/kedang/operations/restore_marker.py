"""A restore that was not finished keeps everybody out: until the erased are erased again, nobody may look.

The mark is a file, because the databases are what is being replaced.
"""

import os
from pathlib import Path

from kedang.kit.env import settings
from kedang.kit.errors import Refusal

UNFINISHED = Refusal(
    "restore.unfinished",
    503,
    "上次恢复没有完成，系统不能启动。请重新运行 kedang restore {backup}。",
    "The last restore was not finished, so nothing starts. Run kedang restore {backup} again.",
)


def _path() -> Path:
    return settings().home / "restore.unfinished"


def unfinished() -> str:
    """The backup whose restore was begun and not finished; empty when there is none."""
    path = _path()
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def refuse_unfinished() -> None:
    """For whatever opens the installation to people."""
    backup = unfinished()
    if backup:
        raise UNFINISHED(backup=backup)


def begin(backup: str) -> None:
    """Set the mark, durably, before anything is replaced."""
    home = settings().home
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(backup)
        file.flush()
        os.fsync(file.fileno())


def finish() -> None:
    """Take the mark away: whoever was erased is erased again."""
    _path().unlink(missing_ok=True)
