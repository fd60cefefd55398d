"""64-bit ids that sort by time and are known before the row is written.

Layout, most significant first: 41 bits milliseconds since 2024-01-01, 12 bits lane (one per process), 10 bits counter.
A process that makes more than 1,024 ids in a millisecond borrows from the next one, so a bulk load never waits.
"""

import os
import threading
import time
import zlib
from datetime import datetime

EPOCH_MS = 1_704_067_200_000
LANE_BITS = 12
COUNTER_BITS = 10
_TICK = 1 << COUNTER_BITS
_SHIFT = COUNTER_BITS + LANE_BITS
_HOST = zlib.crc32(os.uname().nodename.encode())


def _lane() -> int:
    return (os.getpid() ^ _HOST) & ((1 << LANE_BITS) - 1)


class IdMaker:
    """Makes ids for one process; safe between threads, and after a fork by `renew`."""

    def __init__(self) -> None:
        self._position = 0
        self.renew()

    def renew(self) -> None:
        """Take the lane of this process: a child must not go on in its parent's."""
        self._lock = threading.Lock()
        self._lane = _lane() << COUNTER_BITS

    def take(self, count: int) -> list[int]:
        """Return `count` fresh ids in rising order."""
        with self._lock:
            now = (time.time_ns() // 1_000_000 - EPOCH_MS) << COUNTER_BITS
            start = max(now, self._position)
            self._position = start + count
        lane, low = self._lane, _TICK - 1
        return [((p >> COUNTER_BITS) << _SHIFT) | lane | (p & low) for p in range(start, start + count)]

    def one(self) -> int:
        """Return one fresh id, without making a list of it."""
        with self._lock:
            position = (time.time_ns() // 1_000_000 - EPOCH_MS) << COUNTER_BITS
            if position < self._position:
                position = self._position
            self._position = position + 1
        return ((position >> COUNTER_BITS) << _SHIFT) | self._lane | (position & (_TICK - 1))


_maker = IdMaker()
os.register_at_fork(after_in_child=_maker.renew)


def new_id() -> int:
    """One fresh id."""
    return _maker.one()


def new_ids(count: int) -> list[int]:
    """`count` fresh ids in rising order, for rows that are loaded in bulk."""
    return _maker.take(count)


def id_time_ms(value: int) -> int:
    """Unix milliseconds at which an id was made."""
    return (value >> _SHIFT) + EPOCH_MS


def ids_a(milliseconds: int) -> int:
    """How far apart two ids are that were made so many milliseconds apart."""
    return milliseconds << _SHIFT


def first_id_at(at: datetime) -> int:
    """The smallest id that is made at a time or after it."""
    return max(0, int(at.timestamp() * 1_000) - EPOCH_MS) << _SHIFT
