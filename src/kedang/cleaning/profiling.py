"""Looking at one field over everybody in reach: started, followed, stopped; for the person who asked and nobody else."""

from django.db import transaction

from kedang.accounts.behind import actor_for, limits_of
from kedang.accounts.standing import require_still
from kedang.archive import rights as archive_rights
from kedang.cleaning import rights
from kedang.cleaning.columns import KINDS, Column, column_of
from kedang.cleaning.deriving import Deriving
from kedang.cleaning.findings import Found, seal_found
from kedang.cleaning.models import CANCELLED, DONE, FAILED, RUNNING, FieldProfile
from kedang.cleaning.reading import Seen, reach, walk
from kedang.cleaning.suggesting import found_in
from kedang.engine.profiling.tally import Cell, Tally
from kedang.history.reads import record_read
from kedang.jobs.handlers import Ending
from kedang.jobs.queue import cancel as cancel_job
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.running import Running
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND
from kedang.kit.ids import new_id
from kedang.vault.keys import create_keys, key_for, shred

JOB = "cleaning.profile"


def start(actor: Actor, field: str, *, kind: str = "") -> FieldProfile:
    """Look at a field, in the background. What an earlier look found is deleted; one that is under way goes on."""
    actor.require(rights.USE)
    actor.require(archive_rights.VIEW)
    column = column_of(actor, field)
    kind = kind if len(column.kinds) == len(KINDS) else ""
    fresh = new_id()
    create_keys([fresh])
    profile, useless = _start(actor, column, kind, fresh)
    shred(useless)
    return profile


@transaction.atomic
def _start(actor: Actor, column: Column, kind: str, fresh: int) -> tuple[FieldProfile, list[int]]:
    """The profile, and whose keys are of no use any more."""
    wait_turn(f"cleaning.profile.{actor.id}")
    before = FieldProfile.objects.filter(created_by=actor.id, field=column.code, kind=kind).first()
    if before is not None and before.state == RUNNING:
        return before, [fresh]
    useless = [before.id] if before is not None else []
    FieldProfile.objects.filter(id__in=useless).delete()
    profile = FieldProfile.objects.create(id=fresh, field=column.code, kind=kind, created_by=actor.id)
    total = reach(actor, column, kind).count()
    enqueue(JOB, subject_id=fresh, actor_id=actor.id, payload=limits_of(actor), total=total)
    return profile, useless


def load(actor: Actor, profile_id: int) -> FieldProfile:
    """One's own profile, or the refusal for one that does not exist."""
    actor.require(rights.USE)
    found = FieldProfile.objects.filter(id=profile_id, created_by=actor.id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def newest(actor: Actor) -> dict[str, FieldProfile]:
    """Field → the newest of one's own profiles."""
    rows = FieldProfile.objects.filter(created_by=actor.id).defer("found_enc").order_by("id")
    return {row.field: row for row in rows}


@transaction.atomic
def cancel(actor: Actor, profile_id: int) -> FieldProfile:
    """Stop looking; nothing is kept of what was counted."""
    profile = load(actor, profile_id)
    job = open_job(profile.id)
    if job is None or cancel_job(job.id):
        _close(profile.id, CANCELLED)
    profile.refresh_from_db()
    return profile


def _close(profile_id: int, state: str) -> None:
    FieldProfile.objects.filter(id=profile_id, state=RUNNING).update(state=state, finished_at=now())


def look(job: Running) -> None:
    """The job. It keeps nothing before it is done, and so begins anew after a crash."""
    profile = FieldProfile.objects.filter(id=job.subject_id, state=RUNNING).first()
    if profile is None:
        return
    actor = actor_for(job.actor_id, job.payload)
    actor.require(rights.USE)
    job.watch(lambda: require_still(actor, (rights.USE, archive_rights.VIEW)))
    column = column_of(actor, profile.field)
    tally, deriving, looked = Tally(), Deriving(actor, column), 0
    for batch in walk(actor, column, profile.kind):
        count(tally, column, batch)
        deriving.add(batch)
        looked += len(batch)
        job.beat()
        with transaction.atomic():
            job.keep(done=looked)
    record_read(actor, "customers.profiled", fields=[column.code], count=tally.customers)
    _finish(job, profile, tally, found_in(column, tally, deriving))


def count(tally: Tally, column: Column, batch: list[Seen]) -> None:
    """Count some customers."""
    for seen in batch:
        clear = column.clear(own=seen.own)
        cells = [Cell(each.text, column.shown(each.text), each.reason) for each in seen.stored]
        tally.add(cells, clear=clear, shapes=column.shapes)


@transaction.atomic
def _finish(job: Running, profile: FieldProfile, tally: Tally, found: Found) -> None:
    job.keep(done=tally.customers)
    FieldProfile.objects.filter(id=profile.id, state=RUNNING).update(
        state=DONE,
        customers=tally.customers,
        filled=tally.filled,
        invalid=tally.invalid,
        suggestions=len(found.suggestions),
        found_enc=seal_found(key_for(profile.id), found),
        finished_at=now(),
    )


def ended(job: Running, ending: Ending) -> None:
    """The look's own row, when its job ended without success; in the job's transaction."""
    _close(job.subject_id, CANCELLED if ending.state == CANCELLED else FAILED)
