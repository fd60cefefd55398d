"""Access tokens: a program acts for its owner, with no more rights, for a limited time. The secret is shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import Token, User
from kedang.accounts.rights import PEOPLE_MANAGE, TOKENS_OWN
from kedang.accounts.secrets import MARK, fresh_secret, hashed
from kedang.accounts.sessions import require_session
from kedang.accounts.stepup import require_stepup
from kedang.accounts.token_limits import (
    LONGEST_DAYS,
    NO_REVEAL,
    ROWS_DAY,
    ROWS_HOUR,
    checked_addresses,
    checked_days,
    checked_level,
    checked_rows,
)
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND
from kedang.kit.levels import checked

SHOWN = len(MARK) + 6


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its secret, this one time."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a token reaches. No rights given means all of the owner's, but those that take masks off."""

    rights: Sequence[str] = ()
    level: str = NO_REVEAL
    clearance: int = 0
    read_only: bool = False
    days: int = LONGEST_DAYS
    addresses: Sequence[str] = ()
    rows_hour: int = ROWS_HOUR
    rows_day: int = ROWS_DAY


@transaction.atomic
def create_token(actor: Actor, *, name: str, reach: Reach, for_user: User | None = None) -> NewToken:
    """Make a token for oneself; a system actor makes one for a named user."""
    actor.require(TOKENS_OWN)
    require_session(actor)
    require_stepup(actor)
    if for_user is not None and for_user.id != actor.id:
        actor.require(PEOPLE_MANAGE)
        if actor.kind != "system":
            raise DENIED(right=TOKENS_OWN)
    for right in reach.rights:
        actor.require(right)
    secret = MARK + fresh_secret()
    owner_id = for_user.id if for_user else actor.id
    token = _row(owner_id, _name(name), secret, reach)
    token.save(force_insert=True)
    record(actor, "token.created", subject=("token", token.id), details=_details(reach))
    return NewToken(token, secret)


def _row(owner_id: int, name: str, secret: str, reach: Reach) -> Token:
    moment = now()
    rows_hour, rows_day = checked_rows(reach.rows_hour, reach.rows_day)
    return Token(
        user_id=owner_id,
        name=name,
        prefix=secret[:SHOWN],
        hash=hashed(secret),
        rights=" ".join(sorted(set(reach.rights))),
        addresses=checked_addresses(reach.addresses),
        level=checked_level(reach.level, reach.rights),
        clearance=checked(reach.clearance),
        read_only=reach.read_only,
        rows_hour=rows_hour,
        rows_day=rows_day,
        created_at=moment,
        expires_at=moment + timedelta(days=checked_days(reach.days)),
    )


def _details(reach: Reach) -> dict[str, object]:
    return {
        "rights": sorted(set(reach.rights)),
        "level": reach.level,
        "clearance": reach.clearance,
        "read_only": reach.read_only,
        "days": reach.days,
        "addresses": list(reach.addresses),
        "rows": [reach.rows_hour, reach.rows_day],
    }


@transaction.atomic
def revoke_token(actor: Actor, token_id: int) -> None:
    """End one of one's own tokens."""
    require_session(actor)
    gone, _ = Token.objects.filter(id=token_id, user_id=actor.id).delete()
    if not gone:
        raise NOT_FOUND()
    record(actor, "token.revoked", subject=("token", token_id))


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 80:
        raise INVALID(what="name")
    return name
