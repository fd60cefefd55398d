"""What rooms hand to a customer's timeline: their own rows as moments, newest first, from an edge backwards.

Each room has a `moments.py` with `SOURCES`: for each of its kinds what reads it. The desk merges them by (time, id).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from kedang.archive.models import Customer
from kedang.kit.actor import Actor

Edge = tuple[datetime, int]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, as the reader may see it. `shown` is the room's own answer, `kind` says which."""

    at: datetime
    id: int
    kind: str
    shown: Any


@dataclass(frozen=True, slots=True)
class Slice:
    """What is wanted of a timeline: at most `limit` moments, the newest that lie before one edge and after the other."""

    limit: int
    before: Edge | None = None
    after: Edge | None = None

    def holds(self, place: Edge) -> bool:
        """Whether a moment at this place is between the edges."""
        return (self.before is None or place < self.before) and (self.after is None or place > self.after)


# The caller has found that the actor sees the customer.
Reads = Callable[[Actor, Customer, Slice], list[Moment]]


def latest(found: QuerySet[Row], column: str, part: Slice) -> QuerySet[Row]:
    """The newest rows of a room in a part of the timeline; their index is (customer, `column`, id)."""
    # The first condition alone bounds the index; the rest takes those of the same time apart.
    if part.before is not None:
        at, last = part.before
        found = found.filter(Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(id__lt=last)))
    if part.after is not None:
        at, last = part.after
        found = found.filter(Q(**{f"{column}__gte": at}) & (Q(**{f"{column}__gt": at}) | Q(id__gt=last)))
    return found.order_by(f"-{column}", "-id")[: part.limit]
