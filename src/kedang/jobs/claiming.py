"""Taking a job so that exactly one worker has it: a conditional UPDATE, on either database."""

from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kedang.jobs.models import OPEN_STATES, QUEUED, RUNNING, Job
from kedang.jobs.process import own_mark, surely_gone
from kedang.jobs.running import LEASE, Running
from kedang.kit.clock import now
from kedang.kit.ids import new_id

_LOOK_AHEAD = 20


def never() -> bool:
    """The answer of somebody who is not being stopped."""
    return False


def claim_next(kinds: Sequence[str], *, stopping: Callable[[], bool] = never) -> Running | None:
    """The job whose turn it is, of those that are due and free, or None."""
    for job_id in _candidates(kinds):
        taken = claim_job(job_id, stopping=stopping)
        if taken is not None:
            return taken
    return None


def in_line(kinds: Sequence[str]) -> QuerySet[Job]:
    """The jobs that are not over and due, the next one first. The states stand there literally: SQLite does not use the
    index of open jobs for values it learns only later."""
    due = Job.objects.extra(where=["state IN ('queued', 'running')"])
    return due.filter(run_after__lte=now(), kind__in=list(kinds)).order_by("turn_at", "id")


def _candidates(kinds: Sequence[str]) -> Iterator[int]:
    moment = now()
    for job_id, state, lease_until, holder in in_line(kinds).values_list("id", "state", "lease_until", "holder")[
        :_LOOK_AHEAD
    ]:
        if state == QUEUED or lease_until is None or lease_until < moment or surely_gone(holder):
            yield job_id


def claim_job(job_id: int, *, stopping: Callable[[], bool] = never) -> Running | None:
    """Take this very job if it is free: waiting, or held by somebody whose lease ended or whose process is gone."""
    found = Job.objects.filter(id=job_id, state__in=OPEN_STATES).values_list("claim", "state", "holder").first()
    if found is None:
        return None
    seen_claim, state, holder = found
    free = Q(state=QUEUED) | Q(state=RUNNING, lease_until__lt=now())
    if state == RUNNING and surely_gone(holder):
        free |= Q(state=RUNNING, claim=seen_claim)
    claim = new_id()
    with transaction.atomic():
        taken = Job.objects.filter(free, id=job_id).update(
            state=RUNNING,
            claim=claim,
            holder=own_mark(),
            lease_until=now() + LEASE,
            attempts=F("attempts") + 1,
        )
        if not taken:
            return None
        Job.objects.filter(id=job_id, started_at__isnull=True).update(started_at=now())
        return Running(Job.objects.get(id=job_id), stopping)
