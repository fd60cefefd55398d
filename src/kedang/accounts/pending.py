"""Steps that are not over yet: they belong to one browser, last five minutes, and take a handful of tries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from kedang.accounts.models import Pending, User
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

LASTS = timedelta(minutes=5)
TRIES = 5
MOST = 2_000
PENDING_COOKIE = "kedang_pending"
CODE, ENROL, RENEW, KEY = "code", "enrol", "renew", "key"

OVER = Refusal(
    "sign_in_over",
    401,
    "这次登录已过期或尝试过多，请从头再来。",
    "This sign-in took too long or had too many tries. Please start again.",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose password was right, or whom a service named, and who is not in yet; `secret` goes into the browser's cookie."""

    secret: str
    user: User
    step: str


def wait(
    user: User | None, step: str, *, by: str = "password", factor: bool = False, visitor: Actor | None = None
) -> Waiting:
    """Begin a pending sign-in. Without a user it is a passkey that is asked who it belongs to."""
    _tidy()
    secret = fresh_secret()
    began = {"ip": visitor.ip, "device": visitor.device} if visitor else {}
    Pending.objects.create(
        hash=hashed(secret), user=user, step=step, by=by, factor=factor, expires_at=now() + LASTS, **began
    )
    return Waiting(secret, user or User(), step)


def waiting(secret: str, *steps: str) -> Pending:
    """The pending sign-in of this browser, when it is at one of these steps."""
    rows = Pending.objects.select_related("user").filter(hash=hashed(secret), expires_at__gt=now())
    row = rows.filter(step__in=steps).first() if secret else None
    if row is None or (row.user is not None and not row.user.is_active):
        raise OVER()
    return row


def person(row: Pending) -> User:
    """Who waits."""
    if row.user is None:
        raise OVER()
    return row.user


def try_once(row: Pending) -> None:
    """Count a try before it is looked at: fifty at once are fifty."""
    if not Pending.objects.filter(id=row.id, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise OVER()


def finish(row: Pending) -> None:
    """It is over; of two that finish at once, one is too late."""
    if not Pending.objects.filter(id=row.id).delete()[0]:
        raise OVER()


def keep_state(actor: Actor, doing: str, state: dict[str, Any]) -> None:
    """Remember what a session asked a passkey to sign."""
    _tidy()
    Pending.objects.update_or_create(
        hash=_of(actor, doing),
        defaults={"user_id": actor.id, "step": "session", "state": state, "expires_at": now() + LASTS},
    )


def take_state(actor: Actor, doing: str) -> dict[str, Any]:
    """What was asked; it can be answered once."""
    row = Pending.objects.select_for_update().filter(hash=_of(actor, doing), expires_at__gt=now()).first()
    if row is None:
        raise OVER()
    row.delete()
    state: dict[str, Any] = row.state
    return state


def unfinished() -> Q:
    """Sign-ins whose password was right and whose second factor was not given."""
    return Q(step=CODE, user__isnull=False, by="password")


def _tidy() -> None:
    """Whoever asks without end for passkeys must not fill the database: beyond a number the oldest questions go."""
    # A right password without its second factor stays until its owner has been told.
    Pending.objects.filter(expires_at__lt=now()).exclude(unfinished()).delete()
    asked = Pending.objects.filter(user=None).order_by("-id").values_list("id", flat=True)
    last = list(asked[MOST : MOST + 1])
    if last:
        Pending.objects.filter(user=None, id__lte=last[0]).delete()


def _of(actor: Actor, doing: str) -> str:
    return hashed(f"{doing}:{actor.session_id}:{actor.id}")
