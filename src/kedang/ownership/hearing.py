"""Disputes as they are read: the list, and one of them with what the archive knows about who had to do with the customer.

A party keeps seeing the dispute, what was said and what was decided, also when the customer is out of their sight by then. What the
archive knows sees only who sees the customer, and as far as they see it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from kedang.activity.models import Interaction
from kedang.archive import customers, forwarding
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.history.queries import EventLine, events_behind
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.ownership import pleas, rights
from kedang.ownership.disputes import load_dispute, parties_of
from kedang.ownership.models import DECIDED, OPEN, WITHDRAWN, Dispute, Statement
from kedang.vault.keys import keys_for

OWNED = (
    "customer.created",
    "customer.assigned",
    "customer.claimed",
    "customer.released",
    "customer.recycled",
    "customer.pooled",
)
LATEST, MOST_EVENTS = 10, 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some disputes, the newest first, with their parties, the customers among them that the reader sees, and the numbers of all:
    parties know them already."""

    rows: list[Dispute]
    parties: dict[int, list[int]]
    seen: dict[int, Customer]
    numbers: dict[int, str]
    next: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said."""

    row: Statement
    text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How often somebody was in contact with the customer, the first and the last time."""

    user_id: int
    first: datetime
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the archive knows: who made the customer, whose it was when, and who was in contact. `owners` None: not the reader's to
    see; `contacts` sums up each person's, `latest` are the newest of all."""

    contacts: list[Contact]
    latest: list[Interaction]
    owners: list[EventLine] | None
    created_by: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One dispute. `customer` and `evidence` None: out of the reader's sight."""

    dispute: Dispute
    parties: list[int]
    said: list[Said]
    number: str
    customer: Customer | None
    evidence: Evidence | None
    may_decide: bool


def listed(
    actor: Actor,
    *,
    state: str = OPEN,
    customer_id: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """The disputes one has a part in or may decide, the newest first."""
    actor.require(archive_rights.VIEW)
    if state not in (OPEN, DECIDED, WITHDRAWN):
        raise INVALID(what="state")
    found = Dispute.objects.visible_to(actor).filter(state=state)
    if customer_id is not None:
        found = found.filter(customer_id=customer_id)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    size = clamp_limit(limit)
    rows = list(found.order_by("-id")[: size + 1])
    shown = rows[:size]
    about = {row.customer_id for row in shown}
    record_read(actor, "disputes.listed", customer_ids=sorted(about))
    following = encode_cursor((shown[-1].id,)) if len(rows) > size else None
    return Page(shown, parties_of([row.id for row in shown]), _seen(actor, about), _numbers(about), following)


def hear(actor: Actor, dispute_id: int) -> Case:
    """One dispute with everything its reader may have of it."""
    actor.require(archive_rights.VIEW)
    dispute = load_dispute(actor, dispute_id)
    customer = _seen(actor, {dispute.customer_id}).get(dispute.customer_id)
    rows = list(Statement.objects.filter(dispute_id=dispute.id).order_by("id"))
    keys = keys_for({row.customer_id for row in rows})
    parties = parties_of([dispute.id]).get(dispute.id, [])
    record_read(actor, "dispute.read", customer_ids=[dispute.customer_id])
    return Case(
        dispute,
        parties,
        [Said(row, pleas.opened(keys[row.customer_id], row)) for row in rows if row.customer_id in keys],
        _numbers({dispute.customer_id}).get(dispute.customer_id, ""),
        customer,
        _evidence(actor, customer, parties) if customer is not None else None,
        dispute.state == OPEN and _may_decide(actor, customer, parties),
    )


def _seen(actor: Actor, customer_ids: Iterable[int]) -> dict[int, Customer]:
    return Customer.objects.visible_to(actor, trashed=None).in_bulk(list(customer_ids))


def _numbers(customer_ids: Iterable[int]) -> dict[int, str]:
    return dict(Customer.objects.filter(id__in=customer_ids).values_list("id", "number"))


def _may_decide(actor: Actor, customer: Customer | None, parties: list[int]) -> bool:
    if customer is None or customer.trashed_at is not None or actor.id in (*parties, customer.owner_id):
        return False
    allowed = actor.can(rights.ARBITRATE) and actor.can(archive_rights.ASSIGN)
    return allowed and customers.in_reach(actor, customer)


def _evidence(actor: Actor, customer: Customer, parties: list[int]) -> Evidence:
    rows = Interaction.objects.filter(customer_id=customer.id)
    counted = rows.order_by().values("by").annotate(first=Min("at"), last=Max("at"), count=Count("id"))
    contacts = [Contact(each["by"], each["first"], each["last"], each["count"]) for each in counted]
    # Those who dispute come first, and among them whoever was there first.
    contacts.sort(key=lambda each: (each.user_id not in parties, each.first))
    own = policy_for(actor, own=customers.is_own(actor, customer)).clear("owner")
    told = _owners(customer) if own and actor.can(archive_rights.HISTORY) else None
    latest = list(rows.order_by("-at", "-id")[:LATEST])
    return Evidence(contacts, latest, told, customer.created_by, customer.created_at)


def _owners(customer: Customer) -> list[EventLine]:
    ids = [customer.id, *forwarding.formers_of(customer.id)]
    return list(events_behind("customer", ids, verbs=OWNED, limit=MOST_EVENTS))
