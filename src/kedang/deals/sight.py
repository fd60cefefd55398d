"""Whose opportunities and projects somebody looks at, as far as they may see them: the customer's visibility decides, always."""

from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
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
    """The same, of customers the actor may see."""
    return seen_of(actor, owned(actor, whose, owner_id), wide=whose == ALL and owner_id is None)


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
    seen = Customer.objects.visible_to(actor)
    if wide and not sees_much(actor):
        return found.filter(customer_id__in=seen.values("id"))
    return found.filter(Exists(seen.filter(id=OuterRef("customer_id"))))
