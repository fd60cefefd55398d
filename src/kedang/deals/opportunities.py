"""Opportunities: opened and changed. Moving them on and ending them is `moving`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import directory
from kedang.accounts.rights import Right
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.deals import bodies, rights
from kedang.deals.bodies import Texts
from kedang.deals.models import Opportunity, Stage, Step
from kedang.deals.sight import open_to
from kedang.deals.stages import stages, taking
from kedang.finding.conditions import today
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND, STALE, Refusal
from kedang.vault.keys import key_for

MOST, ABOUT = 10**13, "opportunity"
TEXTS = ("title", "competitors", "next_step", "lost_note")
TEN_YEARS = timedelta(days=3660)
BAD_AMOUNT = Refusal(
    "deals.amount",
    422,
    "金额不能为负，且不超过 1000 亿。没有保存任何改动。",
    "An amount is not negative and at most 100 billion. Nothing was saved.",
)
BAD_CHANCE = Refusal(
    "deals.probability",
    422,
    "赢率为 0 至 100 的整数。没有保存任何改动。",
    "A chance is a whole number from 0 to 100. Nothing was saved.",
)
BAD_DAY = Refusal(
    "deals.day",
    422,
    "预计成交日期应在前后 10 年之内。没有保存任何改动。",
    "The expected day lies within ten years. Nothing was saved.",
)
NO_STAGE = Refusal(
    "deals.no_stage",
    422,
    "这个阶段不存在或已停用，请刷新后再选。没有保存任何改动。",
    "This stage does not exist or is retired: reload and choose again. Nothing was saved.",
)
NO_OWNER = Refusal(
    "deals.owner",
    422,
    "这位同事不存在、已停用、没有查看的权限，或看不到这位客户。请先把客户共享给对方。没有保存任何改动。",
    "No such colleague, or not one who may see this and the customer. Share the customer with them first. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An opportunity as it is entered; `stage_id` None: the first stage, `probability` None: the stage's, `owner_id` None: oneself."""

    title: str
    amount: int
    currency: str
    expected_on: date
    stage_id: int | None = None
    probability: int | None = None
    owner_id: int | None = None
    source: str = ""
    competitors: str = ""
    next_step: str = ""


@transaction.atomic
def open_opportunity(actor: Actor, customer_id: int, draft: Draft) -> int:
    """Enter an opportunity with a customer; its id."""
    actor.require(rights.EDIT)
    customer = customers.load_for_change(actor, customer_id)
    stage = _first_or(draft.stage_id)
    texts = {"title": draft.title, "competitors": draft.competitors, "next_step": draft.next_step, "lost_note": ""}
    row = Opportunity(customer=customer, stage_id=stage.id, created_by=actor.id, owner_id=actor.id)
    wanted = asdict(draft) | {"probability": stage.probability if draft.probability is None else draft.probability}
    _put(actor, customer, row, wanted)
    row.body_enc = bodies.seal(key_for(customer.id), bodies.checked(texts, line="title"), row)
    row.save(force_insert=True)
    note_step(actor, row, "opened", to_stage=stage.id)
    details = {"opportunity": str(row.id), "stage": str(stage.id), "owner": str(row.owner_id)}
    record(actor, "opportunity.opened", subject=("customer", customer.id), details=details)
    news.changed(actor, customer.id, (ABOUT, row.id))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, opportunity_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Change what is known of an opportunity: one's own, or with the right to manage anybody's. The event keeps former texts,
    sealed.

    `changes`: any of title, amount, currency, probability, expected_on, owner_id, source, competitors, next_step.
    """
    customer, row = load(actor, customer_id, opportunity_id, version=version)
    key = key_for(customer.id)
    former = bodies.opened(key, row)
    _put(actor, customer, row, changes)
    texts = bodies.checked(with_changes(former, changes), line="title")
    row.body_enc = bodies.seal(key, texts, row)
    save(row)
    before = bodies.seal_former(key, former, row) if texts != former else None
    subject, details = ("customer", customer.id), {"opportunity": str(row.id)}
    record(actor, "opportunity.changed", subject=subject, fields=sorted(changes), before=before, details=details)


def with_changes(former: Texts, changes: Mapping[str, Any]) -> Texts:
    """The texts of an opportunity with some of them said differently."""
    return {name: changes.get(name, former.get(name, "")) for name in TEXTS}


def _first_or(stage_id: int | None) -> Stage:
    wanted = stage_id if stage_id is not None else next(each.id for each in stages() if not each.retired)
    found = taking(wanted)
    if found is None:
        raise NO_STAGE()
    return found


def _put(actor: Actor, customer: Customer, row: Opportunity, wanted: Mapping[str, Any]) -> None:
    """Put the clear values that are given; None of an owner means that nobody else was named."""
    for name in ("amount", "currency", "probability", "expected_on", "source"):
        if name in wanted:
            setattr(row, name, wanted[name])
    if not 0 <= row.amount <= MOST:
        raise BAD_AMOUNT()
    if not 0 <= row.probability <= 100:
        raise BAD_CHANCE()
    if abs(row.expected_on - today()) > TEN_YEARS:
        raise BAD_DAY()
    row.expected_month = month_of(row.expected_on)
    owner = wanted.get("owner_id")
    if owner is not None and owner != row.owner_id:
        require_owner(actor, customer, owner, rights.VIEW)
        row.owner_id = owner


def month_of(day: date) -> int:
    """A month as a number that can be compared: 202611."""
    return day.year * 100 + day.month


def require_owner(actor: Actor, customer: Customer, user_id: int, right: Right) -> None:
    """Refuse somebody who could not see what they are to work on; `right`: what that takes besides seeing the customer."""
    if user_id == actor.id:
        return
    person = directory().people.get(user_id)
    if person is None or not person.is_active:
        raise NO_OWNER()
    them = actor_for(user_id)
    if not them.can(right) or not Customer.objects.visible_to(them).filter(id=customer.id).exists():
        raise NO_OWNER()


def load(
    actor: Actor, customer_id: int, opportunity_id: int, *, version: int | None = None
) -> tuple[Customer, Opportunity]:
    """An opportunity the actor sees and may change, and its customer, both locked."""
    actor.require(rights.EDIT)
    customer = customers.load_visible(actor, customer_id, lock=True)
    found = open_to(actor, Opportunity.objects.filter(id=opportunity_id, customer_id=customer.id))
    row = found.select_for_update().first()
    if row is None:
        raise NOT_FOUND()
    if not may_change(actor, customer, row):
        raise DENIED(right=rights.MANAGE)
    if version is not None and row.version != version:
        raise STALE(version=row.version)
    return customer, row


def may_change(actor: Actor, customer: Customer, row: Opportunity, *, reached: bool | None = None) -> bool:
    """Its owner, the customer's, or whoever manages those of colleagues; a grant to read a customer allows only the first.

    `reached`: whether the actor may change the customer, where that is known already.
    """
    if not actor.can(rights.EDIT):
        return False
    if actor.id in (row.owner_id, customer.owner_id):
        return True
    if actor.id != row.created_by and not actor.can(rights.MANAGE):
        return False
    return customers.may_change(actor, customer) if reached is None else reached


def note_step(
    actor: Actor,
    row: Opportunity,
    kind: str,
    *,
    from_stage: int | None = None,
    to_stage: int | None = None,
    stood: int | None = None,
) -> None:
    """Write down what an opportunity went through, in the caller's transaction."""
    Step.objects.create(
        customer_id=row.customer_id,
        opportunity_id=row.id,
        kind=kind,
        from_stage=from_stage,
        to_stage=to_stage,
        stood=stood,
        by=actor.id,
    )


def save(row: Opportunity) -> None:
    """Store a changed opportunity under its next version."""
    row.version += 1
    row.updated_at = now()
    row.save()
