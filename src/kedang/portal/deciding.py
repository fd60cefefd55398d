"""Deciding on what customers sent: seen as one may see the field, accepted by the archive's own verb with one's own rights."""

from django.db import transaction

from kedang.archive import customers
from kedang.archive.edit import change_values, stored_values
from kedang.archive.load import load_contents
from kedang.archive.policy import named, policy_for
from kedang.archive.seen import seen_by
from kedang.engine.catalogue import FIELDS
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.modes import Mode
from kedang.kit.text import storable
from kedang.portal import rights
from kedang.portal import schemas as out
from kedang.portal.correcting import Said, opened, sealed
from kedang.portal.models import ACCEPTED, REFUSED, WAITING, Correction
from kedang.vault.keys import key_for, keys_for

MOST = 200
DECIDED = Refusal(
    "portal.decided",
    409,
    "这条更正已有人处理，或客户又改过了。没有改动，请刷新页面。",
    "Somebody has decided on this already, or the customer said it anew. Nothing was changed: reload the page.",
)
NO_REASON = Refusal(
    "portal.reason",
    422,
    "请写明不接受的原因（2 至 500 字），客户会看到。",
    "Say why not (2 to 500 characters); the customer will read it.",
)


def waiting(actor: Actor) -> list[out.SentCorrectionOut]:
    """What waits, the oldest first, of the customers and fields in sight."""
    actor.require(rights.REVIEW)
    found = Correction.objects.filter(seen_by(actor), state=WAITING).select_related("customer").order_by("id")
    rows = list(found[:MOST])
    ids = sorted({row.customer_id for row in rows})
    record_read(actor, "portal.corrections_listed", customer_ids=ids)
    contents, keys = load_contents(ids), keys_for(ids)
    shown = []
    for row in rows:
        policy = policy_for(actor, own=customers.is_own(actor, row.customer))
        if policy.mode(row.field) == Mode.HIDDEN:
            continue
        said, current = opened(keys[row.customer_id], row), stored_values(contents[row.customer_id], row.field, policy)
        told = policy.clear(row.field)

        def words(values: tuple[str, ...] | list[str], code: str = row.field, clear: bool = told) -> list[str]:
            return [named(code, v, actor.language) if clear else "***" for v in values]

        shown.append(
            out.SentCorrectionOut(
                id=str(row.id),
                customer_id=str(row.customer_id),
                customer=row.customer.name,
                number=row.customer.number,
                version=row.customer.version,
                field=row.field,
                label=policy.label(row.field),
                now=words(current),
                wanted=words(said.new),
                masked=not told,
                changed_since=sorted(current) != sorted(said.old),
                at=row.created_at,
                may_accept=policy.editable(row.field) and customers.may_change(actor, row.customer),
            )
        )
    return shown


def count(actor: Actor) -> int:
    """How many wait, for the word in the menu: up to a hundred, of the customers in sight."""
    actor.require(rights.REVIEW)
    return Correction.objects.filter(seen_by(actor), state=WAITING)[:100].count()


@transaction.atomic
def accept(actor: Actor, correction_id: int, *, version: int) -> None:
    """Write what the customer said into the archive, as if one had typed it oneself."""
    actor.require(rights.REVIEW)
    row = _waiting(actor, correction_id)
    said = opened(key_for(row.customer_id), row)
    values = list(said.new) if FIELDS[row.field].multi else "".join(said.new[:1])
    change_values(actor, row.customer_id, {row.field: values}, version=version)
    _close(actor, row, ACCEPTED)
    record(actor, "portal.correction_accepted", subject=("customer", row.customer_id), fields=[row.field])


@transaction.atomic
def refuse(actor: Actor, correction_id: int, *, reason: str) -> None:
    """Leave the archive as it is, and say why."""
    actor.require(rights.REVIEW)
    why = storable(reason).strip()
    if not 2 <= len(why) <= 500:
        raise NO_REASON()
    row = _waiting(actor, correction_id)
    key = key_for(row.customer_id)
    said = opened(key, row)
    row.body_enc = sealed(key, row.id, Said(said.old, said.new, why))
    _close(actor, row, REFUSED)
    record(actor, "portal.correction_refused", subject=("customer", row.customer_id), fields=[row.field])


def _waiting(actor: Actor, correction_id: int) -> Correction:
    """One that waits, of a customer and a field the actor may change; the customer is locked before it."""
    found = Correction.objects.filter(seen_by(actor), id=correction_id).first()
    if found is None:
        raise NOT_FOUND()
    customer = customers.load_for_change(actor, found.customer_id)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    if policy.mode(found.field) == Mode.HIDDEN:
        raise NOT_FOUND()
    policy.require_editable(found.field)
    row = Correction.objects.select_for_update().filter(id=found.id, state=WAITING).first()
    if row is None:
        raise DECIDED()
    return row


def _close(actor: Actor, row: Correction, state: str) -> None:
    row.state, row.decided_at, row.decided_by = state, now(), actor.id
    row.save(update_fields=["state", "decided_at", "decided_by", "body_enc"])
