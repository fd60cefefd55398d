"""What the outbox says of our messages: on their way, refused by the address for good, or never delivered."""

from django.db import transaction

from kedang.archive.point_states import hold_customer, set_point_state
from kedang.delivery.models import BOUNCED as MESSAGE_BOUNCED
from kedang.delivery.models import SENT, Message
from kedang.history.record import record
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.verification.models import BOUNCED, FAILED, OPEN, Fact, Request


@transaction.atomic
def message_ended(message: Message) -> None:
    """Called by the outbox in the transaction that ends a message."""
    request = Request.objects.filter(id=message.subject_id).first()
    if request is None:
        return
    hold_customer(request.customer_id)
    if message.state == SENT:
        Request.objects.filter(id=request.id).update(sent_at=now())
        return
    hard = message.state == MESSAGE_BOUNCED
    ended = Request.objects.filter(id=request.id, state=OPEN)
    ended.update(state=BOUNCED if hard else FAILED, ended_at=now())
    _set_state(request, "bounced" if hard else "unverified", only=() if hard else ("sent",))
    if hard:
        running = Fact.objects.filter(
            customer_id=request.customer_id, kind=request.kind, blind=request.blind, ended_at__isnull=True
        )
        running.update(ended_at=now(), why=BOUNCED)
    _tell(system_actor("worker"), request, message, hard=hard)


def _tell(actor: Actor, request: Request, message: Message, *, hard: bool) -> None:
    verb = "contact_point.bounced" if hard else "contact_point.not_sent"
    details = {"point": str(request.point_id), "request": str(request.id), "why": message.why}
    record(actor, verb, subject=("customer", request.customer_id), fields=[request.kind], details=details)


def _set_state(request: Request, state: str, *, only: tuple[str, ...]) -> None:
    """The point may have another value by now."""
    set_point_state(request.customer_id, state, kind=request.kind, blind=request.blind, only=only)
