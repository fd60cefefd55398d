"""A run over the whole archive: started, followed, stopped; one at a time."""

import time
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from kedang.archive.models import Customer
from kedang.duplicates import engines, rights
from kedang.duplicates.looking import Look, Sight, look
from kedang.duplicates.models import DONE, FAILED, RUNNING, STOPPED, WAITING, Decision, DedupeRun
from kedang.duplicates.storing import store
from kedang.duplicates.thresholds import limits
from kedang.history.record import record
from kedang.jobs.handlers import Ending
from kedang.jobs.models import QUEUED
from kedang.jobs.queue import cancel, enqueue, open_job
from kedang.jobs.running import Running
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal

RUN_JOB = "duplicates.run"
BUSY = Refusal(
    "duplicates.running",
    409,
    "已经在进行全库查重，请等它结束或先停止它。",
    "A look over the whole archive is under way already: wait for its end, or stop it first.",
)
_OPEN = (WAITING, RUNNING)
_TELL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: a stage, customers read, customers in all."""

    stage: str
    done: int
    total: int


@transaction.atomic
def start_run(actor: Actor, *, engine: str = "duckdb") -> DedupeRun:
    """Queue a look over the whole archive."""
    actor.require(rights.RUN)
    engines.require(engine)
    wait_turn("duplicates.run")
    if DedupeRun.objects.filter(state__in=_OPEN).exists():
        raise BUSY()
    run = DedupeRun.objects.create(engine=engine, created_by=actor.id)
    total = Customer.objects.filter(trashed_at__isnull=True, survivor_id__isnull=True).count()
    enqueue(RUN_JOB, subject_id=run.id, actor_id=actor.id, total=total)
    record(actor, "duplicates.started", subject=("dedupe", run.id))
    return run


def waiting_run(actor: Actor) -> DedupeRun | None:
    """A run that somebody started and nobody works on: left by a process that was killed, or not begun yet."""
    run = runs(actor).filter(state__in=_OPEN).first()
    job = open_job(run.id) if run is not None else None
    return run if job is not None and job.state == QUEUED else None


@transaction.atomic
def cancel_run(actor: Actor, run_id: int) -> DedupeRun:
    """Stop a run; what it found so far is dropped, the queue stays as it was."""
    actor.require(rights.RUN)
    run = runs(actor).filter(id=run_id).first()
    if run is None:
        raise NOT_FOUND()
    job = open_job(run.id)
    if job is not None and cancel(job.id):
        _close(run, STOPPED)
    record(actor, "duplicates.stopped", subject=("dedupe", run.id))
    return run


def runs(actor: Actor) -> QuerySet[DedupeRun]:
    """Every run, newest first, for who may start one."""
    found = DedupeRun.objects.order_by("-id")
    return found if actor.can(rights.RUN) else found.none()


def progress(run: DedupeRun) -> Progress:
    """How far a run is."""
    job = open_job(run.id)
    return Progress(run.stage, job.done if job else run.customers, job.total if job else run.customers)


def run_job(job: Running) -> None:
    """The job: safe to run twice, because nothing is kept before everything was found."""
    run = DedupeRun.objects.get(id=job.subject_id)
    if run.state not in _OPEN:
        return
    run.state, run.started_at, run.stage = RUNNING, now(), "read"
    run.save(update_fields=["state", "started_at", "stage"])
    _carry_out(job, run)


def _carry_out(job: Running, run: DedupeRun) -> None:
    wanted = Look(
        review=limits().review / 10_000,
        engine=run.engine,
        apart=tuple(Decision.objects.values_list("customer_id", "other_id")),
    )
    sight = look(wanted, beat=job.beat, stage=_Teller(job, run).tell)
    DedupeRun.objects.filter(id=run.id).update(stage="store")
    _keep(job, run, sight)


@transaction.atomic
def _keep(job: Running, run: DedupeRun, sight: Sight) -> None:
    job.keep(done=sight.customers)
    assert run.started_at is not None, "it is set before anybody is read"
    store(run.id, sight.groups, since=run.started_at)
    run.customers, run.pairs, run.groups = sight.customers, sight.pairs, len(sight.groups)
    _close(run, DONE)
    record(
        system_actor("worker"),
        "duplicates.finished",
        subject=("dedupe", run.id),
        details={"customers": run.customers, "groups": run.groups},
    )


class _Teller:
    """Tells how far a run is, not more than once a second."""

    def __init__(self, job: Running, run: DedupeRun) -> None:
        self._job, self._run = job, run
        self._stage, self._told = "", 0.0

    def tell(self, stage: str, done: int) -> None:
        if stage == self._stage and time.monotonic() - self._told < _TELL_SECONDS:
            return
        with transaction.atomic():
            self._job.keep(done=done)
            if stage != self._stage:
                DedupeRun.objects.filter(id=self._run.id).update(stage=stage)
        self._stage, self._told = stage, time.monotonic()


def _close(run: DedupeRun, state: str) -> None:
    run.state, run.stage, run.finished_at = state, "", now()
    run.save(update_fields=["state", "stage", "finished_at", "customers", "pairs", "groups"])


def ended(job: Running, ending: Ending) -> None:
    """The run's own row, when its job ended without success; in the job's transaction."""
    state = STOPPED if ending.state == "cancelled" else FAILED
    DedupeRun.objects.filter(id=job.subject_id, state__in=_OPEN).update(
        state=state, stage="", error=ending.code, finished_at=now()
    )
