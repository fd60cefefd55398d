"""What rooms hand to a customer's timeline: their own rows as moments, newest first, from an edge backwards.

Each room has a `moments.py` with `SOURCES`: for each of its kinds what reads it. The desk merges them by (time, id).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

Edge = tuple[datetime, int]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, as the reader may see it. `shown` is the room's own answer, `kind` says which."""

    at: datetime
    id: int
    kind: str
    shown: Any


# (actor, customer, before: Edge | None, limit: int); the caller has found that the actor sees the customer.
Reads = Callable[..., list[Moment]]


def latest(found: QuerySet[Row], column: str, *, before: Edge | None, limit: int) -> QuerySet[Row]:
    """The newest `limit` rows of a room that lie before the edge; their index is (customer, `column`, id)."""
    if before is not None:
        at, last = before
        # The first condition alone bounds the index; the rest takes those of the same time apart.
        found = found.filter(Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(id__lt=last)))
    return found.order_by(f"-{column}", "-id")[:limit]
