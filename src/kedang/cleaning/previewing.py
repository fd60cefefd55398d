"""The preview: whom a fix would change, from what to what, and whom it would leave out, and why. Changes nobody."""

from collections.abc import Sequence

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.standing import require_still
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.content import Content
from kedang.archive.enforcing import require_changed, rulebook
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.archive.policy import LOCKED
from kedang.archive.snapshot import held_keys
from kedang.cleaning import rights
from kedang.cleaning.columns import Column, column_of
from kedang.cleaning.deriving import Deriving
from kedang.cleaning.items import take, text_of
from kedang.cleaning.mending import Mended, mend
from kedang.cleaning.models import LEFT_OUT, PREVIEWING, READY, WILL_CHANGE, Fix, FixRow
from kedang.cleaning.plans import DERIVE, Plan, required_plan
from kedang.cleaning.reading import Seen, walk
from kedang.cleaning.row_values import RowValues, reasons_of, seal_values
from kedang.jobs.running import Running
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, DomainError
from kedang.vault.keys import keys_for


def preview(job: Running) -> None:
    """The job: a batch of customers a transaction, with the cursor in it, so that a killed one goes on where it stopped."""
    fix = Fix.objects.filter(id=job.subject_id, state=PREVIEWING).first()
    if fix is None:
        return
    actor = actor_for(job.actor_id, job.payload)
    needed = (rights.USE, archive_rights.VIEW, archive_rights.EDIT)
    for right in needed:
        actor.require(right)
    job.watch(lambda: require_still(actor, needed))
    column, plan = column_of(actor, fix.field), required_plan(fix)
    look = _Look(actor, fix, column, plan)
    for batch in walk(actor, column, fix.kind, after=int(job.cursor or 0)):
        if batch:
            _keep(job, look.rows(batch), done=job.done + len(batch), last=batch[-1].id)
        job.beat()
    _finish(job, fix)


@transaction.atomic
def _keep(job: Running, rows: Sequence[FixRow], *, done: int, last: int) -> None:
    FixRow.objects.bulk_create(rows)
    job.keep(done=done, cursor=str(last))


@transaction.atomic
def _finish(job: Running, fix: Fix) -> None:
    job.keep()
    Fix.objects.filter(id=fix.id, state=PREVIEWING).update(state=READY, previewed_at=now())


class _Look:
    """Makes the rows of a preview."""

    def __init__(self, actor: Actor, fix: Fix, column: Column, plan: Plan) -> None:
        self.actor, self.fix, self.column, self.plan = actor, fix, column, plan
        self._targets = plan.targets
        self._deriving = Deriving(actor, column)
        self._book = rulebook()

    def rows(self, batch: Sequence[Seen]) -> list[FixRow]:
        """The rows of those whom the plan concerns. Whose values are masked from the actor is not concerned."""
        derived = self._deriving.derived(batch) if self.plan.method == DERIVE else {}
        meant = {seen.id: seen for seen in batch if self._concerns(seen, derived)}
        if not meant:
            return []
        # Asked before and after: nobody is locked here, and a merge may be made or undone while contents are read.
        earlier = held_keys(meant)
        contents, keys = load_contents(list(meant)), keys_for(meant)
        held = held_keys(meant)
        found = Customer.objects.visible_to(self.actor).filter(id__in=meant).order_by("id")
        rows: list[FixRow] = []
        for customer in found:
            if customer.id in contents:
                own = meant[customer.id].own
                made = self._row(customer, contents[customer.id], own=own, derived=derived.get(customer.id, ""))
                if made is not None:
                    others = (*earlier.get(customer.id, ()), *held.get(customer.id, ()))
                    seal_values(keys[customer.id], *made, others)
                    rows.append(made[0])
        return rows

    def _concerns(self, seen: Seen, derived: dict[int, str]) -> bool:
        if not self.column.clear(own=seen.own):
            return False
        return seen.id in derived or any(each.text in self._targets for each in seen.stored)

    def _row(self, customer: Customer, content: Content, *, own: bool, derived: str) -> tuple[FixRow, RowValues] | None:
        row = FixRow(fix=self.fix, customer_id=customer.id, fate=WILL_CHANGE)
        new = content.copy()
        try:
            mended = mend(new, self.column, self.plan, derived=derived)
            require_allowed(self.actor, self.column, customer, own=own)
            seen = self._book.seen_by(self.column.policy(own=own), (content, new)) if self._book else self._book
            require_changed(self.actor, seen, content, new, customer_id=customer.id)
        except DomainError as refused:
            row.fate, row.reason = LEFT_OUT, refused.code[:48]
            named = [item for item in take(content, self.column) if text_of(item) in self._targets]
            return row, RowValues(Mended(named, []), reasons_of(refused))
        return (row, RowValues(mended)) if mended is not None else None


def require_allowed(actor: Actor, column: Column, customer: Customer, *, own: bool) -> None:
    """Refuse unless the actor may change this field of this customer, and sees it in clear."""
    if not customers.may_change(actor, customer):
        raise DENIED(right=archive_rights.EDIT.text(actor.language))
    policy = column.policy(own=own)
    if not policy.clear(column.code):
        raise LOCKED(label=column.label)
    policy.require_editable(column.code)
