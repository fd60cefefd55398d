"""How a customer stands: per currency what was bought, returned, billed and paid, what is owed and what is overdue.

What is owed is what was billed, less payments and returns on invoices. Purchases alone are turnover: a shop's are paid at the counter.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.commerce import rights
from kedang.commerce.kinds import INVOICE, PAYMENT, PURCHASE, RETURN
from kedang.commerce.models import Transaction
from kedang.commerce.reading import COUNTED, Page, may_change, read_all
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor


@dataclass(frozen=True, slots=True)
class Balance:
    """One currency, in minor units. `days`: how long the oldest overdue invoice has been so."""

    currency: str
    purchased: int
    returned: int
    invoiced: int
    paid: int
    owed: int
    overdue: int
    overdue_count: int
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A page of one customer's transactions, the latest first; with the first page, how it stands."""

    customer: Customer
    page: Page
    balances: list[Balance]
    may_change: bool


def of_customer(actor: Actor, customer_id: int, *, cursor: str | None = None, limit: int | None = None) -> Standing:
    """A page of one customer's transactions."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    found = Transaction.objects.filter(customer_id=customer.id)
    if cursor:
        (last,) = decode_numbers(cursor, length=1)
        edge = found.filter(id=last).first()
        if edge is None:
            raise INVALID(what="cursor")
        found = found.filter(Q(at__lte=edge.at) & (Q(at__lt=edge.at) | Q(id__lt=edge.id)))
    size = clamp_limit(limit)
    rows = list(found.order_by("-at", "-id")[: size + 1])
    count = 0 if cursor else Transaction.objects.filter(customer_id=customer.id)[: COUNTED + 1].count()
    record_read(actor, "transactions.read", customer_ids=[customer.id])
    seen = {customer.id: customer}
    following = encode_cursor((rows[size - 1].id,)) if len(rows) > size else None
    page = Page(read_all(actor, rows[:size], seen), seen, following, count)
    return Standing(customer, page, [] if cursor else balances(customer.id), may_change(actor, customer))


def balances(customer_id: int) -> list[Balance]:
    """How a customer stands, by currency; those in which something is owed first."""
    day = today()
    rows = Transaction.objects.filter(customer_id=customer_id, voided_at=None).order_by().values("currency")
    overdue = Q(outstanding__gt=0, due_on__lt=day)
    # By the row it refers to: a list of the customer's invoices would lead SQLite to walk everybody's.
    on_invoice = Exists(Transaction.objects.filter(id=OuterRef("refers_to"), kind=INVOICE))
    counted: Any = rows.annotate(
        purchased=_sum(Q(kind=PURCHASE)),
        returned=_sum(Q(kind=RETURN)),
        invoiced=_sum(Q(kind=INVOICE)),
        paid=_sum(Q(kind=PAYMENT)),
        credited=_sum(Q(kind=RETURN, refers_to__isnull=False) & Q(on_invoice)),
        overdue=_sum_open(overdue),
        overdue_count=Count("id", filter=overdue),
        oldest=Min(F("due_on"), filter=overdue),
    )
    found = [_balance(row, day) for row in counted]
    return sorted(found, key=lambda each: (-each.owed, each.currency))


def overdue_of(customer_ids: Collection[int]) -> list[tuple[int, str, int, int]]:
    """Of these customers, whoever has overdue invoices: (customer, currency, minor units, days since the oldest was due)."""
    day = today()
    overdue = Q(outstanding__gt=0, due_on__lt=day)
    # It stands in the aggregate: in the condition it would lead SQLite to walk everybody's overdue invoices.
    rows: Any = Transaction.objects.filter(customer_id__in=customer_ids, voided_at=None).order_by()
    found = rows.values_list("customer_id", "currency").annotate(
        late=_sum_open(overdue), oldest=Min(F("due_on"), filter=overdue)
    )
    return [
        (customer_id, currency, int(late), (day - oldest).days)
        for customer_id, currency, late, oldest in found
        if oldest
    ]


def _sum_open(which: Q) -> Any:
    return Coalesce(Sum("outstanding", filter=which), 0)


def _sum(which: Q) -> Any:
    return Coalesce(Sum("amount", filter=which), 0)


def _balance(row: dict[str, Any], day: date) -> Balance:
    return Balance(
        currency=row["currency"],
        purchased=int(row["purchased"]),
        returned=int(row["returned"]),
        invoiced=int(row["invoiced"]),
        paid=int(row["paid"]),
        owed=int(row["invoiced"] - row["paid"] - row["credited"]),
        overdue=int(row["overdue"]),
        overdue_count=row["overdue_count"],
        days=(day - row["oldest"]).days if row["oldest"] else 0,
    )
