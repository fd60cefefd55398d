"""Transactions: recorded with their lines, corrected, voided. Nothing is ever deleted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.commerce import lines, references, remarks, rights
from kedang.commerce.counting import count_again, settle_again
from kedang.commerce.kinds import INVOICE
from kedang.commerce.lines import Given, Wanted
from kedang.commerce.models import Transaction
from kedang.commerce.money import BAD_AMOUNT, currency_of, fits, in_currency, minor
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, key_for

NO_AMOUNT = Refusal(
    "commerce.no_amount",
    422,
    "请填写金额，或至少一行明细。金额不能为负：退货请记为“退货”。没有保存任何改动。",
    "Give an amount, or at least one line. Amounts are not negative: what comes back is a return. Nothing was saved.",
)
BAD_TIME = Refusal(
    "commerce.time",
    422,
    "日期应在 1970 年之后，且不晚于一年以后。没有保存任何改动。",
    "A date lies after 1970 and within the next year. Nothing was saved.",
)
NO_DUE_DATE = Refusal(
    "commerce.due", 422, "只有账单有到期日。没有保存任何改动。", "Only invoices have a due date. Nothing was saved."
)
VOIDED = Refusal(
    "commerce.voided",
    409,
    "这笔交易已作废，不能再更改。",
    "This transaction is void and cannot be changed any more.",
)
TAKEN = Refusal(
    "commerce.taken",
    409,
    "来源“{source}”中已有编号为“{external_id}”的交易。没有重复保存。",
    "There is a transaction “{external_id}” of the source “{source}” already. Nothing was saved twice.",
)
_FIRST, _AHEAD_DAYS = datetime(1970, 1, 1, tzinfo=UTC), 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A transaction as it was given. `at` None: now; `amount` None: what the lines come to. `once` is a word of the sender's: the same
    one twice is the same transaction."""

    kind: str
    currency: str
    at: datetime | None = None
    amount: Decimal | None = None
    method: str = ""
    due_on: date | None = None
    refers_to: int | None = None
    remark: str = ""
    lines: tuple[Given, ...] = ()
    source: str = ""
    external_id: str = ""
    once: str = ""


def write_down(actor: Actor, customer_id: int, entry: Entry) -> int:
    """Record a transaction with its lines; its id. What was sent twice by hand, known by its `once`, stands once."""
    if entry.once:
        entry = replace(entry, source="", external_id=f"{actor.id}:{entry.once}")
    try:
        return _said_before(actor, customer_id, entry) or _write_down(actor, customer_id, entry)
    except IntegrityError:
        before = _said_before(actor, customer_id, entry)
        if before is not None:
            return before
        raise TAKEN(source=entry.source, external_id=entry.external_id) from None


def _said_before(actor: Actor, customer_id: int, entry: Entry) -> int | None:
    """What stands already of this customer by the sender's own word."""
    if not entry.once:
        return None
    actor.require(rights.RECORD)
    customer = customers.load_visible(actor, customer_id)
    found = Transaction.objects.filter(source="", external_id=entry.external_id, customer_id=customer.id)
    return found.values_list("id", flat=True).first()


@transaction.atomic
def _write_down(actor: Actor, customer_id: int, entry: Entry) -> int:
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = _new(actor, customer, entry)
    wanted = lines.wanted(entry.lines, row.currency)
    row.amount, row.line_count = _amount(row.currency, entry.amount, wanted), len(wanted)
    row.remark_enc = remarks.seal(key_for(customer.id), remarks.checked(entry.remark), row.id)
    _require_due_date_fits(row)
    references.require(row)
    row.outstanding = row.amount if row.kind == INVOICE else 0
    row.save(force_insert=True)
    lines.put(row.id, wanted)
    _follow(row, row.refers_to)
    details = {"transaction": str(row.id), "kind": row.kind}
    record(actor, "transaction.recorded", subject=("customer", customer.id), details=details)
    return row.id


def _new(actor: Actor, customer: Customer, entry: Entry) -> Transaction:
    return Transaction(
        customer=customer,
        kind=entry.kind,
        source=storable(entry.source).strip(),
        external_id=storable(entry.external_id).strip() or None,
        at=_sound(entry.at or now()),
        currency=currency_of(entry.currency),
        method=entry.method,
        due_on=entry.due_on,
        refers_to=entry.refers_to,
        created_by=actor.id,
    )


@transaction.atomic
def correct(actor: Actor, customer_id: int, transaction_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Correct a transaction; the event keeps what it was, sealed.

    `changes`: any of at, amount, currency, method, due_on, refers_to, remark, lines.
    """
    customer, row = _load(actor, customer_id, transaction_id)
    if row.version != version:
        raise STALE(version=row.version)
    key = key_for(customer.id)
    former, standing = _said(key, row), lines.stored(row.id)
    wanted = _change(row, changes, standing)
    if "remark" in changes:
        row.remark_enc = remarks.seal(key, remarks.checked(changes["remark"]), row.id)
    _require_due_date_fits(row)
    if any(former[name] != getattr(row, name) for name in ("amount", "currency", "refers_to")):
        references.require(row)
    row.line_count = len(wanted)
    _save(row)
    if wanted != standing:
        lines.put(row.id, wanted)
    _follow(row, former["refers_to"], row.refers_to)
    before = remarks.seal_former(key, orjson.dumps(former, default=str).decode(), row)
    subject, details = ("customer", customer.id), {"transaction": str(row.id)}
    record(actor, "transaction.changed", subject=subject, fields=sorted(changes), before=before, details=details)


@transaction.atomic
def void(actor: Actor, customer_id: int, transaction_id: int, *, version: int) -> None:
    """A transaction counts no more; it stays where it is, marked."""
    customer, row = _load(actor, customer_id, transaction_id)
    if row.version != version:
        raise STALE(version=row.version)
    row.voided_at, row.voided_by = now(), actor.id
    _save(row)
    _follow(row, row.refers_to)
    details = {"transaction": str(row.id), "kind": row.kind}
    record(actor, "transaction.voided", subject=("customer", customer.id), details=details)


def _load(actor: Actor, customer_id: int, transaction_id: int) -> tuple[Customer, Transaction]:
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = Transaction.objects.select_for_update().filter(id=transaction_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if row.voided_at is not None:
        raise VOIDED()
    return customer, row


def _change(row: Transaction, changes: Mapping[str, Any], standing: list[Wanted]) -> list[Wanted]:
    """Put the changes on the row; the lines it then has."""
    currency = row.currency
    _put(row, changes)
    wanted = standing
    if row.currency != currency:
        references.require_alone(row)
        row.amount = in_currency(row.amount, currency, row.currency)
        wanted = lines.converted(standing, currency, row.currency)
    if "lines" in changes:
        wanted = lines.wanted(changes["lines"], row.currency)
    if "amount" in changes or "lines" in changes:
        row.amount = _amount(row.currency, changes.get("amount"), wanted)
    return wanted


def _put(row: Transaction, changes: Mapping[str, Any]) -> None:
    row.at = _sound(changes.get("at") or row.at)
    row.currency = currency_of(changes.get("currency", row.currency))
    row.method = changes.get("method", row.method)
    row.due_on = changes.get("due_on", row.due_on)
    row.refers_to = changes.get("refers_to", row.refers_to)


def _said(key: SubjectKey, row: Transaction) -> dict[str, Any]:
    named = ("at", "amount", "currency", "method", "due_on", "refers_to")
    return {name: getattr(row, name) for name in named} | {"remark": remarks.opened(key, row)}


def _save(row: Transaction) -> None:
    row.version += 1
    row.updated_at = now()
    row.save()


def _follow(row: Transaction, *referred: int | None) -> None:
    """What follows from a change: the invoices concerned, and the customer's figures."""
    invoices = {i for i in (*referred, row.id if row.kind == INVOICE else None) if i is not None}
    if invoices:
        settle_again(invoices)
    assert row.customer_id is not None
    count_again([row.customer_id])


def _require_due_date_fits(row: Transaction) -> None:
    if row.due_on is not None and row.kind != INVOICE:
        raise NO_DUE_DATE()


def _amount(currency: str, given: Decimal | None, wanted: list[Wanted]) -> int:
    if given is None and not wanted:
        raise NO_AMOUNT()
    amount = sum(each.amount for each in wanted) if given is None else minor(currency, given)
    if amount < 0:
        raise NO_AMOUNT()
    if not fits(amount):
        raise BAD_AMOUNT()
    return amount


def _sound(moment: datetime) -> datetime:
    if moment < _FIRST or (moment - now()).days > _AHEAD_DAYS:
        raise BAD_TIME()
    return moment
