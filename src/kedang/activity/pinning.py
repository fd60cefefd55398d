"""Interactions that stand on top of the timeline: pinned by whoever may record with the customer, a few at most."""

from django.db import transaction

from kedang.activity import rights
from kedang.activity.models import Interaction
from kedang.activity.reading import Read, read_of_one
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal

MOST = 10
TOO_MANY = Refusal(
    "activity.pinned",
    409,
    "这位客户已置顶 10 条往来，没有再加。请先取消一条。",
    "Ten interactions of this customer are pinned already; this one was not. Take one down first.",
)


@transaction.atomic
def pin(actor: Actor, customer_id: int, interaction_id: int, *, pinned: bool) -> None:
    """Pin an interaction, anybody's, or take it down. Done already, nothing changes; its text and version stay as they are."""
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = Interaction.objects.select_for_update().filter(id=interaction_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if (row.pinned_at is not None) == pinned:
        return
    if pinned and Interaction.objects.filter(customer_id=customer.id, pinned_at__isnull=False).count() >= MOST:
        raise TOO_MANY()
    Interaction.objects.filter(id=row.id).update(pinned_at=now() if pinned else None)
    verb = "interaction.pinned" if pinned else "interaction.unpinned"
    record(actor, verb, subject=("customer", customer.id), details={"interaction": str(row.id)})


def pinned_of(actor: Actor, customer_id: int) -> list[Read]:
    """The pinned interactions of a customer one sees, the latest pinned first, texts as far as one may read notes."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    rows = list(
        Interaction.objects.filter(customer_id=customer.id, pinned_at__isnull=False).order_by("-pinned_at", "-id")
    )
    if rows:
        record_read(actor, "activity.read", customer_ids=[customer.id])
    return read_of_one(actor, customer, rows)
