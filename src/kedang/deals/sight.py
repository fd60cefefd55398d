"""Whose opportunities and projects somebody looks at, as far as they may see them: the customer's visibility decides, always.

Of a customer that was only shared with them they see the projects, but of the opportunities only their own, unless the share says
otherwise.
"""

from typing import TypeVar

from django.db.models import Q, QuerySet

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.owned import lent_without_deals
from kedang.archive.seen import ids_in_sight, seen_by
from kedang.deals import rights
from kedang.deals.models import OfCustomer, Opportunity
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID

MINE, TEAM, ALL = "mine", "team", "all"
Row = TypeVar("Row", bound=OfCustomer)
# One in so many people is few.
FEW = 50


def owned(actor: Actor, whose: str, owner_id: int | None = None) -> QuerySet[Opportunity]:
    """Opportunities by whose work they are: one's own, those of people the scope reaches, or anybody's; not yet by sight."""
    actor.require(rights.VIEW)
    return worked_on(actor, Opportunity.objects.all(), whose, owner_id)


def in_sight(actor: Actor, whose: str, owner_id: int | None = None) -> QuerySet[Opportunity]:
    """The same, of customers the actor may see; those of colleagues with customers that were lent are still among them."""
    return seen_of(actor, owned(actor, whose, owner_id), wide=whose == ALL and owner_id is None)


def open_to(actor: Actor, found: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Without those of colleagues with customers that were lent to the actor.

    Who was lent is found beforehand and is few, mostly nobody: then nothing is asked, and the plan stays what it was.
    """
    lent = _lent_to(actor)
    return found.filter(Q(owner_id=actor.id) | ~Q(customer_id__in=lent)) if lent else found


def withheld(actor: Actor, found: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """What `open_to` leaves out."""
    return found.filter(customer_id__in=_lent_to(actor)).exclude(owner_id=actor.id)


def told_of(actor: Actor, customer: Customer) -> frozenset[int] | None:
    """Of which of a customer's opportunities the actor may learn anything: a collaborator of their own only. None: of all."""
    if not actor.can(rights.VIEW):
        return frozenset()
    if not lent_without_deals(actor).filter(id=customer.id).exists():
        return None
    own = Opportunity.objects.filter(customer_id=customer.id, owner_id=actor.id)
    return frozenset(own.values_list("id", flat=True))


def _lent_to(actor: Actor) -> list[int]:
    return list(lent_without_deals(actor).values_list("id", flat=True))


def worked_on(actor: Actor, found: QuerySet[Row], whose: str, owner_id: int | None) -> QuerySet[Row]:
    """Rows with an owner by whose work they are."""
    if whose == MINE:
        return found.filter(owner_id=actor.id)
    if whose not in (TEAM, ALL):
        raise INVALID(what="whose")
    if whose == TEAM and actor.scope != Scope.ALL:
        people = [p.id for p in directory().people.values() if p.department_id in actor.department_ids]
        found = found.filter(owner_id__in={actor.id, *people})
    return found.filter(owner_id=owner_id) if owner_id is not None else found


def sees_much(actor: Actor) -> bool:
    """Whether whoever walks everybody's rows soon meets some the actor sees: the people in reach are not a few of many."""
    if actor.scope == Scope.ALL:
        return True
    people = directory().people.values()
    reached = sum(person.department_id in actor.department_ids for person in people)
    return reached * FEW >= len(people)


def seen_of(actor: Actor, found: QuerySet[Row], *, wide: bool) -> QuerySet[Row]:
    """Rows of customers the actor may see.

    Each row asks for its customer; but where anybody's are wanted (`wide`) by somebody who sees little, the customers in sight are
    found first, so that nothing of strangers is walked.
    """
    if wide and not sees_much(actor):
        return found.filter(customer_id__in=ids_in_sight(actor))
    return found.filter(seen_by(actor))
