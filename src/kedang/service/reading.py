"""Reading cases: one with its steps, one customer's, and lists over everything in sight.

That there is a case, how it stands and who has it sees whoever sees the customer and service; what was said is a note, and follows
the field `notes`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.notes import NOTES
from kedang.archive.policy import policy_for
from kedang.history.reads import record_read
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.service import bodies, cases, queues, rights
from kedang.service.bodies import CaseBody
from kedang.service.kinds import ENDED_STATES, KINDS, OPEN_STATES
from kedang.service.models import Case, OfCustomer, Step
from kedang.vault.keys import SubjectKey, key_for, keys_for

MINE, QUEUES, ALL = "mine", "queues", "all"
OPEN, OVERDUE = "open", "overdue"
COUNTED, MOST_STEPS, MOST_OF_CUSTOMER = 1000, 500, 100
Row = TypeVar("Row", bound=OfCustomer)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case, what it is about (None: not for the reader), and whose it is."""

    row: Case
    body: CaseBody | None
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases a list is asked for. A number finds one of any state."""

    whose: str = MINE
    state: str = OPEN
    kind: str = ""
    queue_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases. `count` stops at 1000."""

    rows: list[Listed]
    next: str | None
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One case with everything about it; `key` is None when the reader may not have the words."""

    listed: Listed
    key: SubjectKey | None
    steps: list[tuple[Step, str | None]]
    may_handle: bool


def one(actor: Actor, case_id: int) -> Opened:
    """A case with its steps, the latest first."""
    actor.require(rights.VIEW)
    row = Case.objects.visible_to(actor, trashed=None).filter(id=case_id).first()
    if row is None:
        raise NOT_FOUND()
    customer = customers.load_visible(actor, row.customer_id, trashed=None)
    key = key_of_words(actor, customer)
    steps = Step.objects.filter(case_id=row.id, customer_id=customer.id).order_by("-id")[:MOST_STEPS]
    told = [(step, bodies.step_body(key, step).text if key else None) for step in steps]
    record_read(actor, "case.read", customer_ids=[customer.id])
    may = customer.trashed_at is None and cases.may_handle(actor, customer, row)
    return Opened(Listed(row, bodies.case_body(key, row) if key else None, customer), key, told, may)


def of_customer(actor: Actor, customer_id: int) -> tuple[Customer, list[Listed], bool]:
    """A customer's latest cases, and whether the actor may open another."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    rows = list(Case.objects.filter(customer_id=customer.id).order_by("-created_at", "-id")[:MOST_OF_CUSTOMER])
    key = key_of_words(actor, customer)
    record_read(actor, "case.read", customer_ids=[customer.id])
    found = [Listed(row, bodies.case_body(key, row) if key else None, customer) for row in rows]
    may = customer.trashed_at is None and actor.can(rights.HANDLE) and customers.may_change(actor, customer)
    return customer, found, may


def listed(actor: Actor, wanted: Wanted, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Cases in sight. Open ones: what is due first stands first; ended ones: the latest first."""
    actor.require(rights.VIEW)
    ended = wanted.state in ENDED_STATES
    found = _numbered(actor, wanted.number) if wanted.number else _chosen(actor, wanted)
    count = found.order_by()[: COUNTED + 1].count()
    column = "moved_at" if ended else "due_at"
    if cursor:
        found = found.filter(_behind(cursor, column, falling=ended))
    size = clamp_limit(limit)
    order = ("-moved_at", "-id") if ended else ("due_at", "id")
    rows = list(found.order_by(*order)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    following = encode_cursor((number_of(getattr(last, column)), last.id)) if last else None
    return Page(_with_customers(actor, rows[:size]), following, min(count, COUNTED), count > COUNTED)


def _chosen(actor: Actor, wanted: Wanted) -> QuerySet[Case]:
    if wanted.kind and wanted.kind not in KINDS:
        raise INVALID(what="kind")
    found = Case.objects.filter(_whose(actor, wanted.whose, wanted.state), _state(wanted.state))
    found = found.filter(kind=wanted.kind) if wanted.kind else found
    found = found.filter(queue_id=wanted.queue_id) if wanted.queue_id is not None else found
    if actor.scope == Scope.OWN and wanted.state in ENDED_STATES:
        # Few customers and very many ended cases: from the customers on, not through everybody's cases.
        return found.filter(customer_id__in=Customer.objects.visible_to(actor).values("id"))
    return found & Case.objects.visible_to(actor)


def _whose(actor: Actor, whose: str, state: str) -> Q:
    if whose == MINE:
        return Q(assignee_id=actor.id)
    if whose == QUEUES:
        waiting = Q() if state in ENDED_STATES else Q(assignee_id=None)
        return Q(queue_id__in=queues.of_member(actor.id)) & waiting
    if whose != ALL:
        raise INVALID(what="whose")
    return Q()


def _state(state: str) -> Q:
    if state == OPEN:
        return Q(is_open=True)
    if state == OVERDUE:
        return Q(is_open=True, due_at__lt=now())
    if state in OPEN_STATES:
        return Q(is_open=True, state=state)
    if state in ENDED_STATES:
        return Q(state=state)
    raise INVALID(what="state")


def _numbered(actor: Actor, number: str) -> QuerySet[Case]:
    """The case of a number, with or without its letters, as people read it to each other."""
    year, _, serial = number.strip().upper().removeprefix("FW").partition("-")
    if not (year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit()) or len(year + serial) > 18:
        return Case.objects.none()
    return Case.objects.visible_to(actor).filter(year=min(int(year), 9999), serial=int(serial))


def _behind(cursor: str, column: str, *, falling: bool) -> Q:
    at, last = decode_numbers(cursor, length=2)
    moment, beyond = moment_of(at), "lt" if falling else "gt"
    # The first condition bounds the index; the rest takes those of the same time apart.
    bound = Q(**{f"{column}__{beyond}e": moment})
    return bound & (Q(**{f"{column}__{beyond}": moment}) | Q(**{f"id__{beyond}": last}))


def _with_customers(actor: Actor, rows: list[Case]) -> list[Listed]:
    seen, words = words_of(actor, rows)
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["cases"])
    return [
        Listed(row, bodies.case_body(key, row) if (key := words.get(row.customer_id)) else None, seen[row.customer_id])
        for row in rows
        if row.customer_id in seen
    ]


def key_of_words(actor: Actor, customer: Customer) -> SubjectKey | None:
    """The key to what was said with a customer, for whoever may read it."""
    readable = policy_for(actor, own=customers.is_own(actor, customer)).clear(NOTES)
    return key_for(customer.id) if readable else None


def words_of(actor: Actor, rows: Iterable[OfCustomer]) -> tuple[dict[int, Customer], dict[int, SubjectKey]]:
    """The customers of these rows the actor sees, and the keys of those whose words they may read."""
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    clear = {own: policy_for(actor, own=own).clear(NOTES) for own in (True, False)}
    granted = set(customers.running_grants(actor).filter(customer_id__in=seen).values_list("customer_id", flat=True))
    readable = [i for i, each in seen.items() if clear[each.owner_id == actor.id or i in granted]]
    return seen, keys_for(readable)
