"""Who owes what: open invoices by customer in one currency, by how long they have been due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from kedang.archive.models import Customer
from kedang.commerce import rights
from kedang.commerce.kinds import PAYMENT
from kedang.commerce.models import Transaction
from kedang.commerce.money import currency_of
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

# Days overdue at which a bucket ends; the last one has no end.
AGES = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Owing:
    """What one customer owes, in minor units. `ages`: not due yet, then overdue up to 30, 60, 90 days, then longer. `loose`: payments that
    settle no invoice. `days`: how long the oldest has been due."""

    customer: Customer
    open: int
    overdue: int
    ages: tuple[int, ...]
    loose: int
    days: int


@dataclass(frozen=True, slots=True)
class Total:
    """What all customers in sight owe in one currency."""

    currency: str
    open: int
    overdue: int
    customers: int
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Receivables:
    """A page of those who owe in `currency`, the most overdue first; the totals come with the first page."""

    currency: str
    rows: list[Owing]
    totals: list[Total]
    next: str | None


def listed(
    actor: Actor, *, currency: str = "", overdue: bool = False, cursor: str | None = None, limit: int | None = None
) -> Receivables:
    """Who owes, of all customers in sight. Without a currency it is the one most customers owe in."""
    actor.require(rights.VIEW)
    day = today()
    wanted = Transaction.objects.visible_to(actor).filter(outstanding__gt=0).order_by()
    totals = [] if cursor else _totals(wanted, day)
    chosen = currency_of(currency) if currency else next((each.currency for each in totals), "CNY")
    size = clamp_limit(limit)
    found: list[Any] = list(_ordered(wanted.filter(currency=chosen), day, overdue=overdue, cursor=cursor)[: size + 1])
    rows = _read(found[:size], chosen, day)
    record_read(actor, "transactions.listed", customer_ids=sorted(row.customer.id for row in rows), count=len(rows))
    last = rows[-1] if len(found) > size else None
    return Receivables(
        chosen, rows, totals, encode_cursor((last.overdue, last.open, last.customer.id)) if last else None
    )


def _figures(day: date) -> dict[str, Any]:
    edges = [day, *(day - timedelta(days=days) for days in AGES)]
    late = [Q(due_on__lt=newer, due_on__gte=older) for newer, older in pairwise(edges)]
    buckets = [Q(due_on__isnull=True) | Q(due_on__gte=day), *late, Q(due_on__lt=edges[-1])]
    return {
        "open": _sum(Q()),
        "overdue": _sum(Q(due_on__lt=day)),
        "oldest": Min("due_on", filter=Q(due_on__lt=day)),
        **{f"age{index}": _sum(bucket) for index, bucket in enumerate(buckets)},
    }


def _sum(which: Q) -> Any:
    return Coalesce(Sum("outstanding", filter=which), 0)


def _ages(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(row[f"age{index}"]) for index in range(len(AGES) + 2))


def _totals(wanted: QuerySet[Transaction], day: date) -> list[Total]:
    rows: Any = wanted.values("currency").annotate(customers=Count("customer_id", distinct=True), **_figures(day))
    found = [Total(r["currency"], int(r["open"]), int(r["overdue"]), r["customers"], _ages(r)) for r in rows]
    return sorted(found, key=lambda each: (-each.customers, each.currency))


def _ordered(found: QuerySet[Transaction], day: date, *, overdue: bool, cursor: str | None) -> Any:
    rows: Any = found.values("customer_id").annotate(**_figures(day))
    if overdue:
        rows = rows.filter(overdue__gt=0)
    if cursor:
        late, whole, last = decode_numbers(cursor, length=3)
        same = Q(overdue=late) & (Q(open__lt=whole) | Q(open=whole, customer_id__gt=last))
        rows = rows.filter(Q(overdue__lt=late) | same)
    return rows.order_by("-overdue", "-open", "customer_id")


def _read(rows: Collection[dict[str, Any]], currency: str, day: date) -> list[Owing]:
    ids = [row["customer_id"] for row in rows]
    customers = Customer.objects.in_bulk(ids)
    loose = _loose(ids, currency)
    return [
        Owing(
            customers[row["customer_id"]],
            int(row["open"]),
            int(row["overdue"]),
            _ages(row),
            loose.get(row["customer_id"], 0),
            (day - row["oldest"]).days if row["oldest"] else 0,
        )
        for row in rows
    ]


def _loose(customer_ids: Collection[int], currency: str) -> dict[int, int]:
    """Payments of these customers that settle no invoice."""
    # The kind stands in the aggregate: in the condition it would lead SQLite to walk every payment there is.
    rows = Transaction.objects.filter(customer_id__in=customer_ids, currency=currency, voided_at=None).order_by()
    loose = Sum("amount", filter=Q(kind=PAYMENT, refers_to=None))
    return {i: int(amount or 0) for i, amount in rows.values_list("customer_id").annotate(loose=loose) if i is not None}
