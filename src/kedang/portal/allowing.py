"""Which fields of their own record customers see. What is not on the list is not told by any answer of the portal."""

from collections.abc import Collection

import orjson
from django.db import transaction

from kedang.engine.catalogue import CATALOGUE, FIELDS
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.modes import FieldModes, Mode
from kedang.portal import rights
from kedang.portal.models import Rule

DEFAULT = ("name", "mobile", "landline", "email", "address")
# What we think of a customer, and how we file them, is ours: it is handed out by a request for a copy, with a person looking.
OURS = frozenset(
    (
        "level",
        "status",
        "source",
        "recorded_on",
        "remark",
        "preferences",
        "interests",
        "background",
        "industry_position",
        "competitors",
        "payment_behaviour",
    )
)
PLACES = frozenset(("column", "sealed", "name", "identifier", "point", "address"))
POSSIBLE = tuple(spec.code for spec in CATALOGUE if spec.storage in PLACES and spec.code not in OURS)
_HIDDEN = {"own": Mode.HIDDEN, "other": Mode.HIDDEN, "list": Mode.HIDDEN, "export": Mode.HIDDEN}


def allowed() -> tuple[str, ...]:
    """The fields in force, in the order of the catalogue. Nothing chosen: name, telephones, e-mail and address."""
    row = Rule.objects.filter(id=1).first()
    chosen = set(orjson.loads(row.fields)) if row else set()
    return tuple(code for code in POSSIBLE if code in (chosen or DEFAULT))


@transaction.atomic
def allow(actor: Actor, codes: Collection[str]) -> None:
    """Say which fields customers see; none: the default again."""
    actor.require(rights.MANAGE)
    unknown = sorted(set(codes) - set(POSSIBLE))
    if unknown:
        raise INVALID(what=", ".join(unknown)[:200])
    chosen = sorted(set(codes))
    row, _ = Rule.objects.select_for_update().get_or_create(id=1)
    if orjson.loads(row.fields) != chosen:
        Rule.objects.filter(id=1).update(fields=orjson.dumps(chosen).decode())
        record(actor, "portal.fields_changed", subject=("installation", 1), fields=chosen)


def modes(codes: Collection[str]) -> FieldModes:
    """Everything hidden but these; identity and money stay masked even to whom they belong, as a telephone can be lent."""
    role: dict[str, dict[str, Mode]] = {f"*{kind}": _HIDDEN for kind in ("clear", "C", "S")}
    for code in codes:
        shown = Mode.MASKED if FIELDS[code].sensitivity == "S" else Mode.READ
        role[code] = {**_HIDDEN, "own": shown, "other": shown}
    return FieldModes((role,))
