"""Lists of projects over all customers in sight, page by page: what is late first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kedang.deals import rights
from kedang.deals.listing import COUNTED
from kedang.deals.models import ENDED, STILL_OPEN, Project
from kedang.deals.project_reading import ProjectRead, read_projects
from kedang.deals.sight import ALL, seen_of, worked_on
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of

OPEN, OVER = "open", "over"


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Some projects. `count` stops at 1000."""

    reads: list[ProjectRead]
    next: str | None
    count: int
    capped: bool


def listed(
    actor: Actor,
    *,
    whose: str,
    state: str = OPEN,
    owner_id: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> ProjectPage:
    """Open ones by what is due next, those that are over by when they ended, the latest first."""
    actor.require(rights.SEE_PROJECTS)
    if state not in (OPEN, OVER):
        raise INVALID(what="state")
    over = state == OVER
    rows = worked_on(actor, Project.objects.filter(ENDED if over else STILL_OPEN), whose, owner_id)
    found = seen_of(actor, rows, wide=whose == ALL and owner_id is None)
    count = found.order_by()[: COUNTED + 1].count()
    if cursor:
        found = found.filter(_behind(cursor, over=over))
    size = clamp_limit(limit)
    page = list(found.order_by(*(("-ended_at", "-id") if over else ("next_due", "id")))[: size + 1])
    following = _cursor(page[size - 1]) if len(page) > size else None
    return ProjectPage(read_projects(actor, page[:size]), following, min(count, COUNTED), count > COUNTED)


def _cursor(row: Project) -> str:
    place = row.next_due.toordinal() if row.ended_at is None else number_of(row.ended_at)
    return encode_cursor((place, row.id))


def _behind(cursor: str, *, over: bool) -> Q:
    at, last = decode_numbers(cursor, length=2)
    if over:
        moment = moment_of(at)
        return Q(ended_at__lt=moment) | Q(ended_at=moment, id__lt=last)
    try:
        day = date.fromordinal(at)
    except (OverflowError, ValueError):
        raise INVALID(what="cursor") from None
    return Q(next_due__gt=day) | Q(next_due=day, id__gt=last)
