"""Looking at one piece of the tree, here or in a process of its own. No Django for SQLite's files: a process that only hashes starts
at once."""

import os
from collections.abc import Mapping
from typing import Protocol

from kedang.history import standalone
from kedang.history.standalone import PIECE, Leaf, Peaks

Job = tuple[int, list[int]]
Found = tuple[list[str], dict[int, Peaks], int]


class Source(Protocol):
    """Where leaves are read."""

    def piece(self, start: int) -> list[Leaf]:
        """The leaves from a place on, with the bytes of their rows."""

    def hashes(self, start: int) -> list[bytes]:
        """Their sealed hashes alone."""


class Files(standalone.Sqlite):
    """SQLite's files, and their hashes alone as well."""

    def hashes(self, start: int) -> list[bytes]:
        """The sealed hashes of a piece."""
        wanted = "SELECT hash FROM history_leaf WHERE seq >= ? AND seq < ? ORDER BY seq"
        return [row[0] for row in self.base.execute(wanted, (start, start + PIECE))]


def look(source: Source, job: Job, rows: bool) -> Found:
    """What is wrong with a piece, and its subtrees; `rows` says whether to hash the rows themselves."""
    start, sizes = job
    if rows:
        return standalone.check_piece(start, source.piece(start), sizes)
    leaves = source.hashes(start)
    counts = {size - start for size in sizes if size <= start + len(leaves)} | {len(leaves)}
    return [], standalone.peaks_at(leaves, sorted(counts)), len(leaves)


def open_connections(settings: str, names: Mapping[str, str]) -> None:
    """Make this process read through connections of its own to these databases."""
    import django  # noqa: PLC0415 - see above

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()
    from django.db import connections  # noqa: PLC0415

    from kedang.history.records import Logs  # noqa: PLC0415

    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name
    standalone.opened(Logs)


def look_from_here(task: tuple[Job, bool]) -> Found:
    """The same in a process that opened the files or connections."""
    return look(standalone.SOURCE[0], *task)
