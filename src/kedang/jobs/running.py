"""The job a worker holds: its lease, its progress, and every way it can end.

Each attempt has a claim of its own, and every write names it: a worker that lost its lease while it was frozen cannot write
into a job that somebody else has taken over.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import F

from kedang.jobs.handlers import Closer, Ending, patience
from kedang.jobs.models import DONE, QUEUED, RUNNING, Job
from kedang.jobs.room import Room
from kedang.kit.clock import now

LEASE = timedelta(seconds=40)
BEAT_SECONDS = 4.0
_LOG_LIMIT = 20_000


class LeaseLost(Exception):
    """Somebody else holds this job now; nothing more may be written in its name."""


class Cancelled(Exception):
    """Somebody asked this job to stop."""


class Interrupted(Exception):
    """The worker is shutting down; the job goes back to the queue as it is."""


class Running:
    """A claimed job. Handlers read it and report to it."""

    def __init__(self, job: Job, stopping: Callable[[], bool]) -> None:
        self.id = job.id
        self.kind = job.kind
        self.subject_id = job.subject_id
        self.actor_id = job.actor_id
        self.payload: dict[str, Any] = orjson.loads(job.payload)
        self.cursor = job.cursor
        self.done = job.done
        self.total = job.total
        self._furthest = job.furthest
        self._claim = job.claim
        self._stopping = stopping
        self._last_beat = time.monotonic()
        self._room = Room()
        self._guard: Callable[[], None] | None = None

    def watch(self, guard: Callable[[], None]) -> None:
        """Call this now and at every beat; it raises when the job must not go on."""
        guard()
        self._guard = guard

    def keep(self, *, done: int | None = None, total: int | None = None, cursor: str | None = None) -> None:
        """Extend the lease and write progress, inside the transaction of the batch it belongs to.

        Raises LeaseLost when the job is no longer ours, Cancelled when somebody asked it to stop: either way the
        caller's transaction rolls back.
        """
        if done is not None and done > self._furthest:
            self._progressed(done)
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total
        self.cursor = self.cursor if cursor is None else cursor
        with connection.cursor() as database:
            database.execute(
                "UPDATE jobs_job SET lease_until = %s, done = %s, total = %s, cursor = %s "
                "WHERE id = %s AND claim = %s AND state = 'running' RETURNING cancel",
                [now() + LEASE, self.done, self.total, self.cursor, self.id, self._claim],
            )
            row = database.fetchone()
        self._last_beat = time.monotonic()
        if row is None:
            raise LeaseLost(str(self.id))
        if row[0]:
            raise Cancelled(str(self.id))

    def _progressed(self, done: int) -> None:
        Job.objects.filter(id=self.id, claim=self._claim).update(attempts=0, failures=0, furthest=done)
        self._furthest = done

    def beat(self) -> None:
        """Say that we live, and let others write; call it often, it writes only every few seconds. Raises Interrupted at shutdown."""
        if self._stopping():
            raise Interrupted(str(self.id))
        if self._guard is not None:
            self._guard()
        self._room.make()
        if time.monotonic() - self._last_beat >= BEAT_SECONDS:
            with transaction.atomic():
                self.keep()

    def say(self, line: str) -> None:
        """Add a line of codes and counts to the job's log."""
        job = Job.objects.filter(id=self.id).values_list("log", flat=True).first() or ""
        stamped = f"{now():%Y-%m-%d %H:%M:%S} {line}\n"
        Job.objects.filter(id=self.id, claim=self._claim).update(log=(job + stamped)[-_LOG_LIMIT:])

    def _mine(self) -> Any:
        return Job.objects.filter(id=self.id, claim=self._claim, state=RUNNING)

    def succeed(self) -> None:
        """Mark the job done."""
        self._mine().update(state=DONE, finished_at=now(), lease_until=None, error="")

    def failures(self) -> int:
        """How often it failed since the last progress that was committed; a batch that was rolled back made none."""
        return self._mine().values_list("failures", flat=True).first() or 0

    def give_back(self, *, after: timedelta = timedelta(), failures: int = 0) -> None:
        """Return the job to the queue, for another worker or for later, with this many failures more."""
        due = now() + after
        again = {"run_after": due, "turn_at": due + patience(self.kind), "failures": F("failures") + failures}
        self._mine().update(state=QUEUED, claim=None, lease_until=None, **again)

    @transaction.atomic
    def end(self, ending: Ending, closer: Closer | None) -> None:
        """End without success; the room says what that means for its own rows, in the same transaction."""
        error = orjson.dumps({"code": ending.code, "details": ending.details or {}}, default=str).decode()
        ended = self._mine().update(
            state=ending.state, finished_at=now(), lease_until=None, error=error if ending.code else ""
        )
        if ended and closer is not None:
            closer(self, ending)
