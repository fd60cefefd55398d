"""Transactions and products as they go out, and bodies as the verbs take them."""

from datetime import date
from typing import Any

from kedang.archive.policy import policy_for
from kedang.commerce import balances, reading, upserting
from kedang.commerce import receivables as owing
from kedang.commerce import schemas as out
from kedang.commerce.balances import Balance
from kedang.commerce.corrections import Correction
from kedang.commerce.lines import Given
from kedang.commerce.models import Line, Product, Transaction
from kedang.commerce.money import (
    TEN_THOUSANDTHS,
    THOUSANDTHS,
    amount_text,
    currency_of,
    plain_text,
    ten_thousandths,
)
from kedang.commerce.reading import COUNTED, Filter, Read, Whole
from kedang.commerce.recording import Entry
from kedang.commerce.upserting import Fate, Sent
from kedang.finding.conditions import today
from kedang.kit.actor import Actor


def standing(actor: Actor, customer_id: int, *, cursor: str | None, limit: int | None) -> out.StandingOut:
    """A page of one customer's transactions."""
    found = balances.of_customer(actor, customer_id, cursor=cursor, limit=limit)
    day = today()
    return out.StandingOut(
        balances=[_balance(each) for each in found.balances],
        transactions=[out.TransactionOut(**row(each, day)) for each in found.page.rows],
        next=found.page.next,
        count=_count(found.page.count),
        editable=found.may_change,
    )


def page(actor: Actor, wanted: Filter, *, cursor: str | None, limit: int | None) -> out.TransactionPageOut:
    """A page of transactions of all customers, names as lists show them."""
    found = reading.listed(actor, wanted, cursor=cursor, limit=limit)
    policy, day = policy_for(actor, own=False, place="list"), today()
    rows = []
    for each in found.rows:
        customer = found.customers[each.row.customer_id or 0]
        name = policy.show("name", customer.name)
        rows.append(
            out.ListedOut(
                **row(each, day),
                customer_id=str(customer.id),
                customer_number=customer.number,
                customer_name=(name.value if name else None) or "",
            )
        )
    return out.TransactionPageOut(rows=rows, next=found.next, count=_count(found.count))


def whole(actor: Actor, customer_id: int, transaction_id: int) -> out.WholeOut:
    """One transaction with its lines."""
    found = reading.whole(actor, customer_id, transaction_id)
    lines = [_line(each, found) for each in found.lines]
    return out.WholeOut(
        **row(found.read, today()),
        lines=lines,
        settling=[_referred(each) for each in found.settling],
        corrections=[_correction(each, found.read.row.currency) for each in found.corrections],
        editable=found.may_change,
    )


def row(found: Read, day: date) -> dict[str, Any]:
    """A transaction's own values."""
    each = found.row
    late = each.outstanding > 0 and each.due_on is not None
    return {
        "id": str(each.id),
        "kind": each.kind,
        "at": each.at,
        "currency": each.currency,
        "amount": amount_text(each.currency, each.amount),
        "method": each.method,
        "due_on": each.due_on,
        "outstanding": amount_text(each.currency, each.outstanding),
        "overdue_days": max(0, (day - each.due_on).days) if late and each.due_on else 0,
        "refers_to": str(each.refers_to) if each.refers_to else None,
        "refers": _referred(found.refers) if found.refers else None,
        "line_count": each.line_count,
        "source": each.source,
        "external_id": _number(each),
        "remark": found.remark,
        "voided_at": each.voided_at,
        "version": each.version,
    }


def _number(each: Transaction) -> str:
    """Its number in the system it came from; what was recorded by hand has none."""
    return (each.external_id or "") if each.source else ""


def _referred(each: Transaction) -> out.ReferredOut:
    return out.ReferredOut(
        id=str(each.id),
        kind=each.kind,
        at=each.at,
        currency=each.currency,
        amount=amount_text(each.currency, each.amount),
        number=_number(each),
        voided=each.voided_at is not None,
    )


def _correction(found: Correction, currency: str) -> out.CorrectionOut:
    currency, amount = str(found.former.get("currency", currency)), found.former.get("amount")
    said = amount_text(currency, amount) if isinstance(amount, int) else None
    return out.CorrectionOut(at=found.at, by=found.by, fields=list(found.fields), currency=currency, amount=said)


def receivables(
    actor: Actor, *, currency: str, overdue: bool, cursor: str | None, limit: int | None
) -> out.ReceivablesOut:
    """Who owes what, names as lists show them."""
    found = owing.listed(actor, currency=currency, overdue=overdue, cursor=cursor, limit=limit)
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in found.rows:
        name = policy.show("name", each.customer.name)
        rows.append(
            out.OwingOut(
                customer_id=str(each.customer.id),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
                open=amount_text(found.currency, each.open),
                overdue=amount_text(found.currency, each.overdue),
                overdue_days=each.days,
                ages=[amount_text(found.currency, age) for age in each.ages],
                loose=amount_text(found.currency, each.loose),
            )
        )
    totals = [_owed(each) for each in found.totals]
    return out.ReceivablesOut(currency=found.currency, rows=rows, totals=totals, next=found.next)


def _owed(total: owing.Total) -> out.OwedOut:
    return out.OwedOut(
        currency=total.currency,
        open=amount_text(total.currency, total.open),
        overdue=amount_text(total.currency, total.overdue),
        customers=total.customers,
        ages=[amount_text(total.currency, age) for age in total.ages],
    )


def _line(line: Line, found: Whole) -> out.LineOut:
    product = found.products.get(line.product_id or 0)
    return out.LineOut(
        ordinal=line.ordinal,
        product_id=str(line.product_id) if line.product_id else None,
        code=product.code if product else "",
        text=line.description or (product.name if product else ""),
        description=line.description,
        unit=product.unit if product else "",
        quantity=plain_text(line.quantity, THOUSANDTHS),
        price=plain_text(line.price, TEN_THOUSANDTHS),
        amount=amount_text(found.read.row.currency, line.amount),
    )


def _balance(found: Balance) -> out.BalanceOut:
    named = ("purchased", "returned", "invoiced", "paid", "owed", "overdue")
    amounts = {name: amount_text(found.currency, getattr(found, name)) for name in named}
    return out.BalanceOut(
        currency=found.currency, **amounts, overdue_count=found.overdue_count, overdue_days=found.days
    )


def _count(number: int) -> out.Count:
    return out.Count(value=min(number, COUNTED), capped=number > COUNTED)


def product(found: Product) -> out.ProductOut:
    """A product."""
    return out.ProductOut(
        id=str(found.id),
        code=found.code,
        name=found.name,
        unit=found.unit,
        price=None if found.price is None else plain_text(found.price, TEN_THOUSANDTHS),
        currency=found.currency,
        active=found.active,
        version=found.version,
    )


def product_values(body: out.ProductIn | out.ProductChangesIn) -> dict[str, Any]:
    """A product's values as the verbs take them."""
    values = body.given("price")
    if values.get("price") is not None:
        values["price"] = ten_thousandths(values["price"])
    if values.get("currency"):
        values["currency"] = currency_of(values["currency"])
    return values


def entry(body: out.TransactionIn, *, source: str = "", external_id: str = "") -> Entry:
    """A transaction as the verb takes it."""
    named = ("kind", "currency", "at", "amount", "method", "due_on", "refers_to", "remark", "once")
    values = {name: getattr(body, name) for name in named}
    return Entry(**values, lines=_given(body.lines), source=source, external_id=external_id)


def changes(body: out.ChangesIn) -> dict[str, Any]:
    """A correction as the verb takes it."""
    values = body.given("due_on", "refers_to")
    return values | {"lines": _given(body.lines)} if body.lines is not None else values


def _given(lines: list[out.LineIn]) -> tuple[Given, ...]:
    return tuple(Given(**line.model_dump()) for line in lines)


def sent(body: out.BatchIn) -> list[Sent]:
    """A batch as the verb takes it."""
    return [
        Sent(
            entry=entry(each, source=body.source.strip(), external_id=each.external_id.strip()),
            customer_id=each.customer_id,
            customer_external_id=each.customer_external_id,
            settles=each.settles,
        )
        for each in body.transactions
    ]


def upserted(actor: Actor, body: out.BatchIn) -> list[out.FateOut]:
    """What became of each of a batch."""
    return [_fate(actor, each) for each in upserting.upsert(actor, sent(body))]


def _fate(actor: Actor, fate: Fate) -> out.FateOut:
    refused = fate.refused
    return out.FateOut(
        external_id=fate.external_id,
        fate=fate.fate,
        id=str(fate.id) if fate.id else None,
        code=refused.code if refused else None,
        message=refused.text(actor.language) if refused else None,
    )
