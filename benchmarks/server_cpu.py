"""CPU that a PostgreSQL server on this machine has used: what a request costs beside the CPU of its own process."""

import os
from collections.abc import Callable
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def server_cpu(database: str) -> Callable[[], float]:
    """Milliseconds used so far by the connections of this process's user to the server; always 0 with SQLite."""
    if database != "postgres":
        return lambda: 0.0
    return lambda: sum(_used(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()) * _TICK


def _used(entry: Path) -> int:
    """Ticks of a connection's process; 0 for any other."""
    try:
        if not (entry / "cmdline").read_bytes().startswith(b"postgres: postgres kedang"):
            return 0
        words = (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(words[11]) + int(words[12])
