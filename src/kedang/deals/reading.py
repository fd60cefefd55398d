"""Opportunities as the actor may read them. That there is one, and how it stands, sees whoever may see opportunities and the customer,
of a customer that was lent only their own; what is written about it follows the field `notes`, like everything free about a
customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.notes import NOTES
from kedang.archive.policy import policy_for
from kedang.deals import bodies, rights
from kedang.deals.bodies import Texts
from kedang.deals.models import ENDED, STILL_OPEN, OfCustomer, Opportunity, Step
from kedang.deals.opportunities import may_change
from kedang.deals.sight import open_to
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND
from kedang.vault.keys import keys_for

SHOWN, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Read:
    """An opportunity and whom it is about; `texts` None when the reader may not have them."""

    row: Opportunity
    customer: Customer
    texts: Texts | None
    editable: bool


def texts_of(
    actor: Actor, rows: Iterable[OfCustomer], seen: Mapping[int, Customer], granted: Mapping[int, str]
) -> dict[int, Texts | None]:
    """The texts of rows of customers that are seen, by row; `granted`: customers shared with the actor, and how."""
    clear = {own: policy_for(actor, own=own).clear(NOTES) for own in (True, False)}
    keys = keys_for(seen)
    found: dict[int, Texts | None] = {}
    for row in rows:
        own = seen[row.customer_id].owner_id == actor.id or row.customer_id in granted
        found[row.id] = bodies.opened(keys[row.customer_id], row) if clear[own] else None
    return found


def granted_to(actor: Actor, seen: Iterable[int]) -> dict[int, str]:
    """The customers among these that somebody shared with the actor, and at which level."""
    found = customers.running_grants(actor).filter(customer_id__in=list(seen))
    return dict(found.values_list("customer_id", "level"))


def read_rows(actor: Actor, rows: list[Opportunity]) -> list[Read]:
    """These opportunities as far as their customers are in sight, recorded as a look at a list."""
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["opportunities"])
    return _read(actor, [row for row in rows if row.customer_id in seen], seen)


def _read(actor: Actor, rows: list[Opportunity], seen: Mapping[int, Customer]) -> list[Read]:
    granted = granted_to(actor, seen)
    texts = texts_of(actor, rows, seen, granted)
    found = []
    for row in rows:
        customer = seen[row.customer_id]
        reached = customers.in_reach(actor, customer) or granted.get(customer.id) == "edit"
        editable = customer.trashed_at is None and may_change(actor, customer, row, reached=reached)
        found.append(Read(row, customer, texts[row.id], editable))
    return found


@dataclass(frozen=True, slots=True)
class OfOne:
    """A customer's opportunities: the open ones first, then the latest; and whether the actor may enter another."""

    reads: list[Read]
    editable: bool
    more: bool


def of_customer(actor: Actor, customer_id: int, *, most: int = SHOWN) -> OfOne:
    """The opportunities with one customer; `more` when there are others, that have ended or were entered earlier."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    found = open_to(actor, Opportunity.objects.filter(customer_id=customer.id)).order_by("-id")
    rows = list(found.filter(STILL_OPEN)[: most + 1])
    if len(rows) <= most:
        rows += found.filter(ENDED)[: most + 1 - len(rows)]
    record_read(actor, "deals.read", customer_ids=[customer.id])
    changeable = customer.trashed_at is None and actor.can(rights.EDIT) and customers.may_change(actor, customer)
    return OfOne(_read(actor, rows[:most], {customer.id: customer}), changeable, len(rows) > most)


def one(actor: Actor, customer_id: int, opportunity_id: int) -> tuple[Read, list[Step]]:
    """One opportunity with everything it went through, the latest first."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    row = open_to(actor, Opportunity.objects.filter(id=opportunity_id, customer_id=customer.id)).first()
    if row is None:
        raise NOT_FOUND()
    record_read(actor, "deals.read", customer_ids=[customer.id])
    steps = Step.objects.filter(opportunity_id=row.id, customer_id=customer.id).order_by("-id")[:MOST]
    return _read(actor, [row], {customer.id: customer})[0], list(steps)
