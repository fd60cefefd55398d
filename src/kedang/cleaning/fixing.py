"""The states of a fix: prepared, stopped, discarded. Each change of state is a compare-and-set; the long work is a job's."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Exists, OuterRef

from kedang.accounts.behind import limits_of
from kedang.archive import rights as archive_rights
from kedang.cleaning import profiling, rights
from kedang.cleaning.columns import Column, column_of
from kedang.cleaning.findings import found_of
from kedang.cleaning.models import (
    APPLYING,
    BUSY,
    CANCELLED,
    CHANGED,
    DISCARDED,
    DONE,
    FAILED,
    KEPT,
    PREVIEWING,
    READY,
    UNDOING,
    UNDONE,
    FieldProfile,
    Fix,
    FixRow,
)
from kedang.cleaning.plans import MANUAL, Change, Plan, seal_plan
from kedang.cleaning.reading import reach
from kedang.history.record import record
from kedang.jobs.handlers import Ending
from kedang.jobs.queue import cancel as cancel_job
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.running import Running
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.kit.ids import new_id
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, create_keys, shred

PREVIEW_JOB = "cleaning.preview"
SUBJECT = "cleaning_fix"
DISCARDABLE = (READY, CANCELLED, FAILED)
TOUCHED = (CHANGED, UNDONE, KEPT)
WRONG_STATE = Refusal(
    "cleaning.state",
    409,
    "这次修正现在不能执行该操作，可能有人刚刚操作过。没有任何改动，请刷新后查看。",
    "This fix cannot do that now; somebody may just have acted on it. Nothing was changed: reload to see.",
)
NOT_DONE = Refusal(
    "cleaning.profile_not_done",
    409,
    "这次查看还没有完成，请等它完成，或重新查看字段。",
    "This look at the field is not done: wait for its end, or look again.",
)
NO_SUGGESTION = Refusal(
    "cleaning.no_suggestion",
    404,
    "没有这条建议，请重新查看字段。",
    "There is no such suggestion: look at the field again.",
)
NO_CHANGES = Refusal(
    "cleaning.no_changes",
    422,
    "没有要改的内容：请选择一条建议，或填写要改成什么。",
    "Nothing to change: choose a suggestion, or say what becomes what.",
)
TWICE = Refusal("cleaning.twice", 422, "“{value}”写了两种改法。", "“{value}” is to become two different things.")
MOST_OPEN = 20
ONE_AT_A_TIME = Refusal(
    "cleaning.one_at_a_time",
    429,
    "您的另一份修正正在预览。请等它完成，或先停止它，再预览这一份。",
    "Another fix of yours is being previewed. Wait for it, or stop it, then preview this one.",
)
TOO_MANY = Refusal(
    "cleaning.too_many",
    429,
    "您已有 {most} 份尚未执行的修正。请先执行或放弃其中一些。",
    "You have {most} fixes that are not carried out yet. Carry some out or discard them first.",
)
MASKED = Refusal(
    "cleaning.masked",
    403,
    "您看不到“{label}”的内容，不能修正它。",
    "You do not see the values of “{label}”, so you cannot fix them.",
)


def load(actor: Actor, fix_id: int) -> Fix:
    """One fix the actor may see, or the refusal for one that does not exist."""
    actor.require(rights.USE)
    found = Fix.objects.visible_to(actor).filter(id=fix_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def prepare(
    actor: Actor, profile_id: int, *, suggestion: str | None = None, changes: Sequence[Change] | None = None
) -> Fix:
    """A fix of a suggestion, or by hand; its preview is made in the background."""
    actor.require(rights.USE)
    actor.require(archive_rights.EDIT)
    profile = profiling.load(actor, profile_id)
    column = column_of(actor, profile.field)
    if not column.readable:
        raise MASKED(label=column.label)
    plan = replace(_plan(profile, column, suggestion, changes), others=column.clear(own=False), reach=column.reach)
    fresh = new_id()
    key = create_keys([fresh])[fresh]
    try:
        return _prepare(actor, profile, column, plan, key)
    except DomainError:
        shred([fresh])
        raise


def _plan(profile: FieldProfile, column: Column, suggestion: str | None, changes: Sequence[Change] | None) -> Plan:
    if (suggestion is None) == (changes is None):
        raise NO_CHANGES()
    if suggestion is None:
        return Plan(MANUAL, _by_hand(changes or ()))
    if profile.state != DONE:
        raise NOT_DONE()
    look = found_of(profile)
    still = column.still_clear(others=look.others, gathered=look.reach)
    found = next((s for s in look.suggestions if still and s.method == suggestion), None)
    if found is None:
        raise NO_SUGGESTION()
    return Plan(found.method, found.changes)


def _by_hand(changes: Sequence[Change]) -> tuple[Change, ...]:
    wanted: dict[str, Change] = {}
    for change in changes:
        after = storable(change.after) if change.after else None
        if change.before == after:
            continue
        if wanted.setdefault(change.before, Change(change.before, after)).after != after:
            raise TWICE(value=change.before)
    if not wanted:
        raise NO_CHANGES()
    return tuple(wanted.values())


@transaction.atomic
def _prepare(actor: Actor, profile: FieldProfile, column: Column, plan: Plan, key: SubjectKey) -> Fix:
    _require_room(actor)
    fix = Fix.objects.create(
        id=key.subject_id,
        field=column.code,
        kind=profile.kind,
        method=plan.method,
        plan_enc=seal_plan(key, plan),
        created_by=actor.id,
    )
    total = reach(actor, column, fix.kind).count()
    enqueue(PREVIEW_JOB, subject_id=fix.id, actor_id=actor.id, payload=limits_of(actor), total=total)
    record(actor, "cleaning.prepared", subject=(SUBJECT, fix.id), fields=[column.code], details={"method": plan.method})
    return fix


def _require_room(actor: Actor) -> None:
    """A preview walks over everybody in reach: one at a time, and what nobody carries out is kept for a few."""
    wait_turn(f"cleaning.fix.{actor.id}")
    mine = Fix.objects.filter(created_by=actor.id)
    if mine.filter(state=PREVIEWING).exists():
        raise ONE_AT_A_TIME()
    begun = FixRow.objects.filter(fix=OuterRef("id"), fate__in=TOUCHED)
    waiting = mine.filter(~Exists(begun), state__in=DISCARDABLE)
    if waiting.exclude(plan_enc=b"").count() >= MOST_OPEN:
        raise TOO_MANY(most=MOST_OPEN)


def move(fix: Fix, states: Sequence[str], state: str, **changes: object) -> None:
    """Compare and set: whoever comes second is refused."""
    if not Fix.objects.filter(id=fix.id, state__in=states).update(state=state, error="", **changes):
        raise WRONG_STATE()
    if state in (APPLYING, UNDOING):
        FieldProfile.objects.filter(field=fix.field).update(outdated=True)
    fix.refresh_from_db()


@transaction.atomic
def cancel(actor: Actor, fix_id: int) -> Fix:
    """Stop what is under way, at its next batch. What was changed stays changed, and can be undone."""
    fix = load(actor, fix_id)
    if fix.state not in BUSY:
        raise WRONG_STATE()
    job = open_job(fix.id)
    if job is None or cancel_job(job.id):
        move(fix, BUSY, CANCELLED)
    record(actor, "cleaning.cancelled", subject=(SUBJECT, fix.id))
    return fix


def discard(actor: Actor, fix_id: int) -> Fix:
    """Drop a fix that changed nobody, with everything it would have changed."""
    fix = load(actor, fix_id)
    _discard(actor, fix)
    shred([fix.id])
    return fix


@transaction.atomic
def _discard(actor: Actor, fix: Fix) -> None:
    Fix.objects.select_for_update().get(id=fix.id)
    if touched(fix):
        raise WRONG_STATE()
    move(fix, DISCARDABLE, DISCARDED, plan_enc=b"")
    fix.rows.all().delete()
    record(actor, "cleaning.discarded", subject=(SUBJECT, fix.id))


def touched(fix: Fix) -> bool:
    """Whether it ever changed anybody."""
    return fix.rows.filter(fate__in=TOUCHED).exists()


def ended(job: Running, ending: Ending) -> None:
    """The fix's own row, when its job ended without success; in the job's transaction."""
    state = CANCELLED if ending.state == CANCELLED else FAILED
    Fix.objects.filter(id=job.subject_id, state__in=(PREVIEWING, APPLYING, UNDOING)).update(
        state=state, error=ending.code[:48]
    )
