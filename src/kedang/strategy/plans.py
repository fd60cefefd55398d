"""Plans for key accounts: made, changed, ended, and the strategy looked at again on a day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.deals import bodies
from kedang.deals.models import OfCustomer
from kedang.deals.opportunities import require_owner
from kedang.deals.projects import About, locked, require_day, require_version, reword, save
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.strategy import rights
from kedang.strategy.models import Plan, Review, Stakeholder
from kedang.vault.keys import key_for

TEXTS = ("goal", "needs", "strategy", "competitors")
SEASON = timedelta(days=90)
# What events call the rows.
NAMES: dict[type[OfCustomer], str] = {Plan: "key_account", Stakeholder: "stakeholder", Review: "strategy"}
ALREADY = Refusal(
    "strategy.already",
    409,
    "这位客户已经是大客户，没有改动。请刷新页面，修改已有的计划。",
    "This customer is a key account already; nothing was changed. Reload the page and change the plan that is there.",
)
ENDED = Refusal(
    "strategy.ended",
    409,
    "这份大客户计划已结束，没有改动。需要时可以重新设为大客户。",
    "This plan for a key account has ended; nothing was changed. Make the customer a key account again if need be.",
)
BAD_REVIEW = Refusal(
    "strategy.review_day",
    422,
    "评审日期不能在将来，下次评审要在今天之后。没有保存任何改动。",
    "A review is not in the future, and the next one lies after today. Nothing was saved.",
)
NO_WORDS = Refusal(
    "strategy.review_words",
    422,
    "请写下评审结论。没有保存任何改动。",
    "Write down what the review found. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan as it is made; `owner_id` None: oneself, `review_on` None: in a season."""

    goal: str = ""
    needs: str = ""
    strategy: str = ""
    competitors: str = ""
    owner_id: int | None = None
    review_on: date | None = None


@transaction.atomic
def begin(actor: Actor, customer_id: int, draft: PlanDraft) -> int:
    """Make a customer a key account; the plan's id."""
    customer = reached(actor, customer_id)
    if Plan.objects.filter(customer_id=customer.id, ended_at__isnull=True).exists():
        raise ALREADY()
    row = Plan(customer=customer, created_by=actor.id, owner_id=actor.id, review_on=today() + SEASON)
    said = asdict(draft)
    _put(actor, customer, row, said)
    row.body_enc = sealed(row, {name: said[name] for name in TEXTS})
    row.save(force_insert=True)
    record(actor, "key_account.begun", **about(row))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, plan_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Change a plan. `changes`: any of goal, needs, strategy, competitors, owner_id, review_on."""
    customer, row = _running(actor, customer_id, plan_id, version=version)
    _put(actor, customer, row, changes)
    before = reword(row, changes, TEXTS)
    save(row)
    record(actor, "key_account.changed", fields=sorted(changes), before=before, **about(row))


@transaction.atomic
def end(actor: Actor, customer_id: int, plan_id: int, *, version: int) -> None:
    """The customer is worked on like any other again."""
    _, row = _running(actor, customer_id, plan_id, version=version)
    row.ended_at = now()
    save(row)
    record(actor, "key_account.ended", **about(row))


@transaction.atomic
def review(
    actor: Actor, customer_id: int, plan_id: int, *, words: str, held_on: date, next_on: date, version: int
) -> int:
    """The strategy was looked at: what was found, and when it is looked at again. The review's id."""
    customer, plan = _running(actor, customer_id, plan_id, version=version)
    require_day(held_on)
    require_day(next_on)
    if held_on > today() or next_on <= today():
        raise BAD_REVIEW()
    if not words.strip():
        raise NO_WORDS()
    row = Review(customer=customer, created_by=actor.id, at=_moment(held_on))
    row.body_enc = sealed(row, {"words": words})
    row.save(force_insert=True)
    plan.review_on = next_on
    save(plan)
    record(actor, "strategy.reviewed", **about(row))
    return row.id


def reached(actor: Actor, customer_id: int) -> Customer:
    """A customer whose plan the actor may change."""
    actor.require(rights.EDIT)
    return customers.load_for_change(actor, customer_id)


def sealed(row: OfCustomer, texts: Mapping[str, str], *, line: str = "") -> bytes:
    """Texts for a row that is new."""
    return bodies.seal(key_for(row.customer_id), bodies.checked(texts, line=line), row)


def about(row: Plan | Review | Stakeholder) -> About:
    """A row, in its customer's history."""
    return About(subject=("customer", row.customer_id), details={NAMES[type(row)]: str(row.id)})


def _running(actor: Actor, customer_id: int, plan_id: int, *, version: int) -> tuple[Customer, Plan]:
    customer = reached(actor, customer_id)
    row = locked(Plan, customer, plan_id)
    require_version(row, version)
    if row.ended_at is not None:
        raise ENDED()
    return customer, row


def _put(actor: Actor, customer: Customer, row: Plan, wanted: Mapping[str, Any]) -> None:
    row.review_on = wanted.get("review_on") or row.review_on
    require_day(row.review_on)
    owner = wanted.get("owner_id")
    if owner is not None and owner != row.owner_id:
        require_owner(actor, customer, owner, rights.VIEW)
        row.owner_id = owner


def _moment(day: date) -> datetime:
    """Noon of a day, as far as it has come."""
    return min(datetime.combine(day, time(12), LOCAL), now())
