"""Key accounts as the actor may read them: whoever sees the customer and may see plans knows that there is one and how it stands; what
is written about it, people's names too, follows the field `notes`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.deals.bodies import Texts
from kedang.deals.listing import COUNTED
from kedang.deals.models import STILL_OPEN
from kedang.deals.reading import granted_to, texts_of
from kedang.deals.sight import ALL, seen_of, worked_on
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.strategy import rights
from kedang.strategy.models import Plan, Review, Stakeholder
from kedang.strategy.risks import Signal, signals

MOST = 100


@dataclass(frozen=True, slots=True)
class PlanRead:
    """A plan and whom it is about; `texts` None when the reader may not have them."""

    row: Plan
    customer: Customer
    texts: Texts | None
    signals: list[Signal]
    editable: bool


@dataclass(frozen=True, slots=True)
class PersonRead:
    """A stakeholder; `person_id` None unless the reader may have the texts and sees that person's archive."""

    row: Stakeholder
    texts: Texts | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class OfOne:
    """What strategy knows of one customer; whether the actor may make a plan or change it."""

    plans: list[PlanRead]
    people: list[PersonRead]
    reviews: list[tuple[Review, Texts | None]]
    editable: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Some running plans. `count` stops at 1000."""

    reads: list[PlanRead]
    next: str | None
    count: int
    capped: bool


def of_customer(actor: Actor, customer_id: int) -> OfOne:
    """The running plan of one customer (two after a merge), who has a say there, and the latest reviews."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    record_read(actor, "strategy.read", customer_ids=[customer.id])
    plans = list(Plan.objects.filter(STILL_OPEN, customer_id=customer.id).order_by("-id"))
    people = list(Stakeholder.objects.filter(customer_id=customer.id).order_by("id")[:MOST])
    reviews = list(Review.objects.filter(customer_id=customer.id).order_by("-at", "-id")[:MOST])
    texts = texts_with(actor, customer, [*people, *reviews])
    met = _met(actor, people)
    return OfOne(
        _read(actor, plans, {customer.id: customer}),
        [_person(row, texts[row.id], met) for row in people],
        [(row, texts[row.id]) for row in reviews],
        customer.trashed_at is None and actor.can(rights.EDIT) and customers.may_change(actor, customer),
    )


def listed(
    actor: Actor,
    *,
    whose: str,
    owner_id: int | None = None,
    due: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> PlanPage:
    """Key accounts by when their strategy is looked at again, what is overdue first. `due`: only those whose day has come."""
    actor.require(rights.VIEW)
    running = Plan.objects.filter(STILL_OPEN, review_on__lte=today()) if due else Plan.objects.filter(STILL_OPEN)
    rows = worked_on(actor, running, whose, owner_id)
    found = seen_of(actor, rows, wide=whose == ALL and owner_id is None)
    count = found.order_by()[: COUNTED + 1].count()
    if cursor:
        found = found.filter(_behind(cursor))
    size = clamp_limit(limit)
    page = list(found.order_by("review_on", "id")[: size + 1])
    last = page[size - 1] if len(page) > size else None
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in page[:size]})
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["strategy"])
    return PlanPage(
        _read(actor, [row for row in page[:size] if row.customer_id in seen], seen),
        encode_cursor((last.review_on.toordinal(), last.id)) if last else None,
        min(count, COUNTED),
        count > COUNTED,
    )


def texts_with(
    actor: Actor, customer: Customer, rows: Iterable[Plan | Stakeholder | Review]
) -> dict[int, Texts | None]:
    """The texts of rows of one customer that is seen."""
    return texts_of(actor, rows, {customer.id: customer}, granted_to(actor, [customer.id]))


def _person(row: Stakeholder, texts: Texts | None, met: set[int]) -> PersonRead:
    return PersonRead(row, texts, row.person_id if texts is not None and row.person_id in met else None)


def _met(actor: Actor, people: Iterable[Stakeholder]) -> set[int]:
    """The persons among them whose archives the actor sees."""
    sought = {row.person_id for row in people if row.person_id is not None}
    return set(Customer.objects.visible_to(actor).filter(id__in=sought).values_list("id", flat=True))


def _read(actor: Actor, rows: list[Plan], seen: Mapping[int, Customer]) -> list[PlanRead]:
    granted = granted_to(actor, seen)
    texts = texts_of(actor, rows, seen, granted)
    causes = signals(actor, rows)
    found = []
    for row in rows:
        customer = seen[row.customer_id]
        reached = customers.in_reach(actor, customer) or granted.get(customer.id) == "edit"
        editable = customer.trashed_at is None and actor.can(rights.EDIT) and reached
        found.append(PlanRead(row, customer, texts[row.id], causes[row.id], editable))
    return found


def _behind(cursor: str) -> Q:
    at, last = decode_numbers(cursor, length=2)
    try:
        day = date.fromordinal(at)
    except (OverflowError, ValueError):
        raise INVALID(what="cursor") from None
    return Q(review_on__gt=day) | Q(review_on=day, id__gt=last)
