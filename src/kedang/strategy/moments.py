"""What strategy hands to a customer's timeline: the reviews of the strategy."""

from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Reads, Slice, latest
from kedang.kit.actor import Actor
from kedang.strategy import presenting, reading, rights
from kedang.strategy.models import Review

STRATEGY_REVIEW = "strategy_review"


def reviews(actor: Actor, customer: Customer, part: Slice) -> list[Moment]:
    """The latest reviews; none for whoever may not see plans."""
    if not actor.can(rights.VIEW):
        return []
    rows = list(latest(Review.objects.filter(customer_id=customer.id), "at", part))
    if not rows:
        return []
    texts = reading.texts_with(actor, customer, rows)
    return [Moment(row.at, row.id, STRATEGY_REVIEW, presenting.review(row, texts[row.id])) for row in rows]


SOURCES: dict[str, Reads] = {STRATEGY_REVIEW: reviews}
