"""A run over the archive, whole or at what changed: started, followed, stopped; one at a time."""

import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson
from django.db import transaction
from django.db.models import QuerySet

from kedang.duplicates import engines, rights
from kedang.duplicates.entering import begin
from kedang.duplicates.feeding import KINDS
from kedang.duplicates.learning import in_force, keep
from kedang.duplicates.looking import Look, Sight, look
from kedang.duplicates.models import DONE, FAILED, RUNNING, STOPPED, WAITING, DedupeRun
from kedang.duplicates.relooking import everybody, few_changed, look_again
from kedang.duplicates.review_settling import apart_now
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
from kedang.kit.release import VERSION

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
def start_run(actor: Actor, *, engine: str = engines.DUCKDB, whole: bool = False) -> DedupeRun:
    """Queue a look over the archive: at what changed since the last one, or at everybody (`whole`, or when there was none
    that compared in the same way)."""
    actor.require(rights.RUN)
    engines.require(engine)
    wait_turn("duplicates.run")
    if DedupeRun.objects.filter(state__in=_OPEN).exists():
        raise BUSY()
    since = None if whole or engine != engines.DUCKDB else _looked_at()
    run = DedupeRun.objects.create(engine=engine, created_by=actor.id, since=since)
    enqueue(RUN_JOB, subject_id=run.id, actor_id=actor.id, total=everybody() if since is None else 0)
    record(actor, "duplicates.started", subject=("dedupe", run.id))
    return run


def _looked_at() -> datetime | None:
    """When the last look began, if nothing but customers has changed since."""
    last = DedupeRun.objects.filter(state=DONE).order_by("-id").first()
    return last.started_at if last is not None and last.basis == _basis() else None


def _basis() -> str:
    """By what is compared now: the release, the parameters and the limit of review."""
    parameters = [in_force()[kind].as_json() for kind in KINDS]
    digest = sha256(orjson.dumps(parameters, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
    return f"{VERSION}:{digest}:{limits().review}"


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
    run.basis = _basis()
    wanted = Look(
        review=limits().review / 10_000,
        engine=run.engine,
        apart=tuple(apart_now()),
        parameters=in_force(),
        certain=limits().certain / 10_000,
    )
    changed = few_changed(run.since) if run.since else None
    with transaction.atomic():
        job.keep(done=0, total=everybody() if changed is None else len(changed))
    tell = _Teller(job, run).tell
    if changed is None:
        run.since = None
        sight = look(wanted, beat=job.beat, stage=tell)
    else:
        sight = look_again(wanted, changed, beat=job.beat, stage=tell)
    DedupeRun.objects.filter(id=run.id).update(stage="store")
    _keep(job, run, sight)


@transaction.atomic
def _keep(job: Running, run: DedupeRun, sight: Sight) -> None:
    job.keep(done=sight.customers)
    assert run.started_at is not None, "it is set before anybody is read"
    store(run.id, sight.groups, since=run.started_at, among=sight.among)
    for kind, taught in sight.taught.items():
        keep(kind, taught)
    if run.since is None:
        # So that the next look need not read everybody again, even where nobody has served yet.
        begin()
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
    run.save(update_fields=["state", "stage", "finished_at", "customers", "pairs", "groups", "since", "basis"])


def ended(job: Running, ending: Ending) -> None:
    """The run's own row, when its job ended without success; in the job's transaction."""
    state = STOPPED if ending.state == "cancelled" else FAILED
    DedupeRun.objects.filter(id=job.subject_id, state__in=_OPEN).update(
        state=state, stage="", error=ending.code, finished_at=now()
    )
