"""Reviews for whoever decides or reads them: all of them with their progress, and the lines page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count

from kedang.access.deciding import Decider, decider, decides
from kedang.access.models import KEPT, LAPSED, OPEN, UNCONFIRMED, Line, Review
from kedang.access.reviewing import held
from kedang.accounts.rights import AUDIT_READ
from kedang.approvals.rights import DECIDE
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

Which = Literal["waiting", "decided", "all"]
MOST_REVIEWS = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """A review with how many of the lines in sight are in which state."""

    review: Review
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, department by department, and what the reader may do about them."""

    lines: list[Line]
    reader: Decider
    open: bool
    next: str | None


def reviews(actor: Actor) -> list[Standing]:
    """The newest reviews; ten years of quarters."""
    _require_reading(actor)
    rows = list(Review.objects.order_by("-id")[:MOST_REVIEWS])
    seen = Line.objects.visible_to(actor).filter(review__in=rows)
    counts: dict[int, dict[str, int]] = {}
    for review_id, state, number in seen.order_by().values_list("review_id", "state").annotate(n=Count("id")):
        counts.setdefault(review_id, {})[state] = number
    return [Standing(row, counts.get(row.id, {})) for row in rows]


def lines(
    actor: Actor, review_id: int, *, which: Which = "all", cursor: str | None = None, limit: int | None = None
) -> Page:
    """Who held what, and what was said of it; that somebody read it is on record."""
    _require_reading(actor)
    review = Review.objects.filter(id=review_id).first()
    if review is None:
        raise NOT_FOUND()
    size = clamp_limit(limit)
    found = Line.objects.visible_to(actor).filter(review=review)
    if which == "waiting":
        found = found.filter(state__in=UNCONFIRMED)
    elif which == "decided":
        found = found.exclude(state__in=UNCONFIRMED)
    if cursor:
        found = found.filter(id__gt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("id")[: size + 1])
    record_read(actor, "access.review_read", details={"review": str(review_id)}, count=min(len(rows), size))
    return Page(rows[:size], decider(actor), bool(review.is_open) and review.due_at > now(), _next(rows, size))


def waiting(actor: Actor) -> int:
    """How many lines wait for this one."""
    if not decides(actor):
        return 0
    rows = list(Line.objects.visible_to(actor).filter(review__is_open=True, state=OPEN))
    reader = decider(actor) if rows else None
    return sum(reader.may_confirm(line) for line in rows) if reader else 0


@dataclass(frozen=True, slots=True)
class Left:
    """What the last review left behind: lines nobody confirmed, and that are held all the same."""

    ended_at: datetime
    lines: int


def left_behind() -> Left | None:
    """Of the newest review that ended; none before there was one. Asked on the server, by nobody in particular."""
    review = Review.objects.filter(ended_at__isnull=False).order_by("-id").first()
    if review is None or review.ended_at is None:
        return None
    rows = list(Line.objects.filter(review=review, state__in=(LAPSED, KEPT)))
    return Left(review.ended_at, len(held(rows)))


def _next(rows: Sequence[Line], size: int) -> str | None:
    return encode_cursor((rows[size - 1].id,)) if len(rows) > size else None


def _require_reading(actor: Actor) -> None:
    if not (decides(actor) or actor.can(AUDIT_READ)):
        raise DENIED(right=DECIDE)
