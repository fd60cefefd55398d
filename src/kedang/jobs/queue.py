"""Putting work into the queue and taking it back out."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from django.db import connection, transaction

from kedang.jobs.handlers import patience
from kedang.jobs.models import CANCELLED, FAILED, OPEN_STATES, QUEUED, RUNNING, Job
from kedang.kit.clock import now


def enqueue(
    kind: str,
    *,
    subject_id: int,
    actor_id: int,
    payload: Mapping[str, object] | None = None,
    total: int = 0,
    run_after: datetime | None = None,
) -> int:
    """Add a job inside the caller's transaction: it exists if and only if the change that wants it does."""
    assert connection.in_atomic_block, "a job is queued in the transaction that wants it"
    due = run_after or now()
    job = Job(
        kind=kind,
        subject_id=subject_id,
        actor_id=actor_id,
        payload=orjson.dumps(dict(payload or {})).decode(),
        total=total,
        run_after=due,
        turn_at=due + patience(kind),
    )
    job.save(force_insert=True)
    return job.id


@transaction.atomic
def cancel(job_id: int) -> bool:
    """Ask a job to stop. One that nobody has begun ends at once (True); a running one stops at its next batch."""
    Job.objects.filter(id=job_id, state__in=OPEN_STATES).update(cancel=True)
    ended = Job.objects.filter(id=job_id, state=QUEUED).update(state=CANCELLED, finished_at=now())
    return bool(ended)


def open_job(subject_id: int) -> Job | None:
    """The newest job of a subject that is waiting or running."""
    return Job.objects.filter(subject_id=subject_id, state__in=OPEN_STATES).order_by("-id").first()


def newest_job(subject_id: int) -> Job | None:
    """The newest job of a subject, whatever became of it."""
    return Job.objects.filter(subject_id=subject_id).order_by("-id").first()


def counts() -> dict[str, int]:
    """How many jobs wait, run and failed: for the operator's check."""
    return {state: Job.objects.filter(state=state).count() for state in (QUEUED, RUNNING, FAILED)}
