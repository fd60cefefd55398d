"""Undoing a fix, at any time: what it made goes back to what was there, wherever it still stands."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from kedang.accounts.behind import limits_of
from kedang.accounts.queries import department_ancestors
from kedang.archive import change, customers
from kedang.archive import rights as archive_rights
from kedang.archive.custom_types import custom_types
from kedang.archive.load import load_content
from kedang.cleaning.carrying import carry, still_allowed
from kedang.cleaning.columns import Column, column_of
from kedang.cleaning.fixing import SUBJECT, WRONG_STATE, load, move
from kedang.cleaning.mending import Mended, put_back
from kedang.cleaning.models import APPLIED, CANCELLED, CHANGED, FAILED, KEPT, UNDOING, UNDONE, Fix, FixRow
from kedang.cleaning.previewing import require_allowed
from kedang.cleaning.row_values import RowValues, reasons_of, seal_again, separated_since, values_of
from kedang.history.record import record
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.keys import SubjectKey, key_for

JOB = "cleaning.undo"
UNDOABLE = (APPLIED, CANCELLED, FAILED, UNDONE)
CHANGED_AFTER = Refusal(
    "cleaning.changed_after",
    409,
    "修正之后内容又被改过，保留现在的内容。",
    "It was changed after the fix, and stays as it is now.",
)


@transaction.atomic
def start(actor: Actor, fix_id: int) -> Fix:
    """Take a fix back. Who was left alone by an earlier undoing is tried again."""
    actor.require(archive_rights.EDIT)
    fix = load(actor, fix_id)
    changed = fix.rows.filter(fate__in=(CHANGED, KEPT)).count()
    if not changed:
        raise WRONG_STATE()
    move(fix, UNDOABLE, UNDOING)
    fix.rows.filter(fate=KEPT).update(fate=CHANGED, reason="")
    enqueue(JOB, subject_id=fix.id, actor_id=actor.id, payload=limits_of(actor), total=changed)
    record(actor, "cleaning.undo_started", subject=(SUBJECT, fix.id), fields=[fix.field], run_id=fix.id)
    return fix


def undo(job: Running) -> None:
    """The job."""
    fix = Fix.objects.filter(id=job.subject_id, state=UNDOING).first()
    if fix is None:
        return
    actor = still_allowed(job)
    carry(job, fix, CHANGED, partial(_put_back, actor, fix, column_of(actor, fix.field)))
    _finish(job, actor, fix)


def _put_back(actor: Actor, fix: Fix, column: Column, row: FixRow, keys: Mapping[int, SubjectKey]) -> None:
    """One customer as it was, or why not."""
    stored = values_of(row, column, keys)
    if stored is None or row.customer_id is None:
        row.fate, row.reason = KEPT, "not_found" if row.customer_id not in keys else CHANGED_AFTER.code
        return
    try:
        _restore(actor, fix, column, row.customer_id, row, stored.mended)
        row.fate, why = UNDONE, ("", "")
    except DomainError as refused:
        row.fate, row.reason, why = KEPT, refused.code[:48], reasons_of(refused)
    seal_again(keys, row, RowValues(stored.mended, why))


@transaction.atomic
def _restore(actor: Actor, fix: Fix, column: Column, customer_id: int, row: FixRow, done: Mended) -> None:
    """By the archive's own path, but for one thing: like every undoing it brings back what was there, and where a rule of today
    refuses that, it is marked."""
    customer = customers.load_for_change(actor, customer_id)
    require_allowed(actor, column, customer, own=customers.is_own(actor, customer))
    stored = load_content(customer_id)
    former = stored.copy()
    if separated_since(row) or not put_back(former, column, done):
        raise CHANGED_AFTER()
    fields, before = change.apply(
        actor,
        customer,
        key_for(customer_id),
        stored,
        former,
        at=now(),
        departments=department_ancestors(customer.department_id),
        custom_types=custom_types(),
        run_id=fix.id,
    )
    subject = ("customer", customer_id)
    record(actor, "customer.changed", subject=subject, fields=fields, before=before, run_id=fix.id)


@transaction.atomic
def _finish(job: Running, actor: Actor, fix: Fix) -> None:
    job.keep()
    if Fix.objects.filter(id=fix.id, state=UNDOING).update(state=UNDONE):
        done = {fate: fix.rows.filter(fate=fate).count() for fate in (UNDONE, KEPT)}
        record(actor, "cleaning.undone", subject=(SUBJECT, fix.id), fields=[fix.field], details=done, run_id=fix.id)
