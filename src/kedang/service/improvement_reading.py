"""Reading improvements: of one case, and lists over everything in sight. Their words follow the field `notes`, as those of cases do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kedang.archive.models import Customer
from kedang.documents import reading as documents
from kedang.documents.models import Document
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.service import bodies, rights
from kedang.service.bodies import ImprovementBody
from kedang.service.improving import may_change
from kedang.service.models import DROPPED, PROVEN, Case, Improvement, ImprovementCase
from kedang.service.reading import words_of
from kedang.vault.keys import keys_for

MINE, ALL = "mine", "all"
RUNNING, OVERDUE = "running", "overdue"
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that shows the effect; `title` is None for whoever may not open it."""

    id: int
    title: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An improvement and its words (None: not for the reader); `cases` are those of its cases that the reader sees, by number."""

    row: Improvement
    body: ImprovementBody | None
    customer: Customer
    cases: list[tuple[int, str]]
    document: Proof | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some improvements. `count` stops at 1000."""

    rows: list[Listed]
    next: str | None
    count: int
    capped: bool


def of_case(actor: Actor, case_id: int) -> list[Listed]:
    """The improvements of a case the caller has shown to be in sight, as far as the actor sees the customers they belong to."""
    linked = ImprovementCase.objects.filter(case_id=case_id).values_list("improvement_id", flat=True)
    found = Improvement.objects.visible_to(actor, trashed=None).filter(id__in=list(linked))
    return _told(actor, list(found.order_by("due_on", "id")))


def listed(
    actor: Actor, *, whose: str = ALL, state: str = RUNNING, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Improvements in sight: the running ones, the most overdue first; those that ended (closed, dropped), the latest first."""
    actor.require(rights.VIEW)
    if whose not in (MINE, ALL):
        raise INVALID(what="whose")
    ended = state in (PROVEN, DROPPED)
    found = Improvement.objects.visible_to(actor).filter(_state(state))
    found = found.filter(owner_id=actor.id) if whose == MINE else found
    count = found.order_by()[: COUNTED + 1].count()
    if cursor:
        found = found.filter(_behind(cursor, ended=ended))
    size = clamp_limit(limit)
    rows = list(found.order_by(*(("-ended_at", "-id") if ended else ("due_on", "id")))[: size + 1])
    following = _cursor(rows[size - 1], ended=ended) if len(rows) > size else None
    told = _told(actor, rows[:size])
    record_read(
        actor, "customers.listed", customer_ids=sorted({each.customer.id for each in told}), fields=["improvements"]
    )
    return Page(told, following, min(count, COUNTED), count > COUNTED)


def _state(state: str) -> Q:
    if state == RUNNING:
        return Q(is_running=True)
    if state == OVERDUE:
        return Q(is_running=True, due_on__lt=today())
    if state in (PROVEN, DROPPED):
        return Q(state=state)
    raise INVALID(what="state")


def _cursor(row: Improvement, *, ended: bool) -> str:
    place = number_of(row.ended_at or row.updated_at) if ended else row.due_on.toordinal()
    return encode_cursor((place, row.id))


def _behind(cursor: str, *, ended: bool) -> Q:
    place, last = decode_numbers(cursor, length=2)
    if ended:
        moment = moment_of(place)
        return Q(ended_at__lte=moment) & (Q(ended_at__lt=moment) | Q(id__lt=last))
    try:
        day = date.fromordinal(place)
    except (ValueError, OverflowError):
        raise INVALID(what="cursor") from None
    return Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(id__gt=last))


def _told(actor: Actor, rows: list[Improvement]) -> list[Listed]:
    seen, keys = words_of(actor, rows)
    numbers = _cases_of(actor, [row.id for row in rows])
    shown = _documents(actor, rows, seen)
    return [
        Listed(
            row,
            bodies.improvement_body(key, row) if (key := keys.get(row.customer_id)) else None,
            seen[row.customer_id],
            numbers.get(row.id, []),
            shown.get(row.document_id or 0),
            may_change(actor, seen[row.customer_id], row),
        )
        for row in rows
        if row.customer_id in seen
    ]


def _documents(actor: Actor, rows: list[Improvement], seen: Collection[int]) -> dict[int, Proof]:
    """Their documents, as far as they are still there and of customers in sight."""
    wanted = [row.document_id for row in rows if row.document_id is not None]
    there = Document.objects.filter(id__in=wanted, customer_id__in=seen, trashed_at=None) if wanted else []
    found = documents.read(actor, there, keys_for({each.customer_id for each in there}))
    return {each.document.id: Proof(each.document.id, each.title) for each in found}


def _cases_of(actor: Actor, improvement_ids: list[int]) -> Mapping[int, list[tuple[int, str]]]:
    linked = list(ImprovementCase.objects.filter(improvement_id__in=improvement_ids).order_by("id"))
    there = Case.objects.visible_to(actor, trashed=None).in_bulk({each.case_id for each in linked})
    found: dict[int, list[tuple[int, str]]] = {}
    for each in linked:
        if each.case_id in there:
            found.setdefault(each.improvement_id, []).append((each.case_id, there[each.case_id].number))
    return found
