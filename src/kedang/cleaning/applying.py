"""Carrying a fix out: each customer by the archive's own path, as the actor of this very moment may, and only where the value
still is what the preview showed."""

from collections.abc import Mapping

from django.db import transaction

from kedang.accounts.behind import limits_of
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.content import Content
from kedang.archive.models import Customer
from kedang.cleaning.carrying import carry, still_allowed
from kedang.cleaning.columns import Column, column_of
from kedang.cleaning.deriving import Deriving
from kedang.cleaning.fixing import SUBJECT, WRONG_STATE, load, move
from kedang.cleaning.mending import Mended, mend
from kedang.cleaning.models import (
    APPLIED,
    APPLYING,
    CANCELLED,
    CHANGED,
    FAILED,
    READY,
    SKIPPED,
    WILL_CHANGE,
    Fix,
    FixRow,
)
from kedang.cleaning.plans import DERIVE, Plan, required_plan
from kedang.cleaning.previewing import require_allowed
from kedang.cleaning.reading import Seen
from kedang.cleaning.row_values import RowValues, reasons_of, seal_again, values_of
from kedang.history.record import record
from kedang.jobs.queue import enqueue
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.keys import SubjectKey

JOB = "cleaning.apply"
STARTABLE = (READY, CANCELLED, FAILED)
CHANGED_SINCE = Refusal(
    "cleaning.changed_since",
    409,
    "预览之后内容又被改过，没有改动它。",
    "It was changed after the preview, and is left alone.",
)


@transaction.atomic
def start(actor: Actor, fix_id: int) -> Fix:
    """Carry a previewed fix out, or go on where it stopped."""
    actor.require(archive_rights.EDIT)
    fix = load(actor, fix_id)
    waiting = fix.rows.filter(fate=WILL_CHANGE).count()
    if fix.previewed_at is None or not waiting:
        raise WRONG_STATE()
    required_plan(fix)
    move(fix, STARTABLE, APPLYING)
    enqueue(JOB, subject_id=fix.id, actor_id=actor.id, payload=limits_of(actor), total=waiting)
    record(actor, "cleaning.started", subject=(SUBJECT, fix.id), fields=[fix.field], run_id=fix.id)
    return fix


def apply(job: Running) -> None:
    """The job."""
    fix = Fix.objects.filter(id=job.subject_id, state=APPLYING).first()
    if fix is None:
        return
    actor = still_allowed(job)
    work = _Work(actor, fix, column_of(actor, fix.field), required_plan(fix))
    carry(job, fix, WILL_CHANGE, work.do)
    _finish(job, actor, fix)


@transaction.atomic
def _finish(job: Running, actor: Actor, fix: Fix) -> None:
    job.keep()
    if Fix.objects.filter(id=fix.id, state=APPLYING).update(state=APPLIED, applied_at=now()):
        done = {fate: fix.rows.filter(fate=fate).count() for fate in (CHANGED, SKIPPED)}
        record(actor, "cleaning.applied", subject=(SUBJECT, fix.id), fields=[fix.field], details=done, run_id=fix.id)


class _Work:
    """Does what a plan says, one customer at a time."""

    def __init__(self, actor: Actor, fix: Fix, column: Column, plan: Plan) -> None:
        self.actor, self.fix, self.column, self.plan = actor, fix, column, plan
        self._deriving = Deriving(actor, column)

    def do(self, row: FixRow, keys: Mapping[int, SubjectKey]) -> None:
        """Change one customer, or note why not. A refusal takes back this customer only."""
        seen = values_of(row, self.column, keys)
        if seen is None or row.customer_id is None:
            row.fate, row.reason = SKIPPED, "not_found" if row.customer_id not in keys else CHANGED_SINCE.code
            return
        try:
            done = self._change(row.customer_id, seen.mended)
            row.fate, values = CHANGED, RowValues(done)
        except DomainError as refused:
            row.fate, row.reason = SKIPPED, refused.code[:48]
            values = RowValues(seen.mended, reasons_of(refused))
        seal_again(keys, row, values)

    def _change(self, customer_id: int, shown: Mended) -> Mended:
        """By the archive's path: its right, its lock, its rules, its event and its index."""
        made: list[Mended] = []

        def edit(customer: Customer, content: Content) -> Content:
            require_allowed(self.actor, self.column, customer, own=customers.is_own(self.actor, customer))
            mended = mend(content, self.column, self.plan, derived=self._derived(customer))
            if mended is None or mended.keys != shown.keys:
                raise CHANGED_SINCE()
            made.append(mended)
            return content

        customers.update(self.actor, customer_id, edit, run_id=self.fix.id)
        return made[0]

    def _derived(self, customer: Customer) -> str:
        """What the field follows from now; the source may have changed after the preview as well."""
        if self.plan.method != DERIVE:
            return ""
        seen = Seen(customer.id, customer.kind, customers.is_own(self.actor, customer), ())
        return self._deriving.derived([seen]).get(customer.id, "")
