"""Whose opportunities somebody looks at, as far as they may see them: the customer's visibility decides, always."""

from django.db.models import Exists, OuterRef, QuerySet

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.deals import rights
from kedang.deals.models import Opportunity
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID

MINE, TEAM, ALL = "mine", "team", "all"


def owned(actor: Actor, whose: str, owner_id: int | None = None) -> QuerySet[Opportunity]:
    """Opportunities by whose work they are: one's own, those of people the scope reaches, or anybody's; not yet by sight."""
    actor.require(rights.VIEW)
    found = Opportunity.objects.all()
    if whose == MINE:
        return found.filter(owner_id=actor.id)
    if whose not in (TEAM, ALL):
        raise INVALID(what="whose")
    if whose == TEAM and actor.scope != Scope.ALL:
        people = [p.id for p in directory().people.values() if p.department_id in actor.department_ids]
        found = found.filter(owner_id__in={actor.id, *people})
    return found.filter(owner_id=owner_id) if owner_id is not None else found


def in_sight(actor: Actor, whose: str, owner_id: int | None = None) -> QuerySet[Opportunity]:
    """The same, of customers the actor may see.

    Where the people are few, each row asks for its customer; where anybody's are wanted by somebody who sees little, the customers
    in sight are found first, so that nothing of strangers is walked.
    """
    found, seen = owned(actor, whose, owner_id), Customer.objects.visible_to(actor)
    if whose == ALL and actor.scope != Scope.ALL and owner_id is None:
        return found.filter(customer_id__in=seen.values("id"))
    return found.filter(Exists(seen.filter(id=OuterRef("customer_id"))))
