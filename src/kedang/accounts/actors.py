"""From a request to an actor: one statement for the session or the token, its user and the policy version."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.http import HttpRequest

from kedang.accounts import seen, token_standing
from kedang.accounts.policy import policy_at
from kedang.accounts.rights import unmasking
from kedang.accounts.secrets import MARK, hashed
from kedang.accounts.sessions import SESSION_COOKIE
from kedang.accounts.stepup import FRESH
from kedang.accounts.token_limits import FULL, IDLE, MASKED, READ_ONLY, STOPPED, is_listed
from kedang.history.record import stamp
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import SIGN_IN

_SAFE = ("GET", "HEAD", "OPTIONS")
_BY_COOKIE = (
    "SELECT s.id, u.id, u.name, u.department_id, u.language, p.version, s.last_seen_at < %s,"
    " s.proved_at > %s FROM accounts_session s JOIN accounts_user u ON u.id = s.user_id JOIN accounts_policy_version p ON p.id = 1"
    " WHERE s.hash = %s AND s.idle_until > %s AND s.expires_at > %s AND u.is_active"
)
_BY_BEARER = (
    "SELECT t.id, u.id, u.name, u.department_id, u.language, p.version,"
    " t.last_used_at IS NULL OR t.last_used_at < %s OR t.last_used_ip <> %s,"
    " t.rights, t.addresses, t.level, t.clearance, t.read_only, t.disabled_at"
    " FROM accounts_token t JOIN accounts_user u ON u.id = t.user_id JOIN accounts_policy_version p ON p.id = 1"
    " WHERE t.hash = %s AND t.expires_at > %s AND u.is_active"
    " AND (COALESCE(t.last_used_at, t.created_at) > %s OR t.enabled_again_at > %s OR t.disabled_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, as events keep it."""

    request_id: str
    ip: str
    device: str
    language: str


def origin(request: HttpRequest) -> Origin:
    """The request's id, address and device; the frame has set the first two."""
    return Origin(
        getattr(request, "request_id", ""),
        getattr(request, "client_ip", "") or request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_USER_AGENT", "")[:160],
        _wanted_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")),
    )


def _wanted_language(header: str) -> str:
    first = header[:2].lower()
    return {"zh": "zh-CN", "en": "en"}.get(first, "")


def bearer(request: HttpRequest) -> str:
    """The token of an Authorization header, or nothing."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def actor_from_request(request: HttpRequest) -> Actor:
    """Who sends this request; whoever is unknown, expired or disabled is asked to sign in."""
    token = bearer(request)
    if token:
        return _token_actor(token, origin(request), changes=request.method not in _SAFE)
    return _session_actor(request.COOKIES.get(SESSION_COOKIE, ""), origin(request))


def anonymous(request: HttpRequest) -> Actor:
    """Nobody yet: the actor of attempts to sign in."""
    source = origin(request)
    return Actor(
        id=0,
        name="",
        request_id=source.request_id,
        ip=source.ip,
        device=source.device,
        language=source.language or "zh-CN",
    )


def _one(statement: str, values: list[str]) -> tuple[Any, ...]:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise SIGN_IN()
    return row


def _session_actor(secret: str, source: Origin) -> Actor:
    if not secret:
        raise SIGN_IN()
    moment = now()
    at = stamp(moment)
    row = _one(_BY_COOKIE, [stamp(moment - seen.INTERVAL), stamp(moment - FRESH), hashed(secret), at, at])
    if row[6]:
        seen.touch_session(row[0], policy_at(row[5]).idle_minutes)
    return _actor(row, source, via="session", proved=bool(row[7]))


def _token_actor(secret: str, source: Origin, *, changes: bool) -> Actor:
    if not secret.startswith(MARK):
        raise SIGN_IN()
    moment = now()
    unused = stamp(moment - IDLE)
    values = [stamp(moment - seen.INTERVAL), source.ip, hashed(secret), stamp(moment), unused, unused]
    row = _one(_BY_BEARER, values)
    _, addresses, level, clearance, read_only, disabled_at = row[7:]
    actor = _narrowed(_actor(row, source, via="token", narrowed=row[7]), level, clearance)
    # Before anything else is told: who holds the secret elsewhere shall not learn what it is good for.
    if addresses and not is_listed(source.ip, addresses):
        token_standing.used_elsewhere(actor)
    if disabled_at is not None:
        raise STOPPED()
    if read_only and changes:
        raise READ_ONLY()
    if row[6]:
        seen.touch_token(row[0], source.ip)
    return actor


def _narrowed(actor: Actor, level: str, clearance: int) -> Actor:
    """What a token of this level and clearance gets of its owner's sight."""
    actor = replace(actor, clearance=min(actor.clearance, clearance))
    if level == FULL:
        return actor
    modes = replace(actor.modes, masked=True) if level == MASKED else actor.modes
    return replace(actor, rights=actor.rights - unmasking(), modes=modes)


def _actor(row: tuple[Any, ...], source: Origin, *, via: Any, narrowed: str = "", proved: bool = False) -> Actor:
    grants = policy_at(row[5]).grants_of(row[1], row[3])
    return Actor(
        id=row[1],
        name=row[2],
        rights=grants.rights.intersection(narrowed.split()) if narrowed else grants.rights,
        scope=grants.scope,
        department_id=row[3],
        department_ids=grants.department_ids,
        clearance=grants.clearance,
        modes=grants.modes,
        via=via,
        session_id=row[0],
        proved=proved,
        request_id=source.request_id,
        ip=source.ip,
        device=source.device,
        language=source.language or row[4],
    )
