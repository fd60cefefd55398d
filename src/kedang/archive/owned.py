"""Whose a customer is: one's own, or shared with one for a time."""

from django.db.models import Q, QuerySet

from kedang.archive.models import Customer, Grant
from kedang.kit.actor import Actor
from kedang.kit.clock import now


def is_own(actor: Actor, customer: Customer) -> bool:
    """Whether the customer is the actor's own: as owner, or as somebody it is shared with."""
    if customer.owner_id == actor.id:
        return True
    return running_grants(actor).filter(customer_id=customer.id).exists()


def running_grants(actor: Actor) -> QuerySet[Grant]:
    """What others share with the actor, as long as it lasts."""
    return Grant.objects.filter(user_id=actor.id).filter(Q(until__isnull=True) | Q(until__gt=now()))
