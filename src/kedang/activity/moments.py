"""Activity's part of a customer's timeline: what happened, and what was done without more words about it."""

from kedang.activity import presenting
from kedang.activity.models import TOLD, FollowUp, Interaction
from kedang.activity.reading import read_of_one
from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.kit.actor import Actor

INTERACTION, FOLLOW_UP = "interaction", "follow_up"


def interactions(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """What happened."""
    rows = list(latest(Interaction.objects.filter(customer_id=customer.id), "at", part))
    if not rows:
        return []
    shown = [presenting.interaction(actor, each) for each in read_of_one(actor, customer, rows)]
    return [Moment(row.at, row.id, INTERACTION, out) for row, out in zip(rows, shown, strict=True)]


def ended_follow_ups(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """What was done; a follow-up that an interaction fulfilled stands with it."""
    done = FollowUp.objects.filter(TOLD, customer_id=customer.id)
    rows = list(latest(done, "ended_at", part))
    if not rows:
        return []
    shown = [presenting.follow_up(actor, each) for each in read_of_one(actor, customer, rows)]
    return [Moment(row.ended_at or row.due_at, row.id, FOLLOW_UP, out) for row, out in zip(rows, shown, strict=True)]


SOURCES: dict[str, Reads] = {INTERACTION: interactions, FOLLOW_UP: ended_follow_ups}
