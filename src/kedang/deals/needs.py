"""Changes of need: what a customer wanted before and wants now, why, and who said so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kedang.archive import customers
from kedang.deals import bodies, rights
from kedang.deals.models import NeedChange
from kedang.deals.projects import locked, require_theirs, require_version, reword, save
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import key_for

TEXTS = ("before", "after", "cause", "source")
TWENTY_YEARS = timedelta(days=7305)
# Clocks differ a little.
SLACK = timedelta(days=1)
NOTHING_SAID = Refusal(
    "deals.need_text",
    422,
    "请写明现在的需求，每项不超过 5000 字。没有保存任何改动。",
    "Say what is needed now, each text up to 5,000 characters. Nothing was saved.",
)
BAD_TIME = Refusal(
    "deals.need_time",
    422,
    "需求变化的时间不能在将来，也不能早于 20 年前。没有保存任何改动。",
    "A change of need is neither in the future nor older than twenty years. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """A change of need as it is written down; `at` None: now."""

    after: str
    before: str = ""
    cause: str = ""
    source: str = ""
    at: datetime | None = None
    project_id: int | None = None
    opportunity_id: int | None = None


@transaction.atomic
def write_down(actor: Actor, customer_id: int, draft: NeedDraft) -> int:
    """Write down that a customer needs something else now; its id."""
    actor.require(rights.RUN_PROJECTS)
    customer = customers.load_for_change(actor, customer_id)
    require_theirs(actor, customer, opportunity_id=draft.opportunity_id, project_id=draft.project_id)
    row = NeedChange(customer=customer, created_by=actor.id, at=draft.at or now())
    row.project_id, row.opportunity_id = draft.project_id, draft.opportunity_id
    _check(row, draft.after)
    said = asdict(draft)
    row.body_enc = bodies.seal(key_for(customer.id), bodies.checked({name: said[name] for name in TEXTS}), row)
    row.save(force_insert=True)
    record(actor, "need.changed", subject=("customer", customer.id), details={"need": str(row.id)})
    return row.id


@transaction.atomic
def correct(actor: Actor, customer_id: int, need_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Say it differently: whoever may change the customer. The event keeps former texts, sealed.

    `changes`: any of before, after, cause, source, at, project_id, opportunity_id; None takes a link away.
    """
    actor.require(rights.RUN_PROJECTS)
    customer = customers.load_for_change(actor, customer_id)
    row = locked(NeedChange, customer, need_id)
    require_version(row, version)
    links = {name: changes[name] for name in ("project_id", "opportunity_id") if name in changes}
    require_theirs(actor, customer, **links)
    for name, value in links.items():
        setattr(row, name, value)
    row.at = changes.get("at") or row.at
    _check(row, changes.get("after"))
    former = reword(row, changes, TEXTS)
    save(row)
    details = {"need": str(row.id)}
    subject = ("customer", customer.id)
    record(actor, "need.corrected", subject=subject, fields=sorted(changes), before=former, details=details)


def _check(row: NeedChange, after: str | None) -> None:
    if after is not None and not after.strip():
        raise NOTHING_SAID()
    if not now() - TWENTY_YEARS <= row.at <= now() + SLACK:
        raise BAD_TIME()
