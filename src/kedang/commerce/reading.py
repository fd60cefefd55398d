"""Transactions as far as the actor may read them: one customer's, and all in sight."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.notes import NOTES
from kedang.archive.policy import policy_for
from kedang.commerce import corrections, remarks, rights
from kedang.commerce.corrections import Correction
from kedang.commerce.models import Line, Product, Transaction
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.vault.keys import SubjectKey, keys_for

COUNTED = 1000
_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Read:
    """A row and its remark, None when the reader may not have it; and what it settles or takes back."""

    row: Transaction
    remark: str | None
    refers: Transaction | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is to hold. Days are local, both included. `open`: invoices that still have to get something;
    `overdue`: those past their day."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    customer_id: int | None = None
    overdue: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some transactions, the latest first; those overdue, the longest first. `count` stops at 1000."""

    rows: list[Read]
    customers: dict[int, Customer]
    next: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A transaction with its lines and the products they name, what settles it or takes it back, and what it was before."""

    read: Read
    customer: Customer
    lines: list[Line]
    products: dict[int, Product] = field(default_factory=dict)
    settling: list[Transaction] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    may_change: bool = False


def may_change(actor: Actor, customer: Customer) -> bool:
    """Whether the actor may record, correct and void transactions of a visible customer."""
    return actor.can(rights.RECORD) and customer.trashed_at is None and customers.may_change(actor, customer)


def listed(actor: Actor, wanted: Filter, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Transactions of all customers in sight."""
    actor.require(rights.VIEW)
    found = _narrowed(Transaction.objects.visible_to(actor), wanted)
    count = found.order_by()[: COUNTED + 1].count()
    size = clamp_limit(limit)
    rows = list(_ordered(found, wanted, cursor)[: size + 1])
    seen = _customers(rows[:size])
    record_read(actor, "transactions.listed", customer_ids=sorted(seen), count=len(rows[:size]))
    following = _cursor(rows[size - 1], wanted) if len(rows) > size else None
    return Page(read_all(actor, rows[:size], seen), seen, following, count)


def whole(actor: Actor, customer_id: int, transaction_id: int) -> Whole:
    """One transaction of a customer, with everything."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    row = Transaction.objects.filter(id=transaction_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    found = list(Line.objects.filter(transaction_id=row.id).order_by("ordinal"))
    products = Product.objects.in_bulk({line.product_id for line in found if line.product_id})
    record_read(actor, "transactions.read", customer_ids=[customer.id])
    (read,) = read_all(actor, [row], {customer.id: customer})
    settling = Transaction.objects.filter(refers_to=row.id, customer_id=customer.id, voided_at=None).order_by(
        "at", "id"
    )
    corrected = corrections.of_transaction(actor, row)
    return Whole(read, customer, found, products, list(settling[:COUNTED]), corrected, may_change(actor, customer))


def _narrowed(found: QuerySet[Transaction], wanted: Filter) -> QuerySet[Transaction]:
    if wanted.customer_id is not None:
        # By the customer's own rows: a bare kind could lead SQLite to walk everybody's of that kind.
        found = found.filter(customer_id=wanted.customer_id).alias(said=Concat("kind", Value("")))
    if wanted.kind:
        found = found.filter(**{"kind" if wanted.customer_id is None else "said": wanted.kind})
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until) + timedelta(days=1))
    if wanted.open or wanted.overdue:
        found = found.filter(outstanding__gt=0)
    return found.filter(due_on__lt=today()) if wanted.overdue else found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)


def _ordered(found: QuerySet[Transaction], wanted: Filter, cursor: str | None) -> QuerySet[Transaction]:
    if wanted.overdue:
        if cursor:
            days, last = decode_numbers(cursor, length=2)
            day = _day(days)
            found = found.filter(Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(id__gt=last)))
        return found.order_by("due_on", "id")
    if cursor:
        at, last = decode_numbers(cursor, length=2)
        moment = moment_of(at)
        found = found.filter(Q(at__lte=moment) & (Q(at__lt=moment) | Q(id__lt=last)))
    return found.order_by("-at", "-id")


def _cursor(row: Transaction, wanted: Filter) -> str:
    if wanted.overdue:
        assert row.due_on is not None
        return encode_cursor(((row.due_on - _FIRST).days, row.id))
    return encode_cursor((number_of(row.at), row.id))


def _day(days: int) -> date:
    try:
        return _FIRST + timedelta(days=days)
    except OverflowError:
        raise INVALID(what="cursor") from None


def _customers(rows: Collection[Transaction]) -> dict[int, Customer]:
    return Customer.objects.in_bulk({row.customer_id for row in rows if row.customer_id is not None})


def read_all(actor: Actor, rows: Collection[Transaction], seen: dict[int, Customer]) -> list[Read]:
    """Rows of customers that the actor sees, with the remarks that may be read."""
    clear = {own: policy_for(actor, own=own).clear(NOTES) for own in (True, False)}
    granted = set(customers.running_grants(actor).filter(customer_id__in=seen).values_list("customer_id", flat=True))
    own = {i: customer.owner_id == actor.id or i in granted for i, customer in seen.items()}
    sealed = {row.customer_id for row in rows if row.remark_enc is not None and row.customer_id is not None}
    keys = keys_for([i for i in sealed if clear[own[i]]])
    settled = Transaction.objects.in_bulk({row.refers_to for row in rows if row.refers_to is not None})
    return [
        Read(row, _remark(row, clear=clear[own[row.customer_id or 0]], keys=keys), _of_same(row, settled))
        for row in rows
    ]


def _of_same(row: Transaction, settled: dict[int, Transaction]) -> Transaction | None:
    """What a row refers to, if it is the same customer's."""
    found = settled.get(row.refers_to or 0)
    return found if found is not None and found.customer_id == row.customer_id else None


def _remark(row: Transaction, *, clear: bool, keys: dict[int, SubjectKey]) -> str | None:
    if not clear:
        return None
    return remarks.opened(keys[row.customer_id or 0], row) if row.remark_enc is not None else ""
