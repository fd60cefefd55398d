"""Signing in by a service: out with state, nonce and PKCE, back with a code that is worth something once and in this browser only."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urlencode, urlsplit

from django.db import transaction

from kedang.accounts import signing_in
from kedang.accounts.pending import Waiting
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.accounts.sessions import OpenedSession, require_session
from kedang.history.record import record
from kedang.kit import outward
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.sso import people
from kedang.sso.claims import Claims, Expected, NotAccepted, read_token
from kedang.sso.models import Errand, Provider
from kedang.sso.providers import open_secret
from kedang.sso.remote import Service, ServiceProblem, answer_of, service_at

ERRAND_COOKIE = "kedang_errand"
LASTS = timedelta(minutes=10)
MOST_OPEN = 5_000

OVER = Refusal(
    "sso.over",
    409,
    "这次登录已过期，或不是从这个浏览器开始的。请重新登录。",
    "This sign-in is over, or was not begun in this browser. Please sign in again.",
)
NOT_CONFIRMED = Refusal(
    "sso.not_confirmed",
    403,
    "登录服务没有确认您的身份。请重新登录；如仍不行，请联系管理员。",
    "The sign-in service did not confirm who you are. Try again; if it stays so, ask your administrator.",
)
UNREACHABLE = Refusal(
    "sso.unreachable",
    502,
    "暂时无法使用登录服务（{problem}）。请稍后重试，或联系管理员。",
    "The sign-in service cannot be used at present ({problem}). Try later, or ask your administrator.",
)


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret that goes into its cookie."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """What the service sent the browser back with."""

    code: str = field(repr=False)
    state: str = field(repr=False)
    issuer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A session, or the step that is still missing; and the page that was wanted."""

    outcome: OpenedSession | Waiting
    next: str


def begin(provider_id: int, *, base: str, next_page: str, user_id: int | None = None) -> Begun:
    """Send somebody to a service. The nonce and the PKCE verifier follow from the cookie's secret: this side keeps only hashes."""
    provider = _active(provider_id)
    try:
        service = service_at(provider.issuer)
    except ServiceProblem as problem:
        raise UNREACHABLE(problem=problem.code) from None
    secret, state = fresh_secret(), fresh_secret()
    _remember(provider, secret, state, next_page, user_id)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(_derived(secret, "verifier").encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_address(base, provider.id),
        "scope": "openid profile email",
        "state": state,
        "nonce": _derived(secret, "nonce"),
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(service.authorization_endpoint).query else "?"
    return Begun(service.authorization_endpoint + joint + urlencode(asked), secret)


def begin_link(actor: Actor, provider_id: int, *, base: str) -> Begun:
    """Send somebody who is signed in to a service, to link their own account."""
    require_session(actor)
    return begin(provider_id, base=base, next_page="/account", user_id=actor.id)


def return_address(base: str, provider_id: int) -> str:
    """Where a service sends people back. One for each: a code of another service never arrives under this one's name."""
    return f"{base.rstrip('/')}/sign-in/return/{provider_id}"


def finish(
    visitor: Actor, provider_id: int, returned: Returned, *, base: str, secret: str, device: str = ""
) -> Entered:
    """Sign in with what the service sent back. Whoever has or needs a second factor shows it here, unless the service says that
    it saw one."""
    errand = _take(provider_id, returned, secret, user_id=None)
    provider, claims = _claims(visitor, errand, returned, base, secret)
    try:
        with transaction.atomic():
            user = people.person_for(visitor, provider, claims)
            factor = claims.has_factor(provider.factor_words)
            by = f"sso:{provider.id}"
            outcome = signing_in.go_on(visitor, user, device=device, by=by, factor=factor)
            return Entered(outcome, safe_page(errand.next))
    except DomainError as refused:
        _record_refusal(visitor, provider, refused.code)
        raise


def finish_link(actor: Actor, provider_id: int, returned: Returned, *, base: str, secret: str) -> None:
    """Link one's own account to whom the service names."""
    require_session(actor)
    errand = _take(provider_id, returned, secret, user_id=actor.id)
    provider, claims = _claims(actor, errand, returned, base, secret)
    people.link_own(actor, provider, claims)


def safe_page(page: str) -> str:
    """Only a page of this program: a crafted link must not lead elsewhere after signing in."""
    inside = page.startswith("/") and not page.startswith(("//", "/\\")) and "\\" not in page[:2]
    return page if inside and not any(c < " " for c in page) else "/"


def _active(provider_id: int) -> Provider:
    provider = Provider.objects.filter(id=provider_id, active=True).first()
    if provider is None:
        raise NOT_FOUND()
    return provider


@transaction.atomic
def _remember(provider: Provider, secret: str, state: str, next_page: str, user_id: int | None) -> None:
    moment = now()
    Errand.objects.filter(expires_at__lt=moment).delete()
    # Anybody can begin; whoever begins without end pushes out the oldest, not the disk.
    over = Errand.objects.order_by("-id").values_list("id", flat=True)[MOST_OPEN : MOST_OPEN + 1].first()
    if over is not None:
        Errand.objects.filter(id__lte=over).delete()
    Errand.objects.create(
        provider=provider,
        state=hashed(state),
        browser=hashed(secret),
        user_id=user_id,
        next=safe_page(next_page),
        expires_at=moment + LASTS,
    )


@transaction.atomic
def _take(provider_id: int, returned: Returned, secret: str, *, user_id: int | None) -> Errand:
    """The errand this answer belongs to. It is gone afterwards, whatever comes of it."""
    rows = Errand.objects.select_for_update().select_related("provider")
    errand = rows.filter(state=hashed(returned.state), expires_at__gt=now()).first()
    mine = errand is not None and hmac.compare_digest(errand.browser, hashed(secret))
    if errand is None or not mine or errand.provider_id != provider_id or errand.user_id != user_id:
        raise OVER()
    if not errand.provider.active or not Errand.objects.filter(id=errand.id).delete()[0]:
        raise OVER()
    return errand


def _claims(who: Actor, errand: Errand, returned: Returned, base: str, secret: str) -> tuple[Provider, Claims]:
    """Who it is, by the service's word. Asks the network: never inside a transaction."""
    provider = errand.provider
    try:
        service = service_at(provider.issuer)
        # A service that names itself must be the one that was asked (RFC 9207): an answer of another is a mix-up.
        if returned.issuer != provider.issuer and (returned.issuer or service.names_issuer):
            raise NotAccepted("mixed_up")
        if returned.error or not returned.code:
            raise NotAccepted("refused_there")
        tokens = _exchange(provider, service, returned.code, base, secret)
        expected = Expected(provider.client_id, _derived(secret, "nonce"), str(tokens.get("access_token", "")))
        return provider, read_token(service, str(tokens.get("id_token", "")), expected)
    except NotAccepted as refused:
        _record_refusal(who, provider, refused.why)
        raise NOT_CONFIRMED() from None
    except ServiceProblem as problem:
        _record_refusal(who, provider, problem.code)
        raise UNREACHABLE(problem=problem.code) from None


def _exchange(provider: Provider, service: Service, code: str, base: str, secret: str) -> dict[str, object]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address(base, provider.id),
        "code_verifier": _derived(secret, "verifier"),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    client_secret = open_secret(provider)
    if client_secret and not service.secret_in_body:
        pair = f"{quote(provider.client_id, safe='')}:{quote(client_secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": provider.client_id} | ({"client_secret": client_secret} if client_secret else {})
    asked = outward.Asked("POST", urlencode(form).encode(), headers)
    try:
        return answer_of(lambda: outward.fetch(service.token_endpoint, asked))
    except ServiceProblem as problem:
        if problem.code == "status":
            raise NotAccepted("code") from None
        raise


def _derived(secret: str, what: str) -> str:
    digest = hmac.digest(secret.encode(), f"sso.{what}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@transaction.atomic
def _record_refusal(who: Actor, provider: Provider, why: str) -> None:
    details = {"by": "sso", "provider": str(provider.id), "why": why}
    record(who, "session.refused", subject=("user", who.id), details=details)
