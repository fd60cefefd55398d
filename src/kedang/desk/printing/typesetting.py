"""Having a paper typeset: a process of its own with bounded time and memory, a few at once, nothing on disk."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import orjson

from kedang.kit.errors import Refusal

PRESS = Path(__file__).with_name("press.py")
SECONDS = 60
LARGEST = 12 * 1024**2
AT_ONCE = 2
WAIT_SECONDS = 20
TOO_LARGE = Refusal(
    "print.too_large",
    422,
    "这份档案的内容太多，一次打印不下。没有丢失任何内容，请缩小期间或减少打印的部分。",
    "This archive is too long for one print. Nothing is lost: choose a shorter period or fewer parts.",
)
BUSY = Refusal(
    "print.busy",
    503,
    "正在打印的人较多，您的档案还没有打印。请稍后再试。",
    "Several archives are being printed, and yours was not. Please try again in a moment.",
)
FAILED = Refusal(
    "print.failed",
    500,
    "没能排版这份档案，没有丢失任何内容。请减少打印的部分再试；仍不行时，请把请求编号告诉管理员。",
    "This archive could not be typeset; nothing is lost. Try with fewer parts; if that fails, too, tell an administrator the number of the request.",
)
log = logging.getLogger("kedang.printing")
_turns = threading.BoundedSemaphore(AT_ONCE)


def typeset(data: dict[str, Any], *, at: int) -> bytes:
    """The PDF of a paper's data; `at`: when it was made, in Unix seconds."""
    order = orjson.dumps({"data": data, "at": at})
    if len(order) > LARGEST:
        raise TOO_LARGE()
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise BUSY()
    try:
        return _pressed(order)
    finally:
        _turns.release()


def _pressed(order: bytes) -> bytes:
    command = [sys.executable, "-I", str(PRESS)]
    try:
        done = subprocess.run(
            command, input=order, capture_output=True, timeout=SECONDS, env=_surroundings(), check=False
        )
    except subprocess.TimeoutExpired:
        raise TOO_LARGE() from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        # What it says may quote the archive: only the number goes to the log.
        log.error("the press ended with %s", done.returncode)
        raise FAILED()
    return done.stdout


def _surroundings() -> dict[str, str]:
    """What the press is told of the world: no secret of ours, few threads, and a proxy that leads nowhere."""
    nowhere = "http://127.0.0.1:9"
    told = {"HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere}
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return kept | told | {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
