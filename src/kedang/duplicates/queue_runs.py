"""The history of looks over the whole archive, as it goes out, with how far the present one is."""

from kedang.accounts.queries import directory
from kedang.duplicates import learning, rights, running, schemas
from kedang.duplicates.models import RUNNING, WAITING, DedupeRun
from kedang.jobs.queue import open_job
from kedang.kit.actor import Actor, system_name
from kedang.kit.clock import now
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor


def run_page(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> schemas.DedupeRunPage:
    """Runs, newest first."""
    actor.require(rights.RUN)
    size = clamp_limit(limit, default=10)
    found = running.runs(actor)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found[: size + 1])
    following = encode_cursor((rows[size - 1].id,)) if len(rows) > size else None
    return schemas.DedupeRunPage(rows=[run_out(run) for run in rows[:size]], next=following)


def run_out(run: DedupeRun) -> schemas.DedupeRunOut:
    """One run with its progress."""
    person = directory().person(run.created_by)
    name = person.name if person else system_name(run.created_by)
    done, total, rate = _progress(run)
    return schemas.DedupeRunOut(
        id=str(run.id),
        state=run.state,
        stage=run.stage,
        engine=run.engine,
        since=run.since,
        created_at=run.created_at,
        by=schemas.SuspectPerson(id=str(run.created_by), name=name) if name else None,
        finished_at=run.finished_at,
        seconds=round(((run.finished_at or now()) - run.started_at).total_seconds(), 1) if run.started_at else None,
        customers=run.customers,
        pairs=run.pairs,
        groups=run.groups,
        done=done,
        total=total,
        rate=rate,
        remaining=round((total - done) / rate, 1) if rate else None,
    )


def learning_out(actor: Actor) -> schemas.LearningOut:
    """What the archive taught."""
    learn, found = learning.known(actor)
    lessons = [schemas.LessonOut(kind=k.kind, customers=k.customers, pairs=k.pairs, at=k.at) for k in found]
    return schemas.LearningOut(learn=learn, least=learning.LARGE, lessons=lessons)


def _progress(run: DedupeRun) -> tuple[int, int, float | None]:
    """Customers read, customers in all, and how many a second; the rate only while something moves."""
    far = running.progress(run)
    total = max(far.total, far.done)
    job = open_job(run.id) if run.state in (WAITING, RUNNING) else None
    if job is None or job.started_at is None or not far.done:
        return far.done, total, None
    seconds = (now() - job.started_at).total_seconds()
    return far.done, total, round(far.done / seconds, 1) if seconds > 0 else None
