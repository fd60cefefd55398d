"""The installation's rules of signing in: who needs a second factor, how long sessions last, what passwords must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.accounts.factors import WHO, concerns, end_unprotected, ways
from kedang.accounts.models import Installation, User
from kedang.accounts.passwords import PROFILES
from kedang.accounts.policy import bump
from kedang.accounts.rights import SIGN_IN_RULES
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, Refusal

IDLE = (5, 480)
HOURS = (1, 72)
_FIELDS = ("second_factor", "idle_minutes", "session_hours", "password_profile")

OWN_FACTOR_FIRST = Refusal(
    "rules.own_factor_first",
    409,
    "这条规则也适用于您，请先为自己的账号设置第二因素，再要求别人。",
    "This rule means you as well: set up a second factor of your own first.",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as they stand."""

    second_factor: str
    idle_minutes: int
    session_hours: int
    password_profile: str


def sign_in_rules(actor: Actor) -> Rules:
    """The rules, for whoever may change them."""
    actor.require(SIGN_IN_RULES)
    return _rules(Installation.objects.filter(id=1).first() or Installation())


@transaction.atomic
def change_rules(actor: Actor, changes: Mapping[str, Any]) -> Rules:
    """Change some rules. Who now needs a second factor and has none is signed out and led to one at the next sign-in."""
    actor.require(SIGN_IN_RULES)
    require_stepup(actor)
    wanted = {name: value for name, value in changes.items() if name in _FIELDS and value is not None}
    _check(actor, wanted)
    row, _ = Installation.objects.select_for_update().get_or_create(id=1)
    fields = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in fields:
        setattr(row, name, wanted[name])
    if fields:
        row.save(update_fields=fields)
        bump()
        ended = end_unprotected(row.second_factor) if "second_factor" in fields else 0
        details = {name: wanted[name] for name in fields} | {"sessions_ended": ended}
        record(actor, "sign_in_rules.changed", subject=("installation", 1), fields=fields, details=details)
    return _rules(row)


def _check(actor: Actor, wanted: Mapping[str, Any]) -> None:
    if wanted.get("second_factor", WHO[0]) not in WHO:
        raise INVALID(what="second_factor")
    if wanted.get("password_profile", PROFILES[0]) not in PROFILES:
        raise INVALID(what="password_profile")
    for name, (least, most) in (("idle_minutes", IDLE), ("session_hours", HOURS)):
        if not least <= wanted.get(name, least) <= most:
            raise INVALID(what=f"{name}: {least}-{most}")
    if "second_factor" in wanted and actor.kind == "user":
        me = User.objects.get(id=actor.id)
        if concerns(wanted["second_factor"], me) and not ways(me.id):
            raise OWN_FACTOR_FIRST()


def _rules(row: Installation) -> Rules:
    return Rules(row.second_factor, row.idle_minutes, row.session_hours, row.password_profile)
