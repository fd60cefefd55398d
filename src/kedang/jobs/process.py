"""Which process holds a job, and whether it still lives: a crash on this machine is noticed at once, not when a lease ends."""

import os
import socket
from functools import cache
from pathlib import Path

_PROC = Path("/proc")


@cache
def _machine() -> str:
    """This boot of this machine and its space of process numbers; empty where it cannot be known."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = str((_PROC / "self/ns/pid").readlink())
    except OSError:
        return ""
    return f"{socket.gethostname()}/{boot[:13]}/{space[5:-1]}"


def _started(pid: int) -> str:
    """When a process started, in clock ticks since boot; empty when there is none, or when it is a zombie."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]


def own_mark() -> str:
    """This process, recognisable by others on the machine."""
    pid = os.getpid()
    return f"{_machine()}|{pid}|{_started(pid)}"


def surely_gone(mark: str) -> bool:
    """Whether the process behind a mark has ended for certain; False when that cannot be known from here."""
    machine, _, process = mark.partition("|")
    pid, _, started = process.partition("|")
    if not machine or machine != _machine() or not pid.isdigit():
        return False
    return _started(int(pid)) != started
