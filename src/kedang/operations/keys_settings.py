"""What an operator can set about keys, from the environment."""

import os
from pathlib import Path

from kedang.kit.env import settings


def rotate_after() -> int:
    """After how many days a new master key begins by itself; 0: never."""
    return int(os.environ.get("KEDANG_KEY_ROTATION_DAYS") or "30")


def copies_folder() -> Path:
    """Where copies of the key store lie: another disk than that of the data, and never in its backups."""
    named = os.environ.get("KEDANG_KEY_COPIES")
    return Path(named) if named else settings().home / "key-copies"
