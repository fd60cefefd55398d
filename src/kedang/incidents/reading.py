"""Incidents for who handles them and who reads the audit: the list, one with its steps, and who was affected, page by page."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db.models import QuerySet

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.history.queries import AUDIT_READ
from kedang.history.reads import record_read
from kedang.incidents import rights, texts
from kedang.incidents.models import OPEN, STEPS, Affected, Incident, Step
from kedang.incidents.wording import field_text
from kedang.jobs.models import FAILED
from kedang.jobs.queue import newest_job
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.vault.keys import key_for

MOST_LATE = 100
BATCH = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents, newest first, with what was said of them and the steps that were taken."""

    rows: list[Incident]
    said: dict[int, dict[str, str]]
    steps: dict[int, dict[str, Step]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One incident."""

    row: Incident
    said: dict[str, str]
    steps: dict[str, Step]
    notes: dict[str, str]
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One who was affected. `customer_id` is None for who was erased; `into`: whom they were merged into since; `name` stands there
    for who may see the customer; `owner`: who has to tell them."""

    id: int
    customer_id: int | None
    number: str
    into: str
    name: str
    owner: str
    looks: int
    revealed: int
    left: int
    changes: int
    fields: list[str]
    first_at: datetime
    last_at: datetime


def page(actor: Actor, *, state: str = OPEN, cursor: str | None = None, limit: int | None = None) -> Page:
    """Incidents, newest first."""
    require_reader(actor)
    found = Incident.objects.filter(state=state)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    size = clamp_limit(limit)
    rows = list(found.order_by("-id")[: size + 1])
    shown = rows[:size]
    record_read(actor, "incidents.read", count=len(shown))
    steps: dict[int, dict[str, Step]] = {row.id: {} for row in shown}
    for step in Step.objects.filter(incident_id__in=steps):
        steps[step.incident_id][step.kind] = step
    return Page(shown, texts.bodies_of(shown), steps, encode_cursor((shown[-1].id,)) if len(rows) > size else None)


def one(actor: Actor, incident_id: int) -> Whole:
    """One incident with what was said and done."""
    row = load(actor, incident_id)
    record_read(actor, "incidents.read", details={"incident": str(row.id)})
    return whole(row)


def whole(row: Incident) -> Whole:
    """The same for who was already let in."""
    key = key_for(row.id)
    steps = {step.kind: step for step in Step.objects.filter(incident_id=row.id)}
    notes = {kind: texts.opened_note(key, step) for kind, step in steps.items()}
    job = newest_job(row.id) if row.waits else None
    return Whole(row, texts.opened(key, row), steps, notes, job is not None and job.state == FAILED)


def load(actor: Actor, incident_id: int) -> Incident:
    """One incident, for who may know of any."""
    require_reader(actor)
    row = Incident.objects.filter(id=incident_id).first()
    if row is None:
        raise NOT_FOUND()
    return row


def require_reader(actor: Actor) -> None:
    """Refuse who neither handles incidents nor reads the audit."""
    if not actor.can(rights.HANDLE) and not actor.can(AUDIT_READ):
        raise DENIED(right=rights.HANDLE)


def count_late(actor: Actor) -> int:
    """How many open incidents are past a clock, up to a hundred; nothing for who may not know of any."""
    if not actor.can(rights.HANDLE) and not actor.can(AUDIT_READ):
        return 0
    rows = list(Incident.objects.filter(state=OPEN)[:MOST_LATE])
    taken = set(Step.objects.filter(incident__in=rows).values_list("incident_id", "kind"))
    moment = now()
    return sum(
        any((due := row.due_at(kind)) and due < moment and (row.id, kind) not in taken for kind in STEPS)
        for row in rows
    )


def affected(
    actor: Actor, incident_id: int, *, cursor: str | None = None, limit: int | None = None
) -> tuple[list[Line], str | None]:
    """Who was affected, page by page. Numbers and owners are told of everybody: who handles it has to know who is to be told. Names
    stand with customers the reader sees anyway."""
    row = load(actor, incident_id)
    found = of_incident(row)
    if cursor:
        found = found.filter(id__gt=decode_numbers(cursor, length=1)[0])
    size = clamp_limit(limit)
    rows = list(found[: size + 1])
    shown = rows[:size]
    ids = [each.customer_id for each in shown if each.customer_id]
    record_read(actor, "incidents.read", customer_ids=ids, details={"incident": str(row.id), "what": "affected"})
    return told(actor, shown), encode_cursor((shown[-1].id,)) if len(rows) > size else None


def of_incident(row: Incident) -> QuerySet[Affected]:
    """The frozen list in its order."""
    return Affected.objects.filter(incident_id=row.id).order_by("id")


def told(actor: Actor, rows: list[Affected]) -> list[Line]:
    """Lines of the list as they stand today."""
    ids = [each.customer_id for each in rows if each.customer_id]
    known = {
        each.id: each for each in Customer.objects.filter(id__in=ids).only("id", "number", "owner_id", "survivor_id")
    }
    into = {each.survivor_id for each in known.values() if each.survivor_id}
    survivors = dict(Customer.objects.filter(id__in=into).values_list("id", "number"))
    names = _names(actor, ids)
    policy, people = policy_for(actor, own=False), directory()
    lines = []
    for each in rows:
        customer = known.get(each.customer_id or 0)
        lines.append(
            Line(
                id=each.id,
                customer_id=customer.id if customer else None,
                number=customer.number if customer else "",
                into=survivors.get(customer.survivor_id or 0, "") if customer else "",
                name=names.get(each.customer_id or 0, ""),
                owner=people.name(customer.owner_id) if customer else "",
                looks=each.looks,
                revealed=each.revealed,
                left=each.left,
                changes=each.changes,
                fields=[field_text(policy, code) if code != "*" else "*" for code in orjson.loads(each.fields)],
                first_at=each.first_at,
                last_at=each.last_at,
            )
        )
    return lines


def _names(actor: Actor, ids: list[int]) -> dict[int, str]:
    policy = policy_for(actor, own=False, place="list")
    found = Customer.objects.visible_to(actor, trashed=None).filter(id__in=ids).values_list("id", "name")
    shown = [(customer_id, policy.show("name", name)) for customer_id, name in found]
    return {customer_id: name.value or "" for customer_id, name in shown if name is not None}
