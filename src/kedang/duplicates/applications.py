"""Reading applications to collaborate: one's own, of which nothing is told but how they stand, and those one decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.duplicates import rights
from kedang.duplicates.applying import PLACE, to_decide
from kedang.duplicates.models import GRANTED, WAITING, Application
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.vault.keys import keys_for

MOST = 100


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own application. The customer is named only once one may see it; until then as one met it."""

    id: int
    state: str
    created_at: datetime
    decided_at: datetime | None
    level: str
    until: datetime | None
    initial: str
    department: str
    reason: str
    customer_id: int | None
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application one decides."""

    id: int
    created_at: datetime
    applicant: str
    applicant_department: str
    reason: str
    customer_id: int
    number: str
    name: str


def mine(actor: Actor) -> list[Mine]:
    """The actor's own applications, newest first."""
    actor.require(rights.COLLABORATE)
    rows = list(Application.objects.filter(applicant_id=actor.id).order_by("-id")[:MOST])
    reasons = _reasons(rows)
    ids = {row.customer_id for row in rows}
    there = Customer.objects.filter(id__in=ids).only("id", "name", "number", "department_id").in_bulk()
    seen = set(Customer.objects.visible_to(actor).filter(id__in=ids).values_list("id", flat=True))
    return [_mine(actor, row, there.get(row.customer_id), reasons[row.id], row.customer_id in seen) for row in rows]


def _mine(actor: Actor, row: Application, customer: Customer | None, reason: str, seen: bool) -> Mine:
    named = customer if customer is not None and seen and row.state == GRANTED else None
    return Mine(
        id=row.id,
        state=row.state,
        created_at=row.created_at,
        decided_at=row.decided_at,
        level=row.level,
        until=row.until,
        initial=row.initial,
        department=directory().department_name(row.department_id),
        reason=reason,
        customer_id=named.id if named else None,
        number=named.number if named else "",
        name=_name(actor, named) if named else "",
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Applications that wait for the actor's word, oldest first; on record, for they name customers."""
    rows = list(to_decide(actor).filter(state=WAITING).select_related("customer").order_by("id")[:MOST])
    if rows:
        record_read(actor, "collaboration.listed", customer_ids=[row.customer_id for row in rows])
    reasons = _reasons(rows)
    return [_waiting(actor, row, reasons[row.id]) for row in rows]


def _waiting(actor: Actor, row: Application, reason: str) -> Waiting:
    people = directory()
    person = people.person(row.applicant_id)
    return Waiting(
        id=row.id,
        created_at=row.created_at,
        applicant=people.name(row.applicant_id),
        applicant_department=people.department_name(person.department_id) if person else "",
        reason=reason,
        customer_id=row.customer_id,
        number=row.customer.number,
        name=_name(actor, row.customer),
    )


def count_waiting(actor: Actor) -> int:
    """How many applications wait for the actor's word."""
    return to_decide(actor).filter(state=WAITING).count()


def _name(actor: Actor, customer: Customer) -> str:
    shown = policy_for(actor, own=customer.owner_id == actor.id).show("name", customer.name)
    return (shown.value if shown else None) or ""


def _reasons(rows: Sequence[Application]) -> dict[int, str]:
    """The reasons in clear; of a customer that was erased nothing is left."""
    keys = keys_for({row.customer_id for row in rows})
    return {
        row.id: keys[row.customer_id].open(row.reason_enc, row_id=row.id, **PLACE) if row.customer_id in keys else ""
        for row in rows
    }
