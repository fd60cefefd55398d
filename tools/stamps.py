"""Stamps: a step of the build is skipped while the content it was made from is the same."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".build"
SKIPPED_FOLDERS = {"node_modules", "dist", "__pycache__", ".vite", "coverage"}


def files_below(folder: Path, *, ending: str = "") -> Iterable[Path]:
    """Every file that a build of the folder reads, in a fixed order."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in SKIPPED_FOLDERS:
            yield from files_below(path, ending=ending)
        elif path.is_file() and path.name.endswith(ending) and not path.name.endswith(".tsbuildinfo"):
            yield path


def digest(paths: Iterable[Path], *, extra: str = "") -> str:
    """One hash over names and contents."""
    total = hashlib.sha256(extra.encode())
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(name: str, value: str) -> bool:
    """Whether the step `name` was last finished for exactly this content."""
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == value


def mark(name: str, value: str) -> None:
    """Remember that the step is finished for this content."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(value)
