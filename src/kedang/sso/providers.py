"""The services people may sign in by, as administrators set them, and for whom the password still opens the door."""

from dataclasses import dataclass, field

from django.db import transaction

from kedang.accounts.models import Installation, Role
from kedang.accounts.password_door import ADMINISTRATORS, EVERYBODY, WEIGHTY, password_rule
from kedang.accounts.policy import bump
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.accounts.schemas import Named
from kedang.accounts.sessions import require_session
from kedang.history.record import record
from kedang.kit import outward
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.kit.outward import NotFetched
from kedang.sso import remote
from kedang.sso.models import Identity, Provider
from kedang.sso.remote import Service, ServiceProblem
from kedang.vault.keys import create_keys, key_for, keys_for, shred

CLAIMS = ("", "preferred_username", "email", "upn", "unique_name")
MOST_PROVIDERS = 10
_PLACE = {"table": "sso_provider", "column": "sealed"}

NO_PROVIDER = Refusal(
    "sso.no_provider",
    409,
    "还没有人用登录服务成功登录过，现在限制密码登录会把所有人挡在外面。请先启用一个登录服务并用它登录一次。",
    "Nobody has signed in by a service yet: limiting passwords now would lock everybody out. Switch a service on and sign in by it "
    "once.",
)
WEIGHTY_ROLE = Refusal(
    "sso.weighty_role",
    422,
    "自动建立的账号不能使用管理人员或角色的角色。",
    "Accounts that are made by themselves cannot have a role that manages people or roles.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A service as the form says it. `client_secret` None keeps the one that is there, empty takes it away."""

    name: str
    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    active: bool = False
    login_claim: str = ""
    provisions: bool = False
    role_id: int | None = None
    factor_words: str = ""


def providers(actor: Actor) -> list[Provider]:
    """Every service, oldest first."""
    actor.require(PEOPLE_MANAGE)
    return list(Provider.objects.select_related("role").order_by("id"))


def buttons() -> list[Named]:
    """What the sign-in page offers."""
    rows = Provider.objects.filter(active=True).order_by("id")
    return [Named(id=str(row.id), name=row.name) for row in rows]


@transaction.atomic
def add(actor: Actor, wanted: Wanted) -> Provider:
    """Add a service."""
    actor.require(PEOPLE_MANAGE)
    require_session(actor)
    if Provider.objects.count() >= MOST_PROVIDERS:
        raise INVALID(what=f"≤ {MOST_PROVIDERS}")
    provider = Provider(version=0)
    _write(provider, wanted)
    provider.save(force_insert=True)
    record(actor, "provider.added", subject=("provider", provider.id), details={"active": provider.active})
    return provider


@transaction.atomic
def change(actor: Actor, provider_id: int, wanted: Wanted, *, version: int) -> Provider:
    """Change a service. Another issuer is another service: links belong to the issuer they were made with."""
    actor.require(PEOPLE_MANAGE)
    require_session(actor)
    provider = Provider.objects.select_for_update().filter(id=provider_id).first()
    if provider is None:
        raise NOT_FOUND()
    if provider.version != version:
        raise STALE()
    before = {name: getattr(provider, name) for name in _FIELDS}
    _write(provider, wanted)
    _keep_a_way_in(provider.id, provider.active)
    provider.save()
    fields = [name for name in _FIELDS if getattr(provider, name) != before[name]]
    fields += ["client_secret"] if wanted.client_secret is not None else []
    record(actor, "provider.changed", subject=("provider", provider.id), fields=fields)
    remote.forget()
    return provider


@transaction.atomic
def remove(actor: Actor, provider_id: int) -> None:
    """Take a service away. Links stay: they are good again when a service with this issuer comes back."""
    actor.require(PEOPLE_MANAGE)
    require_session(actor)
    provider = Provider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NOT_FOUND()
    _keep_a_way_in(provider_id, active=False)
    provider.delete()
    record(actor, "provider.removed", subject=("provider", provider_id))
    transaction.on_commit(lambda: shred([provider_id]))


@transaction.atomic
def limit_passwords(actor: Actor, password_for: str) -> None:
    """Say for whom the password still opens the door. Only once somebody has come in by a service."""
    actor.require(PEOPLE_MANAGE)
    require_session(actor)
    if password_for not in (EVERYBODY, ADMINISTRATORS):
        raise INVALID(what="password_for")
    if password_for == ADMINISTRATORS:
        issuers = Provider.objects.filter(active=True).values("issuer")
        if not Identity.objects.filter(issuer__in=issuers, last_used_at__isnull=False).exists():
            raise NO_PROVIDER()
    Installation.objects.update_or_create(id=1, defaults={"password_for": password_for})
    bump()
    record(actor, "installation.changed", subject=("installation", 1), fields=["password_for"])


def try_out(actor: Actor, issuer: str) -> Service | str:
    """What a service says of itself, or the code of what is wrong with it. Keeps nothing."""
    actor.require(PEOPLE_MANAGE)
    try:
        service = remote.look_at(issuer)
        remote.forget()
        remote.keys_of(service)
    except ServiceProblem as problem:
        return problem.code
    return service


def open_secret(provider: Provider) -> str:
    """The client secret, or nothing for a public client."""
    if provider.sealed is None:
        return ""
    return key_for(provider.id).open(provider.sealed, row_id=provider.id, **_PLACE)


_FIELDS = ("name", "issuer", "client_id", "active", "login_claim", "provisions", "role_id", "factor_words")


def _write(provider: Provider, wanted: Wanted) -> None:
    provider.name = _text(wanted.name, "name", 80)
    provider.client_id = _text(wanted.client_id, "client_id", 200)
    provider.issuer = _issuer(wanted.issuer)
    if wanted.login_claim not in CLAIMS:
        raise INVALID(what="login_claim")
    provider.login_claim = wanted.login_claim
    provider.role = _role(wanted)
    provider.provisions = wanted.provisions
    provider.factor_words = " ".join(dict.fromkeys(wanted.factor_words.split()))
    provider.active = wanted.active
    provider.version += 1
    if wanted.client_secret is not None:
        provider.sealed = _sealed(provider, wanted.client_secret.strip())


def _sealed(provider: Provider, secret: str) -> bytes | None:
    if not secret:
        return None
    # The key may be there without a secret: one was taken away, or an attempt to save failed after the key was stored.
    key = keys_for([provider.id]).get(provider.id) or create_keys([provider.id])[provider.id]
    return key.seal(secret, row_id=provider.id, **_PLACE)


def _role(wanted: Wanted) -> Role | None:
    if not wanted.provisions:
        return None
    role = Role.objects.filter(id=wanted.role_id).first() if wanted.role_id else None
    if role is None or not wanted.login_claim:
        raise INVALID(what="role_id, login_claim")
    if WEIGHTY & set(role.rights):
        raise WEIGHTY_ROLE()
    return role


def _keep_a_way_in(provider_id: int, active: bool) -> None:
    """While only administrators may use passwords, the last service is not switched off by accident."""
    others = Provider.objects.filter(active=True).exclude(id=provider_id)
    if not active and password_rule() == ADMINISTRATORS and not others.exists():
        raise NO_PROVIDER()


def _text(value: str, what: str, most: int) -> str:
    value = value.strip()
    if not value or len(value) > most or any(c < " " for c in value):
        raise INVALID(what=what)
    return value


def _issuer(value: str) -> str:
    value = _text(value, "issuer", 400)
    try:
        parts = outward.checked(value)
    except NotFetched as refused:
        raise INVALID(what=f"issuer ({refused.problem})") from None
    if parts.query or parts.fragment:
        raise INVALID(what="issuer")
    return value
