"""Following customers: whoever does hears of what colleagues do with them."""

from django.db import transaction

from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.notices.models import Follow


def follows(actor: Actor, customer_id: int) -> bool:
    """Whether one follows a customer."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    return Follow.objects.filter(customer_id=customer.id, user_id=actor.id).exists()


@transaction.atomic
def follow(actor: Actor, customer_id: int) -> None:
    """Follow a customer one sees, until one sees it no more."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id)
    _, new = Follow.objects.get_or_create(customer_id=customer.id, user_id=actor.id)
    if new:
        record(actor, "customer.followed", subject=("customer", customer.id))


@transaction.atomic
def unfollow(actor: Actor, customer_id: int) -> None:
    """Follow a customer no more."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    gone, _ = Follow.objects.filter(customer_id=customer.id, user_id=actor.id).delete()
    if gone:
        record(actor, "customer.unfollowed", subject=("customer", customer.id))
