"""Signing in and out. A session is a row that can be ended; the browser holds a random secret, the row its hash."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import Installation, Session, Token, User
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import NOT_FOUND, Refusal

SESSION_COOKIE = f"{settings().cookie_prefix}kedang_session"

NOT_BY_TOKEN = Refusal(
    "token.by_token",
    403,
    "访问令牌不能用来管理账号、登录会话和令牌，请登录后操作。",
    "A token cannot be used to manage the account, its sessions or its tokens: sign in for that.",
)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A new session; `secret` goes into the cookie and is never seen again."""

    id: int
    secret: str
    user: User
    hours: int
    device_secret: str = ""


def open_session(user: User, *, ip: str = "", device: str = "") -> OpenedSession:
    """Make a session for somebody who has proved who they are; the user's expired ones go."""
    secret = fresh_secret()
    moment = now()
    installation = Installation.objects.filter(id=1).first() or Installation()
    Session.objects.filter(user=user, expires_at__lt=moment).delete()
    row = Session.objects.create(
        hash=hashed(secret),
        user=user,
        created_at=moment,
        last_seen_at=moment,
        idle_until=moment + timedelta(minutes=installation.idle_minutes),
        expires_at=moment + timedelta(hours=installation.session_hours),
        ip=ip,
        device=device,
        proved_at=moment,
    )
    return OpenedSession(row.id, secret, user, installation.session_hours)


def require_session(actor: Actor) -> None:
    """Refuse a token: whatever rights it was narrowed to, the account itself is the person's who signs in."""
    if actor.via == "token":
        raise NOT_BY_TOKEN()


@transaction.atomic
def sign_out(actor: Actor) -> None:
    """End the session that asks."""
    require_session(actor)
    Session.objects.filter(id=actor.session_id, user_id=actor.id).delete()
    record(actor, "session.closed", subject=("user", actor.id))


@transaction.atomic
def revoke_session(actor: Actor, session_id: int) -> None:
    """End one of one's own sessions, wherever it is open. Any but this one asks for a fresh proof: who found a screen open
    must not be able to lock its owner out of the others."""
    require_session(actor)
    if session_id != actor.session_id:
        require_stepup(actor)
    gone, _ = Session.objects.filter(id=session_id, user_id=actor.id).delete()
    if not gone:
        raise NOT_FOUND()
    record(actor, "session.revoked", subject=("user", actor.id), details={"session": str(session_id)})


@transaction.atomic
def revoke_others(actor: Actor) -> int:
    """End every session of one's own but this one; how many. Asks for a fresh proof."""
    require_session(actor)
    require_stepup(actor)
    gone, _ = Session.objects.filter(user_id=actor.id).exclude(id=actor.session_id).delete()
    if gone:
        record(actor, "session.revoked", subject=("user", actor.id), details={"others": gone})
    return gone


@transaction.atomic
def end_sessions_of(actor: Actor, user_id: int) -> int:
    """Sign somebody out everywhere; how many sessions that were."""
    actor.require(PEOPLE_MANAGE)
    if not User.objects.filter(id=user_id).exists():
        raise NOT_FOUND()
    gone, _ = Session.objects.filter(user_id=user_id).delete()
    if gone:
        record(actor, "session.revoked", subject=("user", user_id), details={"all": gone})
    return gone


def end_all(user_id: int, *, tokens: bool) -> None:
    """End every session of somebody, and every token when the person is disabled. Inside the caller's transaction."""
    Session.objects.filter(user_id=user_id).delete()
    if tokens:
        Token.objects.filter(user_id=user_id).delete()
