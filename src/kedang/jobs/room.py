"""Leaving the database to others for a moment, while people work.

SQLite has one writer at a time and nobody queues: whoever waits looks again, every tenth of a second at the latest. A job that takes
the lock anew right after each batch would keep them out for as long as it runs.
"""

import os
import time

from django.db import connection

# A pause longer than a tenth of a second is one in which everybody who waits has looked.
WORK_SECONDS, PAUSE_SECONDS = 0.5, 0.12


class Room:
    """How long a job has worked without a pause."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def make(self) -> None:
        """Pause if it is time, between transactions, beside a server on SQLite; elsewhere nobody is kept out."""
        served = connection.vendor == "sqlite" and "KEDANG_SERVED_BY" in os.environ
        if not served or connection.in_atomic_block or time.monotonic() - self._since < WORK_SECONDS:
            return
        time.sleep(PAUSE_SECONDS)
        self._since = time.monotonic()
