"""Transactions from other systems: recorded or brought up to date by source and external id, so that sending twice changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.archive import customers
from kedang.archive.models import ExternalId
from kedang.commerce import lines, recording, references, remarks, rights
from kedang.commerce.models import Transaction
from kedang.commerce.money import currency_of, minor
from kedang.commerce.recording import Entry
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND, DomainError, Refusal
from kedang.vault.keys import key_for

MOST = 500
CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
TURN = "ledger"
TOO_MANY = Refusal("commerce.batch", 422, "一次最多发送 500 笔。", "At most 500 transactions at a time.")
OTHERS = Refusal(
    "commerce.other_customer",
    409,
    "这个编号的交易已记在别处：属于另一位客户，或种类不同。没有保存任何改动。",
    "A transaction of this id stands elsewhere: with another customer, or as another kind. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One transaction of a batch and whose it is: by id, or by the customer's external id in the same source. `settles` names what it
    refers to by its external id in the same source."""

    entry: Entry
    customer_id: int | None = None
    customer_external_id: str = ""
    settles: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one."""

    external_id: str
    fate: str
    id: int | None = None
    refused: DomainError | None = None


def upsert(actor: Actor, batch: Sequence[Sent]) -> list[Fate]:
    """Each in a transaction of its own, so that one refusal stops nothing else."""
    actor.require(rights.RECORD)
    if len(batch) > MOST:
        raise TOO_MANY()
    return [_one(actor, each) for each in batch]


def _one(actor: Actor, sent: Sent) -> Fate:
    external_id = sent.entry.external_id
    try:
        return _upsert(actor, sent)
    except DomainError as refused:
        return Fate(external_id, REFUSED, refused=refused)


@transaction.atomic
def _upsert(actor: Actor, sent: Sent) -> Fate:
    wait_turn(TURN)
    entry = sent.entry
    if not entry.external_id or not entry.source:
        raise INVALID(what="external_id")
    customer_id = _customer(sent)
    customers.load_for_change(actor, customer_id)
    found = Transaction.objects.filter(source=entry.source, external_id=entry.external_id).first()
    reference = _reference(sent, customer_id)
    if found is None:
        made = recording.write_down(actor, customer_id, _with(entry, reference))
        return Fate(entry.external_id, CREATED, made)
    if found.customer_id != customer_id or found.kind != entry.kind:
        raise OTHERS()
    changes = _changes(found, _with(entry, reference))
    if changes:
        recording.correct(actor, customer_id, found.id, changes, version=found.version)
    return Fate(entry.external_id, UPDATED if changes else UNCHANGED, found.id)


def _customer(sent: Sent) -> int:
    if sent.customer_id is not None:
        return sent.customer_id
    same = {"source": sent.entry.source, "value": sent.customer_external_id}
    found = ExternalId.objects.filter(**same).values_list("customer_id", flat=True).first()
    if found is None:
        raise NOT_FOUND()
    return found


def _reference(sent: Sent, customer_id: int) -> int | None:
    if not sent.settles:
        return sent.entry.refers_to
    same = {"source": sent.entry.source, "external_id": sent.settles, "customer_id": customer_id}
    found = Transaction.objects.filter(**same).values_list("id", flat=True).first()
    if found is None:
        raise references.BAD_REFERENCE()
    return found


def _with(entry: Entry, reference: int | None) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return Entry(**(values | {"refers_to": reference}))


def _changes(found: Transaction, entry: Entry) -> dict[str, Any]:
    """What the sender says otherwise than what stands."""
    currency = currency_of(entry.currency)
    wanted = lines.wanted(entry.lines, currency)
    amount = sum(w.amount for w in wanted) if entry.amount is None else minor(currency, entry.amount)
    plain = {"method": entry.method, "due_on": entry.due_on, "refers_to": entry.refers_to, "currency": currency}
    changes: dict[str, Any] = {name: value for name, value in plain.items() if getattr(found, name) != value}
    if entry.at is not None and entry.at != found.at:
        changes["at"] = entry.at
    if wanted != lines.stored(found.id):
        changes["lines"] = entry.lines
    if amount != found.amount or "currency" in changes or ("lines" in changes and entry.amount is not None):
        changes["amount"] = entry.amount
    assert found.customer_id is not None
    if remarks.checked(entry.remark) != remarks.opened(key_for(found.customer_id), found):
        changes["remark"] = entry.remark
    return changes
