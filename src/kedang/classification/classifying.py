"""Keeping a customer closer, or less closely."""

from django.db import transaction

from kedang.accounts.stepup import require_stepup
from kedang.archive import customers, owning
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.suspects import level_changed
from kedang.classification import rights
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, STALE, Refusal
from kedang.kit.levels import checked
from kedang.kit.text import storable

SHORTEST, LONGEST = 4, 200
ABOVE = Refusal(
    "classification.above",
    403,
    "不能设为高于您自己密级权限的密级：设了之后您自己也看不到。没有改动。",
    "Nobody classifies above their own clearance: you would not see the customer yourself. Nothing was changed.",
)
NO_REASON = Refusal(
    "classification.reason",
    422,
    "降低密级须写明理由（4 到 200 个字）。没有改动。",
    "Lowering a classification needs a reason of 4 to 200 characters. Nothing was changed.",
)


@transaction.atomic
def classify(actor: Actor, customer_id: int, *, level: int, reason: str = "", version: int | None = None) -> None:
    """Keep a customer at this level. Whoever may change it raises it; lowering takes a right, a reason and a proof."""
    actor.require(archive_rights.EDIT)
    wanted = checked(level)
    # Before the customer is locked, like whoever gives it to somebody: the owner must not change while their clearance is asked.
    owning.take_turn()
    customer = customers.load_for_change(actor, customer_id)
    if version is not None and customer.version != version:
        raise STALE(version=customer.version)
    former = customer.classification or 0
    if wanted == former:
        return
    details: dict[str, object] = {"from": former, "to": wanted}
    if wanted < former:
        details["reason"] = _lowering(actor, customer, reason)
    elif wanted > actor.clearance:
        raise ABOVE()
    else:
        owning.require_cleared(customer.owner_id, wanted)
    customer.classification = wanted or None
    customer.updated_at, customer.updated_by = now(), actor.id
    customer.version += 1
    customer.save(update_fields=["classification", "updated_at", "updated_by", "version"])
    level_changed(customer.id)
    verb = "customer.declassified" if wanted < former else "customer.classified"
    record(actor, verb, subject=("customer", customer.id), details=details)


def _lowering(actor: Actor, customer: Customer, reason: str) -> str:
    """The reason, of somebody who may lower and has shown who they are. Like assigning and merging it is for those whose own reach the
    customer is in: whom it was lent to would open it to a department that is not theirs."""
    actor.require(rights.DECLASSIFY)
    if not customers.in_reach(actor, customer):
        raise DENIED(right=rights.DECLASSIFY)
    said = storable(reason).strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise NO_REASON()
    require_stepup(actor)
    return said
