"""Access tokens: a program acts for its owner, with no more rights, for a limited time. The secret is shown once."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import Token, User
from kedang.accounts.rights import PEOPLE_MANAGE, TOKENS_OWN
from kedang.accounts.secrets import MARK, fresh_secret, hashed
from kedang.accounts.sessions import require_session
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND

LONGEST_DAYS = 90
SHOWN = len(MARK) + 6


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its secret, this one time."""

    token: Token
    secret: str


@transaction.atomic
def create_token(
    actor: Actor,
    *,
    name: str,
    rights: Sequence[str] = (),
    days: int = LONGEST_DAYS,
    addresses: Sequence[str] = (),
    for_user: User | None = None,
) -> NewToken:
    """Make a token for oneself; a system actor makes one for a named user. No rights given means all of the owner's."""
    actor.require(TOKENS_OWN)
    require_session(actor)
    if for_user is not None and for_user.id != actor.id:
        actor.require(PEOPLE_MANAGE)
        if actor.kind != "system":
            raise DENIED(right=TOKENS_OWN)
    for right in rights:
        actor.require(right)
    secret = MARK + fresh_secret()
    moment = now()
    token = Token.objects.create(
        user_id=for_user.id if for_user else actor.id,
        name=_name(name),
        prefix=secret[:SHOWN],
        hash=hashed(secret),
        rights=" ".join(sorted(set(rights))),
        addresses=" ".join(_address(a) for a in addresses),
        created_at=moment,
        expires_at=moment + timedelta(days=_days(days)),
    )
    details = {"rights": sorted(set(rights)), "days": days}
    record(actor, "token.created", subject=("token", token.id), details=details)
    return NewToken(token, secret)


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


def _days(days: int) -> int:
    if not 1 <= days <= LONGEST_DAYS:
        raise INVALID(what=f"days: 1-{LONGEST_DAYS}")
    return days


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        raise INVALID(what="addresses") from None
