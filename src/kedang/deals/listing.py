"""Lists of opportunities over all customers in sight, page by page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kedang.deals.forecast import months_for
from kedang.deals.models import LOST, OPEN, STILL_OPEN, WON, Opportunity
from kedang.deals.reading import Read, read_rows
from kedang.deals.sight import MINE, in_sight, open_to
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of

COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some opportunities. `count` stops at 1000."""

    reads: list[Read]
    next: str | None
    count: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ones. `month`: 2026-11, `overdue` or `later`, as the forecast names them."""

    whose: str = MINE
    state: str = OPEN
    stage_id: int | None = None
    owner_id: int | None = None
    month: str = ""


def listed(actor: Actor, wanted: Wanted, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Open ones, those expected first; ended ones, the latest first."""
    found = _chosen(actor, wanted)
    count = found.order_by()[: COUNTED + 1].count()
    ended = wanted.state != OPEN
    if cursor:
        found = found.filter(_behind(cursor, ended=ended))
    size = clamp_limit(limit)
    rows = list(found.order_by(*(("-ended_at", "-id") if ended else ("expected_on", "id")))[: size + 1])
    following = _cursor(rows[size - 1]) if len(rows) > size else None
    return Page(read_rows(actor, rows[:size]), following, min(count, COUNTED), count > COUNTED)


def _chosen(actor: Actor, wanted: Wanted) -> QuerySet[Opportunity]:
    if wanted.state not in (OPEN, WON, LOST):
        raise INVALID(what="state")
    found = open_to(actor, in_sight(actor, wanted.whose, wanted.owner_id))
    open_only = STILL_OPEN if wanted.state == OPEN else Q(state=wanted.state, ended_at__isnull=False)
    found = found.filter(open_only)
    if wanted.stage_id is not None:
        found = found.filter(stage_id=wanted.stage_id)
    if wanted.month:
        first, last = months_for(wanted.month)
        found = found.filter(expected_month__gte=first, expected_month__lte=last)
    return found


def _cursor(row: Opportunity) -> str:
    if row.ended_at is not None:
        return encode_cursor((number_of(row.ended_at), row.id))
    return encode_cursor((row.expected_on.toordinal(), row.id))


def _behind(cursor: str, *, ended: bool) -> Q:
    at, last = decode_numbers(cursor, length=2)
    if ended:
        moment = moment_of(at)
        return Q(ended_at__lt=moment) | Q(ended_at=moment, id__lt=last)
    try:
        day = date.fromordinal(at)
    except (OverflowError, ValueError):
        raise INVALID(what="cursor") from None
    return Q(expected_on__gt=day) | Q(expected_on=day, id__gt=last)
