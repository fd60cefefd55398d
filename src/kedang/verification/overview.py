"""How it stands: the points of one customer for its page, and what waits, runs out or bounced among all one may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from django.db.models import Exists, OuterRef, Q

from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.policy import FieldPolicy, contact_code, policy_for
from kedang.delivery.models import Message
from kedang.engine.catalogue import FIELDS
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.modes import Mode
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.vault.keys import SubjectKey, key_for
from kedang.verification.confirming import MOST_TRIES
from kedang.verification.facts import NOTE_PLACE
from kedang.verification.models import BOUNCED, OPEN, Fact, OfPoint, Request
from kedang.verification.points import ASKED, CHANNELS
from kedang.verification.requesting import PURPOSE

Row = TypeVar("Row", Fact, Request)
SOON = timedelta(days=30)
WAITING, RUNNING_OUT, NOT_REACHED = "waiting", "running_out", "not_reached"
What = Literal["waiting", "running_out", "not_reached"]
_POINTS = tuple(code for code, spec in FIELDS.items() if spec.storage == "point")
_MOMENTS = {WAITING: "expires_at", RUNNING_OUT: "valid_until", NOT_REACHED: "ended_at"}


@dataclass(frozen=True, slots=True)
class Open:
    """A request that waits for its answer, and how its message does."""

    method: str
    at: datetime
    expires_at: datetime
    tries_left: int
    message: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One point: its state, what that rests on, and what is under way."""

    point_id: int
    kind: str
    state: str
    channel: str
    verifiable: bool
    method: str = ""
    by: int | None = None
    at: datetime | None = None
    valid_until: datetime | None = None
    note: str = ""
    open: Open | None = None


def standing_of(actor: Actor, customer_id: int) -> tuple[list[Standing], bool]:
    """Every point of a customer that is not hidden, and whether the actor may change the customer."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    rows = [r for r in ContactPoint.objects.filter(customer_id=customer.id).order_by("id") if _seen(policy, r)]
    facts = _by_value(Fact.objects.filter(customer_id=customer.id, ended_at__isnull=True).order_by("id"))
    open_requests = _by_value(Request.objects.filter(customer_id=customer.id, state=OPEN, expires_at__gt=now()))
    messages = dict(
        Message.objects.filter(purpose=PURPOSE, subject_id__in=[r.id for r in open_requests.values()]).values_list(
            "subject_id", "state"
        )
    )
    key = key_for(customer.id)
    found = [_standing(r, facts.get(_value(r)), open_requests.get(_value(r)), messages, policy, key) for r in rows]
    return found, customer.trashed_at is None and customers.may_change(actor, customer)


def _value(row: ContactPoint | OfPoint) -> tuple[str, int | None]:
    return (row.kind, row.blind)


def _by_value(rows: Iterable[Row]) -> dict[tuple[str, int | None], Row]:
    return {_value(row): row for row in rows}


def _seen(policy: FieldPolicy, row: ContactPoint) -> bool:
    return policy.mode(contact_code(row.kind) if row.contact_id else row.kind) != Mode.HIDDEN


def _standing(
    row: ContactPoint,
    fact: Fact | None,
    request: Request | None,
    messages: dict[int, str],
    policy: FieldPolicy,
    key: SubjectKey,
) -> Standing:
    """A finding or a request counts only for the value the point has now."""
    rests: dict[str, Any] = {}
    if fact is not None and row.state == "verified":
        rests = {"method": fact.method, "by": fact.by, "at": fact.at, "valid_until": fact.valid_until}
        if fact.note_enc is not None and policy.clear("notes"):
            rests["note"] = key.open_padded(fact.note_enc, row_id=fact.id, **NOTE_PLACE)
    if request is not None and row.state in ASKED:
        left = MOST_TRIES - request.tries
        message = messages.get(request.id, "")
        rests["open"] = Open(request.method, request.created_at, request.expires_at, left, message)
    return Standing(row.id, row.kind, row.state, CHANNELS.get(row.kind, ""), verifiable=row.blind is not None, **rests)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the customer, which kind of point, since or until when."""

    customer: Customer
    kind: str
    method: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next ones begin."""

    rows: list[Listed]
    next: str | None


def listed(actor: Actor, what: What, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """What waits for an answer, runs out within 30 days, or bounced lately; among the customers one may see, oldest first."""
    actor.require(archive_rights.VIEW)
    size = clamp_limit(limit)
    after = decode_numbers(cursor, length=1)[0] if cursor else 0
    seen = Customer.objects.visible_to(actor).values("id")
    found = _asked(what).filter(_named(actor), customer_id__in=seen, id__gt=after)
    rows: list[Any] = list(found.order_by("id")[: size + 1])
    named = {c.id: c for c in Customer.objects.filter(id__in={r.customer_id for r in rows[:size]})}
    record_read(actor, "verification.listed", customer_ids=sorted(named), details={"what": what})
    lines = [Listed(named[r.customer_id], r.kind, r.method, _moment(what, r)) for r in rows[:size]]
    return Page(lines, encode_cursor((rows[size - 1].id,)) if len(rows) > size else None)


def _named(actor: Actor) -> Q:
    """Only points of fields that lists do not hide from the actor; those of contact people count as theirs."""
    policy = policy_for(actor, own=False, place="list")
    hidden = [kind for kind in _POINTS if policy.mode(kind) == Mode.HIDDEN]
    of_contacts = [kind for kind in _POINTS if policy.mode(contact_code(kind)) == Mode.HIDDEN]
    if not hidden and not of_contacts:
        return Q()
    at_contact = Q(Exists(ContactPoint.objects.filter(id=OuterRef("point_id"), contact_id__isnull=False)))
    return (at_contact & ~Q(kind__in=of_contacts)) | (~at_contact & ~Q(kind__in=hidden))


def _asked(what: str) -> Any:
    if what == WAITING:
        return Request.objects.filter(state=OPEN, expires_at__gt=now())
    if what == RUNNING_OUT:
        found: Any = Fact.objects.filter(ended_at__isnull=True, valid_until__lt=now() + SOON)
        return found.filter(_still("verified"))
    return Request.objects.filter(state=BOUNCED, ended_at__gt=now() - SOON).filter(_still("bounced"))


def _still(state: str) -> Exists:
    """The value stands at the customer, in this state."""
    same = {"customer_id": OuterRef("customer_id"), "kind": OuterRef("kind"), "blind": OuterRef("blind")}
    return Exists(ContactPoint.objects.filter(state=state, **same))


def _moment(what: str, row: Any) -> datetime:
    moment: datetime = getattr(row, _MOMENTS[what])
    return moment
