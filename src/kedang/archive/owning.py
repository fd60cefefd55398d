"""The one place where a customer's owner changes, and who is asked before and told after.

A room above says in its `apps.ready()` what governs owners; where nobody does, every change is allowed. Whoever files many
customers at once writes their owners itself, and asks here first like everybody else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from kedang.accounts.queries import department_ancestors, department_of, directory
from kedang.archive import change
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.history import news
from kedang.history.news import GIVEN, TAKEN, News
from kedang.history.record import record
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.kit.levels import STRICTEST

# How an owner came to change.
ASSIGNED, IMPORTED, PUT_BACK, CREATED, RESTORED = "assigned", "imported", "put_back", "created", "restored"
NO_CLEARANCE = Refusal(
    "owner.clearance",
    409,
    "{owner} 的密级权限不够，看不到这位客户，不能成为负责人。请换一位同事，或请安全管理员授予密级权限。没有改动。",
    "{owner} has no clearance for this customer and could not see it, so cannot own it. Choose somebody else, or have a clearance "
    "given by a security administrator. Nothing was changed.",
)
NO_OWNER = Refusal(
    "owner.unknown", 422, "没有这位同事，或账号已停用。", "No such colleague, or the account is disabled."
)


@dataclass(frozen=True, slots=True)
class Handover:
    """A customer that goes, or would go, from one owner to another; 0 stands for somebody who is not in the archive yet."""

    customer_id: int
    former_id: int | None
    owner_id: int | None
    how: str


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs owners: why a change may not be (None: it may), how many more customers some people may have (below zero: how
    many too many; nobody who is not limited is in the answer), and what follows a change, in its transaction."""

    refusal: Callable[[Actor, Handover], DomainError | None]
    room: Callable[[Collection[int]], Mapping[int, int]]
    follow: Callable[[Actor, Handover], None]


_governors: list[Governor] = []


def governs_owners(governor: Governor) -> None:
    """Say, in `apps.ready()`, what governs every change of owner."""
    if governor not in _governors:
        _governors.append(governor)


def take_turn() -> None:
    """One change of owner at a time until the caller's transaction ends, so that nobody gets more than they may have. To be
    taken before any customer is locked."""
    wait_turn("owners")


def refusal(actor: Actor, wanted: Handover) -> DomainError | None:
    """Why a change of owner may not be."""
    if wanted.how not in (RESTORED, PUT_BACK) and _is_kept(wanted.customer_id, wanted.owner_id):
        return NO_CLEARANCE(owner=directory().name(wanted.owner_id))
    found = (governor.refusal(actor, wanted) for governor in _governors)
    return next((refused for refused in found if refused is not None), None)


def _is_kept(customer_id: int, owner_id: int | None) -> bool:
    """Whether a customer is above somebody's clearance."""
    person = directory().people.get(owner_id) if owner_id is not None else None
    if person is None or person.clearance >= STRICTEST:
        return False
    return Customer.objects.filter(id=customer_id, classification__gt=person.clearance).exists()


def require_cleared(owner_id: int | None, classification: int) -> None:
    """Refuse to keep a customer closer than its owner may see."""
    person = directory().people.get(owner_id) if owner_id is not None else None
    if person is not None and person.clearance < classification:
        raise NO_CLEARANCE(owner=person.name)


def require(actor: Actor, wanted: Handover) -> None:
    """Refuse a change of owner that may not be."""
    refused = refusal(actor, wanted)
    if refused is not None:
        raise refused


def room_of(owner_ids: Collection[int]) -> dict[int, int]:
    """How many customers more these people may have; whoever is not in the answer may have any number."""
    found: dict[int, int] = {}
    for governor in _governors:
        for owner_id, left in governor.room(owner_ids).items():
            found[owner_id] = min(left, found.get(owner_id, left))
    return found


def brought_above(before: Mapping[int, int]) -> set[int]:
    """Who has come above what they may have, or further above; `before`: the room they had."""
    return {owner_id for owner_id, left in room_of(before).items() if left < min(0, before[owner_id])}


def follow(actor: Actor, done: Handover) -> None:
    """Tell whoever governs owners that one has changed, in the transaction that changed it."""
    for governor in _governors:
        governor.follow(actor, done)


def check_owner(owner_id: int | None) -> None:
    """Refuse an owner who does not exist or can no longer sign in."""
    person = directory().people.get(owner_id) if owner_id is not None else None
    if owner_id is not None and (person is None or not person.is_active):
        raise NO_OWNER()


@transaction.atomic
def hand_over(
    actor: Actor,
    customer: Customer,
    owner_id: int | None,
    *,
    how: str,
    verb: str = "customer.assigned",
    details: Mapping[str, str] | None = None,
) -> None:
    """Give a locked customer to somebody, in whose department it then is, or to nobody, and it stays where it is. The verb
    before this has taken the turn and checked that the actor may."""
    check_owner(owner_id)
    wanted = Handover(customer.id, customer.owner_id, owner_id, how)
    require(actor, wanted)
    customer.owner_id = owner_id
    customer.department_id = department_of(owner_id) if owner_id else customer.department_id
    customer.updated_at, customer.updated_by = now(), actor.id
    customer.version += 1
    customer.save(update_fields=["owner_id", "department_id", "updated_at", "updated_by", "version"])
    change.reindex(customer, load_content(customer.id), departments=department_ancestors(customer.department_id))
    follow(actor, wanted)
    told = {"from": str(wanted.former_id or ""), "to": str(owner_id or ""), **(details or {})}
    record(actor, verb, subject=("customer", customer.id), fields=["owner"], details=told)
    _tell(actor, wanted)


def _tell(actor: Actor, done: Handover) -> None:
    for kind, user_id in ((GIVEN, done.owner_id), (TAKEN, done.former_id)):
        if user_id is not None and done.owner_id != done.former_id:
            news.tell(actor, News(kind, done.customer_id, (user_id,)))
    news.changed(actor, done.customer_id)
