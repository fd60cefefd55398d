"""Whose a customer is: one's own, or shared with one for a time."""

from django.db import connection
from django.db.models import Q, QuerySet

from kedang.archive.models import Customer, Grant
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.glance import once, version_of


def is_own(actor: Actor, customer: Customer) -> bool:
    """Whether the customer is the actor's own: as owner, or as somebody it is shared with."""
    if customer.owner_id == actor.id:
        return True
    return once(
        ("shared", actor.id, customer.id), lambda: running_grants(actor).filter(customer_id=customer.id).exists()
    )


def running_grants(actor: Actor) -> QuerySet[Grant]:
    """What others share with the actor, as long as it lasts."""
    if not version_of(f"grants to {actor.id}", lambda: _grants_to(actor)):
        return Grant.objects.none()
    return Grant.objects.filter(user_id=actor.id).filter(Q(until__isnull=True) | Q(until__gt=now()))


def _grants_to(actor: Actor) -> int:
    """1 when anything is or was shared with the actor: to most nothing is, and a page would ask a dozen times in vain."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Grant._meta.db_table} WHERE user_id = %s LIMIT 1", [actor.id])  # noqa: S608
        return len(cursor.fetchall())


def lent_without_deals(actor: Actor) -> QuerySet[Customer]:
    """The customers that the actor sees only because somebody shared them, and without what colleagues do business on: few."""
    if actor.scope == Scope.ALL:
        return Customer.objects.none()
    lent = running_grants(actor).filter(deals=False).values("customer_id")
    found = Customer.objects.filter(id__in=lent).exclude(owner_id=actor.id)
    return found.exclude(department_id__in=actor.department_ids) if actor.department_ids else found
