"""Opportunities on their way: from stage to stage, won, lost, taken up again."""

from django.db import transaction

from kedang.deals import bodies
from kedang.deals.models import LOST, OPEN, WON, Opportunity
from kedang.deals.opportunities import ABOUT, NO_STAGE, load, note_step, save, with_changes
from kedang.deals.stages import taking
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import key_for

ENDED = Refusal(
    "deals.ended",
    409,
    "这个商机已经赢单或输单，没有改动。需要继续推进请先重新打开。",
    "This opportunity is won or lost already. Nothing was changed; reopen it to go on.",
)


@transaction.atomic
def move(actor: Actor, customer_id: int, opportunity_id: int, *, stage_id: int, version: int) -> None:
    """Move an open opportunity to another stage; it takes that stage's chance."""
    customer, row = load(actor, customer_id, opportunity_id, version=version)
    _require_open(row)
    if row.stage_id == stage_id:
        return
    stage = taking(stage_id)
    if stage is None:
        raise NO_STAGE()
    former, stood = row.stage_id, _stood(row)
    row.stage_id, row.stage_since, row.probability = stage.id, now(), stage.probability
    save(row)
    note_step(actor, row, "moved", from_stage=former, to_stage=stage.id, stood=stood)
    details = {"opportunity": str(row.id), "from": str(former), "to": str(stage.id)}
    record(actor, "opportunity.moved", subject=("customer", customer.id), fields=["stage"], details=details)


@transaction.atomic
def win(actor: Actor, customer_id: int, opportunity_id: int, *, version: int) -> None:
    """An opportunity became business."""
    customer, row = load(actor, customer_id, opportunity_id, version=version)
    _require_open(row)
    _end(actor, row, WON)
    record(actor, "opportunity.won", subject=("customer", customer.id), details={"opportunity": str(row.id)})
    news.changed(actor, customer.id, (ABOUT, row.id))


@transaction.atomic
def lose(actor: Actor, customer_id: int, opportunity_id: int, *, reason: str, note: str, version: int) -> None:
    """Nothing came of an opportunity, and why."""
    customer, row = load(actor, customer_id, opportunity_id, version=version)
    _require_open(row)
    key = key_for(customer.id)
    texts = bodies.checked(with_changes(bodies.opened(key, row), {"lost_note": note}), line="title")
    row.body_enc, row.lost_reason = bodies.seal(key, texts, row), reason
    _end(actor, row, LOST)
    details = {"opportunity": str(row.id), "reason": reason}
    record(actor, "opportunity.lost", subject=("customer", customer.id), details=details)
    news.changed(actor, customer.id, (ABOUT, row.id))


@transaction.atomic
def reopen(actor: Actor, customer_id: int, opportunity_id: int, *, version: int) -> None:
    """Take an opportunity up again in the stage it ended in; where that is retired, it stays there until it is moved."""
    customer, row = load(actor, customer_id, opportunity_id, version=version)
    if row.state == OPEN:
        return
    row.state, row.ended_at, row.lost_reason, row.stage_since = OPEN, None, "", now()
    save(row)
    note_step(actor, row, "reopened", to_stage=row.stage_id)
    record(actor, "opportunity.reopened", subject=("customer", customer.id), details={"opportunity": str(row.id)})
    news.changed(actor, customer.id, (ABOUT, row.id))


def _require_open(row: Opportunity) -> None:
    if row.state != OPEN:
        raise ENDED()


def _end(actor: Actor, row: Opportunity, state: str) -> None:
    stood = _stood(row)
    row.state, row.ended_at = state, now()
    save(row)
    note_step(actor, row, state, from_stage=row.stage_id, stood=stood)


def _stood(row: Opportunity) -> int:
    return max(0, int((now() - row.stage_since).total_seconds()))
