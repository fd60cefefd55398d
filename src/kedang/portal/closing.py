"""What ends invitations from outside: customers who are merged or erased, and messages that could not be delivered."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Q

from kedang.delivery.models import SENT, Message
from kedang.delivery.outbox import take_out
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.portal.inviting import CODE, LINK, end
from kedang.portal.models import CLOSED, OPEN, USED, Invitation


@transaction.atomic
def merges_changed(actor: Actor, customer_ids: Collection[int]) -> None:
    """Customers became one, or several again: a link was made for somebody else than the record is now."""
    running = Q(state=OPEN) | (Q(state=USED, session_until__gt=now()) & ~Q(session=""))
    found = Invitation.objects.filter(running, customer_id__in=list(customer_ids)).order_by("id")
    for invitation_id, customer_id in list(found.values_list("id", "customer_id")):
        end([invitation_id], CLOSED)
        details = {"invitation": str(invitation_id)}
        record(actor, "portal.closed", subject=("customer", customer_id), details=details)


def take_out_messages(customer_ids: Sequence[int]) -> None:
    """Customers are erased: what was on its way to them does not leave any more. Their rows are in the links register."""
    ids = list(Invitation.objects.filter(customer_id__in=customer_ids).values_list("id", flat=True))
    for purpose in (LINK, CODE):
        take_out(purpose, ids)


def may_leave(invitation_id: int) -> bool:
    """Asked by the sender: whether the link still opens."""
    return Invitation.objects.filter(id=invitation_id, state=OPEN, expires_at__gt=now()).exists()


def link_ended(message: Message) -> None:
    """Called by the outbox in the transaction that ends a message."""
    said = {"sent_at": now()} if message.state == SENT else {"why": message.why or message.state}
    Invitation.objects.filter(id=message.subject_id).update(**said)
