"""What a transaction was before it was corrected: from the history, where each correction left it sealed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from kedang.archive import forwarding
from kedang.archive import rights as archive_rights
from kedang.archive.snapshot import keys_of
from kedang.commerce import remarks
from kedang.commerce.models import Transaction
from kedang.history.queries import EventLine, events_behind
from kedang.kit.actor import Actor
from kedang.vault.keys import KeyMissing, SubjectKey

_LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """Who corrected what, and when. `former` holds the values as they were; empty when nobody can open them any more."""

    at: datetime
    by: str
    fields: tuple[str, ...]
    former: dict[str, Any] = field(default_factory=dict)


def of_transaction(actor: Actor, row: Transaction) -> list[Correction]:
    """The corrections of a transaction the actor sees, the latest first; none for whoever may not see the history."""
    if row.version == 1 or row.customer_id is None or not actor.can(archive_rights.HISTORY):
        return []
    ids = [row.customer_id, *forwarding.formers_of(row.customer_id)]
    lines = events_behind("customer", ids, verbs=["transaction.changed"], limit=_LOOKED_THROUGH)
    mine = [line for line in lines if line.details.get("transaction") == str(row.id)]
    keys = keys_of((line.subject[1], line.before) for line in mine if line.before is not None)
    return [Correction(line.at, line.actor_name, line.fields, _former(keys, line, row)) for line in mine]


def _former(keys: dict[int, SubjectKey], line: EventLine, row: Transaction) -> dict[str, Any]:
    if line.before is None:
        return {}
    try:
        found: dict[str, Any] = orjson.loads(remarks.open_former(keys, line.before, line.subject[1], row.id))
    except KeyMissing:
        return {}
    return found
