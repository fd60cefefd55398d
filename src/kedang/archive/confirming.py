"""Saying that values are still right: their provenance gets a new time and name, the values stay as they are."""

from collections.abc import Callable
from datetime import datetime

import orjson

from kedang.archive.change import changed_fields
from kedang.archive.content import Content
from kedang.archive.models import Customer
from kedang.kit.actor import Actor


def stamp_confirmed(
    actor: Actor, customer: Customer, content: Content, *, confirms: Callable[[str], bool], at: datetime
) -> list[str]:
    """Stamp every field with a value that `confirms` says yes to, and the record as a whole (`*`); returns the fields.

    A field that is not confirmed keeps the time it has, although the whole gets a new one. Which import a value came from is
    kept. The caller holds the locked row and the transaction, has checked the right, and records the event.
    """
    stamps = orjson.loads(customer.provenance or "{}")
    whole = stamps.get("*")
    confirmed: list[str] = []
    for code in changed_fields(Content(kind=content.kind), content):
        before = stamps.get(code) or whole
        if confirms(code):
            confirmed.append(code)
            stamps[code] = _entry(actor, before, at)
        elif before is not None:
            stamps[code] = before
    stamps["*"] = _entry(actor, whole, at)
    customer.provenance = orjson.dumps(stamps).decode()
    customer.save(update_fields=["provenance"])
    return confirmed


def _entry(actor: Actor, before: list[object] | None, at: datetime) -> list[object]:
    return [before[0] if before else "0", str(actor.id), int(at.timestamp())]
