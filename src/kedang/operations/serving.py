"""Who serves this installation: a lock on a file in its folder, which ends with the process that holds it."""

import fcntl
import os
import time
from dataclasses import dataclass

from kedang.kit.env import settings
from kedang.kit.errors import Refusal

SERVED = Refusal(
    "serve.twice",
    409,
    "这个数据目录已有一个进程在服务：{home}。同一 SQLite 目录不能由两个进程同时服务。",
    "Another process serves this folder already: {home}. Two must not serve one SQLite folder.",
)
RUNNING = Refusal(
    "restore.running",
    409,
    "系统正在运行，没有改动。请先停止 kedang serve，再恢复。",
    "The server is running; nothing was changed. Stop kedang serve, then restore.",
)
_PATIENCE = 5.0


@dataclass(slots=True)
class Held:
    """The lock of this process; it must be kept as long as it serves."""

    descriptor: int

    def release(self) -> None:
        """Stop serving."""
        os.close(self.descriptor)


def _try() -> int | None:
    settings().home.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(settings().home / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def hold() -> Held:
    """Say that this process serves. The children of one that was killed take a moment to go: that long it waits."""
    until = time.monotonic() + _PATIENCE
    while (descriptor := _try()) is None:
        if time.monotonic() > until:
            raise SERVED(home=settings().home)
        time.sleep(0.1)
    return Held(descriptor)


def is_served() -> bool:
    """Whether a process serves this installation from this machine."""
    descriptor = _try()
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
