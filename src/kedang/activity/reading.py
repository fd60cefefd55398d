"""What was done with a customer and what is to be done, as far as the actor may read it.

That something happened, when and by whom, sees whoever sees the customer; what was said is a note, and follows the field `notes`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kedang.activity import bodies
from kedang.activity.bodies import Body
from kedang.activity.models import OPEN, FollowUp, Interaction
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.notes import NOTES
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.vault.keys import SubjectKey, key_for

SHOWN_OPEN, MOST_OPEN = 50, 200


@dataclass(frozen=True, slots=True)
class Read:
    """A row and its body; None when the reader may not have it."""

    row: Interaction | FollowUp
    body: Body | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a customer's interactions, the latest first, and its open follow-ups, the earliest first."""

    customer: Customer
    interactions: list[Read]
    open: list[Read]
    more_open: bool
    next: str | None
    may_change: bool


def of_customer(actor: Actor, customer_id: int, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """A page of what was done with a customer; with the first page, what is to be done."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    size = clamp_limit(limit)
    rows = list(_after(customer.id, cursor)[: size + 1])
    open_ones = FollowUp.objects.filter(customer_id=customer.id, state=OPEN).order_by("due_at", "id")
    waiting = [] if cursor else list(open_ones[: SHOWN_OPEN + 1])
    key = _key(actor, customer)
    record_read(actor, "activity.read", customer_ids=[customer.id])
    following = _cursor(rows[size - 1]) if len(rows) > size else None
    return Page(
        customer,
        [_read(key, row) for row in rows[:size]],
        [_read(key, row) for row in waiting[:SHOWN_OPEN]],
        len(waiting) > SHOWN_OPEN,
        following,
        customer.trashed_at is None and customers.may_change(actor, customer),
    )


def read_of_one(actor: Actor, customer: Customer, rows: Iterable[Interaction | FollowUp]) -> list[Read]:
    """Rows of one customer that the actor sees."""
    key = _key(actor, customer)
    return [_read(key, row) for row in rows]


def _key(actor: Actor, customer: Customer) -> SubjectKey | None:
    readable = policy_for(actor, own=customers.is_own(actor, customer)).clear(NOTES)
    return key_for(customer.id) if readable else None


def _after(customer_id: int, cursor: str | None) -> QuerySet[Interaction]:
    found = Interaction.objects.filter(customer_id=customer_id)
    if cursor:
        at, last = decode_numbers(cursor, length=2)
        moment = moment_of(at)
        found = found.filter(Q(at__lt=moment) | Q(at=moment, id__lt=last))
    return found.order_by("-at", "-id")


def _cursor(row: Interaction) -> str:
    return encode_cursor((number_of(row.at), row.id))


def _read(key: SubjectKey | None, row: Interaction | FollowUp) -> Read:
    return Read(row, bodies.opened(key, row) if key else None)


def read_all(
    actor: Actor, rows: Iterable[FollowUp], seen: Mapping[int, Customer], keys: Mapping[int, SubjectKey]
) -> list[Read]:
    """Rows of several customers that the actor sees."""
    own = {True: policy_for(actor, own=True).clear(NOTES), False: policy_for(actor, own=False).clear(NOTES)}
    granted = set(customers.running_grants(actor).filter(customer_id__in=seen).values_list("customer_id", flat=True))
    found = []
    for row in rows:
        mine = seen[row.customer_id].owner_id == actor.id or row.customer_id in granted
        found.append(_read(keys[row.customer_id] if own[mine] else None, row))
    return found
