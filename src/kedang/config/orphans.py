"""A child process that outlives its parent would keep the port and the queue: it leaves as well."""

import os
import threading
import time

CHECK_SECONDS = 1.0


def parent_gone(parent: int) -> bool:
    """Whether this process has lost the parent it was started by."""
    return os.getppid() != parent


def leave_with(parent: int) -> None:
    """Watch the parent from a thread, and end this process at once when it is gone; open transactions roll back."""
    threading.Thread(target=_watch, args=(parent,), name="kedang-orphan", daemon=True).start()


def _watch(parent: int) -> None:
    while not parent_gone(parent):
        time.sleep(CHECK_SECONDS)
    os._exit(0)
