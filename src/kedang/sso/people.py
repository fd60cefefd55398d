"""Which account is meant by whom a service names: by issuer and subject, and only at the first meeting by a claim."""

from dataclasses import replace

from django.db import transaction

from kedang.accounts.logins import canonical_login, new_login
from kedang.accounts.models import User
from kedang.accounts.password_door import WEIGHTY, is_weighty, may_use_password
from kedang.accounts.policy import bump
from kedang.accounts.separation import give_roles
from kedang.accounts.sessions import require_session
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.sso.claims import Claims
from kedang.sso.models import Identity, Provider

# A password that no hash fits: these people come by their service.
NO_PASSWORD = "!"  # noqa: S105 - it is no password

UNKNOWN = Refusal(
    "sso.unknown",
    403,
    "登录服务确认了您的身份，但没有对应的账号。请联系管理员，或先用密码登录，在“我的账号”中关联。",
    "The sign-in service knows you, but no account here is yours. Ask your administrator, or sign in by password and link it under "
    "“My account”.",
)
TAKEN = Refusal(
    "sso.taken",
    409,
    "该身份已关联到别的账号，或您的账号已关联此服务的另一个身份。",
    "This identity belongs to another account, or yours is linked to another identity of this service.",
)
LAST_WAY = Refusal(
    "sso.last_way",
    409,
    "您的账号只能通过它登录，不能取消关联。",
    "It is the only way into your account, so it cannot be unlinked.",
)


@transaction.atomic
def person_for(visitor: Actor, provider: Provider, claims: Claims) -> User:
    """The account. Refuses whoever is unknown or disabled, in the same words."""
    known = Identity.objects.select_related("user").filter(issuer=claims.issuer, subject=claims.subject).first()
    if known is not None:
        if not known.user.is_active:
            raise UNKNOWN()
        Identity.objects.filter(id=known.id).update(last_used_at=now())
        return known.user
    login = canonical_login(claims.text(provider.login_claim)) if provider.login_claim else ""
    if not login:
        raise UNKNOWN()
    user = User.objects.filter(login=login).first()
    if user is None:
        return _provision(visitor, provider, claims, login)
    if not user.is_active or is_weighty(user):
        raise UNKNOWN()
    _link(visitor, user, claims, by="claim")
    return user


@transaction.atomic
def link_own(actor: Actor, provider: Provider, claims: Claims) -> None:
    """Link one's own account."""
    require_session(actor)
    user = User.objects.get(id=actor.id)
    known = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject).first()
    if known is not None and known.user_id == actor.id:
        return
    if known is not None:
        raise TAKEN()
    _link(actor, user, claims, by="self")


@transaction.atomic
def unlink_own(actor: Actor, identity_id: int) -> None:
    """Take back one of one's own links, unless it is the only way in."""
    require_session(actor)
    identity = Identity.objects.select_related("user").filter(id=identity_id, user_id=actor.id).first()
    if identity is None:
        raise NOT_FOUND()
    others = Identity.objects.filter(user_id=actor.id).exclude(id=identity.id)
    if not others.exists() and (identity.user.password == NO_PASSWORD or not may_use_password(identity.user)):
        raise LAST_WAY()
    identity.delete()
    record(actor, "identity.unlinked", subject=("user", actor.id))


def own_identities(actor: Actor) -> list[Identity]:
    """One's own links, oldest first."""
    require_session(actor)
    return list(Identity.objects.filter(user_id=actor.id).order_by("id"))


def _link(actor: Actor, user: User, claims: Claims, *, by: str) -> None:
    if Identity.objects.filter(user_id=user.id, issuer=claims.issuer).exists():
        raise TAKEN()
    Identity.objects.create(user=user, issuer=claims.issuer, subject=claims.subject, last_used_at=now())
    who = actor if actor.id else replace(actor, id=user.id, name=user.name)
    record(who, "identity.linked", subject=("user", user.id), details={"by": by})


def _provision(visitor: Actor, provider: Provider, claims: Claims, login: str) -> User:
    """An account for somebody the service vouches for, where that is wanted, with the role that was chosen for it."""
    # The role may have been given more since it was chosen, or be gone.
    if not provider.provisions or provider.role is None or WEIGHTY & set(provider.role.rights):
        raise UNKNOWN()
    try:
        login = new_login(login)
    except DomainError:
        raise UNKNOWN() from None
    user = User.objects.create(
        login=login,
        name=(claims.text("name") or login)[:120],
        email=claims.text("email")[:254],
        password=NO_PASSWORD,
        language=visitor.language,
    )
    try:
        give_roles(visitor, user, [provider.role])
    except DomainError:
        raise UNKNOWN() from None
    bump()
    who = replace(visitor, id=user.id, name=user.name)
    record(who, "user.created", subject=("user", user.id), details={"by": "sso", "provider": str(provider.id)})
    _link(who, user, claims, by="provisioned")
    return user
