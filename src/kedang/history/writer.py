"""Group commit: many requests, one fsync.

Whoever finds nobody writing and nobody waiting writes by itself, which spares it two changes of thread. Otherwise a daemon
thread takes whatever is waiting, writes it in one transaction, and wakes the writers. While it waits for the
disk, the next group gathers by itself, so a lone request pays one commit and a crowd shares it. A caller that asked to
wait goes on only when its row is committed, or is told that it is not.
"""

import os
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError

Row = tuple[int | str | bytes | None, ...]
GROUP_LIMIT = 500
PATIENCE_SECONDS = 15.0


class NotWritten(Exception):
    """The row is not on disk."""


@dataclass(slots=True)
class Ticket:
    """A row on its way. `wait()` returns when it is committed."""

    row: Row
    done: threading.Lock = field(default_factory=threading.Lock)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self.done.acquire()

    def settle(self, failure: BaseException | None = None) -> None:
        """Wake the caller."""
        self.failure = failure
        self.done.release()

    def wait(self) -> None:
        """Return when the row is committed; raise NotWritten when it could not be."""
        if not self.done.acquire(timeout=PATIENCE_SECONDS):
            raise NotWritten("no answer in time")
        self.done.release()
        if self.failure is not None:
            raise NotWritten(str(self.failure)) from self.failure


class GroupWriter:
    """One per process and database; its thread starts with the first row, and again after a fork."""

    def __init__(self, write: Callable[[Sequence[Row]], None], *, name: str) -> None:
        self._write = write
        self._name = name
        self._lock = threading.Lock()
        self._busy = threading.Lock()
        self._queue: queue.SimpleQueue[Ticket] = queue.SimpleQueue()
        self._pid = 0

    def put(self, row: Row) -> Ticket:
        """Hand over a row."""
        ticket = Ticket(row)
        if self._pid != os.getpid():
            self._start()
        self._queue.put(ticket)
        return ticket

    def write(self, *rows: Row) -> None:
        """Return when the rows are committed; raise NotWritten when one could not be."""
        if self._queue.empty() and self._busy.acquire(blocking=False):
            try:
                self._write(rows)
            except (DatabaseError, OSError) as refused:
                raise NotWritten(str(refused)) from refused
            finally:
                self._busy.release()
            return
        for ticket in [self.put(row) for row in rows]:
            ticket.wait()

    def _start(self) -> None:
        with self._lock:
            if self._pid == os.getpid():
                return
            if self._pid:  # a fork while somebody wrote: nobody in this process will ever open that lock
                self._busy = threading.Lock()
            self._queue = queue.SimpleQueue()
            threading.Thread(target=self._run, args=(self._queue,), name=self._name, daemon=True).start()
            self._pid = os.getpid()

    def _run(self, waiting: "queue.SimpleQueue[Ticket]") -> None:
        while True:
            first = waiting.get()
            with self._busy:
                self._commit(_gather(first, waiting))

    def _commit(self, group: list[Ticket]) -> None:
        failure: BaseException | None = None
        try:
            self._write([ticket.row for ticket in group])
        except (DatabaseError, OSError) as refused:
            failure = refused
        for ticket in group:
            ticket.settle(failure)


def _gather(first: Ticket, waiting: "queue.SimpleQueue[Ticket]") -> list[Ticket]:
    group = [first]
    while len(group) < GROUP_LIMIT:
        try:
            group.append(waiting.get_nowait())
        except queue.Empty:
            break
    return group
