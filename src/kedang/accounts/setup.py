"""The first day: a one-time link, an organisation, its first administrator. There is no account before that."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from kedang.accounts.builtin import ADMINISTRATOR, MANAGER, ensure_builtin_roles
from kedang.accounts.factors import WEIGHTY
from kedang.accounts.hasher import hash_password
from kedang.accounts.logins import new_login
from kedang.accounts.models import Department, Installation, Role, SetupLink, User
from kedang.accounts.passwords import require_good_password
from kedang.accounts.policy import bump
from kedang.accounts.secrets import fresh_secret, hashed
from kedang.accounts.separation import give_roles
from kedang.accounts.sessions import OpenedSession, open_session
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, Refusal

LINK_LASTS = timedelta(hours=1)

ALREADY_SET_UP = Refusal("setup.done", 409, "系统已经初始化。", "The installation is already set up.")
LINK_INVALID = Refusal(
    "setup.link",
    403,
    "初始化链接无效或已过期，请重新启动程序获取新的链接。",
    "The set-up link is not valid any more. Restart the program to get a new one.",
)


def setup_needed() -> bool:
    """Whether nobody can sign in yet."""
    return not User.objects.exists()


@transaction.atomic
def make_setup_link(actor: Actor) -> str:
    """The secret of a fresh one-time link, good for an hour; earlier ones end."""
    if not setup_needed():
        raise ALREADY_SET_UP()
    secret = fresh_secret()
    SetupLink.objects.all().delete()
    SetupLink.objects.create(hash=hashed(secret), expires_at=now() + LINK_LASTS)
    record(actor, "setup_link.made", subject=("installation", 1))
    return secret


@transaction.atomic
def set_up(visitor: Actor, *, token: str, organisation: str, login: str, name: str, password: str) -> OpenedSession:
    """Use the link: name the organisation, make its first administrator, sign them in."""
    if not setup_needed():
        raise ALREADY_SET_UP()
    link = SetupLink.objects.select_for_update().filter(hash=hashed(token), expires_at__gt=now()).first()
    if link is None:
        raise LINK_INVALID()
    user = make_first_administrator(visitor, organisation=organisation, login=login, name=name, password=password)
    link.delete()
    return open_session(user, ip=visitor.ip, device=visitor.device)


@transaction.atomic
def make_first_administrator(actor: Actor, *, organisation: str, login: str, name: str, password: str) -> User:
    """The first account: administrator and manager at the top of the tree."""
    if not setup_needed():
        raise ALREADY_SET_UP()
    if not name.strip() or not organisation.strip():
        raise INVALID(what="name")
    canonical = new_login(login)
    require_good_password(password, login=canonical, name=name.strip())
    ensure_builtin_roles()
    top = _top_department(organisation.strip()[:120])
    user = User.objects.create(
        login=canonical,
        name=name.strip()[:120],
        password=hash_password(password),
        department=top,
        language=actor.language,
    )
    give_roles(actor, user, list(Role.objects.filter(code__in=(ADMINISTRATOR, MANAGER))))
    bump()
    record(actor, "installation.set_up", subject=("user", user.id))
    return user


def _top_department(name: str) -> Department:
    # Whoever can give rights or read the log needs two factors from the first day; the rules of signing in can say otherwise.
    Installation.objects.update_or_create(id=1, defaults={"name": name, "second_factor": WEIGHTY})
    top = Department.objects.filter(parent=None).order_by("id").first()
    if top is None:
        top = Department(name=name)
        top.path = f"/{top.id}/"
        top.save(force_insert=True)
    return top


@transaction.atomic
def announce_demo_accounts(actor: Actor, accounts: Sequence[Mapping[str, str]], *, organisation: str) -> None:
    """Let the sign-in page of a demonstration show its accounts: login, password, name, role."""
    defaults = {"name": organisation, "demo_accounts": [dict(account) for account in accounts]}
    Installation.objects.update_or_create(id=1, defaults=defaults)
    bump()
    record(actor, "installation.changed", subject=("installation", 1), fields=["name", "demo_accounts"])
