"""Signing in and out. A session is a row that can be ended; the browser holds a random secret, the row its hash."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from kedang.accounts import attempts
from kedang.accounts.hasher import password_fits
from kedang.accounts.logins import canonical_login
from kedang.accounts.models import Installation, Session, Token, User
from kedang.accounts.password_door import BY_SERVICE, may_use_password
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.vault.blind import blind_token

SESSION_COOKIE = f"{settings().cookie_prefix}kedang_session"

WRONG_CREDENTIALS = Refusal(
    "wrong_credentials", 401, "用户名或密码不正确。", "The user name or the password is not right."
)
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


def sign_in(visitor: Actor, *, login: str, password: str) -> OpenedSession:
    """Check a password and open a session. An account that does not exist costs the same work and gets the same answer."""
    name = canonical_login(login)
    attempts.begin(account=name, ip=visitor.ip)
    user = User.objects.filter(login=name).first()
    fits = password_fits(password, user.password if user else None, upgrade=_upgrade(user))
    if user is None or not fits or not user.is_active:
        _record_refusal(visitor, name, user)
        raise WRONG_CREDENTIALS()
    if not may_use_password(user):
        _record_refusal(visitor, name, user)
        raise BY_SERVICE()
    with transaction.atomic():
        attempts.succeed(account=name, ip=visitor.ip)
        opened = open_session(user, ip=visitor.ip, device=visitor.device)
        record(_as(visitor, user, opened.id), "session.opened", subject=("user", user.id))
    return opened


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
    """End one of one's own sessions, wherever it is open."""
    require_session(actor)
    gone, _ = Session.objects.filter(id=session_id, user_id=actor.id).delete()
    if not gone:
        raise NOT_FOUND()
    record(actor, "session.revoked", subject=("user", actor.id), details={"session": str(session_id)})


def end_all(user_id: int, *, tokens: bool) -> None:
    """End every session of somebody, and every token when the person is disabled. Inside the caller's transaction."""
    Session.objects.filter(user_id=user_id).delete()
    if tokens:
        Token.objects.filter(user_id=user_id).delete()


@transaction.atomic
def _record_refusal(visitor: Actor, login: str, user: User | None) -> None:
    details = {"login": blind_token("login", login)}
    record(visitor, "session.refused", subject=("user", user.id if user else 0), details=details)


def _as(visitor: Actor, user: User, session_id: int) -> Actor:
    return replace(visitor, id=user.id, name=user.name, session_id=session_id)


def _upgrade(user: User | None) -> Callable[[str], None]:
    def store(encoded: str) -> None:
        if user is not None:
            User.objects.filter(id=user.id).update(password=encoded)

    return store
