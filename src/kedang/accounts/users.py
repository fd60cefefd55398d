"""People: adding, changing, disabling, passwords. Nobody is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kedang.accounts import attempts, first_passwords, letters
from kedang.accounts.first_passwords import FirstPassword
from kedang.accounts.hasher import hash_password, password_fits
from kedang.accounts.logins import new_login
from kedang.accounts.models import Department, Pending, Role, User
from kedang.accounts.passwords import require_good_password
from kedang.accounts.policy import bump
from kedang.accounts.rights import PEOPLE_MANAGE, ROLES_MANAGE
from kedang.accounts.separation import give_roles, require_apart
from kedang.accounts.sessions import OpenedSession, end_all, open_session, require_session
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal

LOGIN_TAKEN = Refusal("login.taken", 409, "登录名 {login} 已有人使用。", "The login {login} is taken.")
NAME_MISSING = Refusal("name.missing", 422, "请填写姓名。", "Please give a name.")
LAST_ADMINISTRATOR = Refusal(
    "user.last_administrator",
    409,
    "这是最后一位系统管理员，不能停用或取消其角色。",
    "This is the last administrator: neither the account nor the role can be taken away.",
)
SHARED_MAIL = Refusal(
    "user.shared_mail",
    409,
    "还有别的账号使用同一邮箱，因此视为同一人的账号；请由管理员修改邮箱。没有改动。",
    "Another account has the same mail address, so both count as one person's: an administrator has to change it. Nothing was changed.",
)
WRONG_PASSWORD = Refusal("password.wrong", 422, "原密码不正确。", "The old password is not right.")
LANGUAGES = ("zh-CN", "en")
PREFERENCES_LIMIT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """Somebody to be added. A password of their own is for whoever sits at the server; people are given a first one."""

    login: str
    name: str
    password: str = ""
    email: str = ""
    department_id: int | None = None
    role_ids: Sequence[int] = ()
    language: str = "zh-CN"


def create_user(actor: Actor, wanted: NewUser) -> User:
    """Add somebody whose password is known already: from the command line and for demonstrations."""
    _may_add(actor)
    login, name = new_login(wanted.login), _name(wanted.name)
    require_good_password(wanted.password, login=login, name=name)
    # Hashing is slow on purpose, so it happens before anybody else has to wait for the transaction.
    return _add(actor, wanted, User(login=login, name=name, password=hash_password(wanted.password)))


def invite_user(actor: Actor, wanted: NewUser) -> tuple[User, FirstPassword]:
    """Add somebody who may sign in, with a first password to hand over."""
    _may_add(actor)
    login, name, first = new_login(wanted.login), _name(wanted.name), first_passwords.make()
    user = User(login=login, name=name, password=hash_password(first.password), password_until=first.until)
    return _add(actor, wanted, user), first


def _may_add(actor: Actor) -> None:
    actor.require(PEOPLE_MANAGE)
    require_stepup(actor)


@transaction.atomic
def _add(actor: Actor, wanted: NewUser, user: User) -> User:
    roles = _roles(wanted.role_ids)
    if User.objects.filter(login=user.login).exists():
        raise LOGIN_TAKEN(login=user.login)
    user.email = wanted.email.strip()
    user.department = _department(wanted.department_id)
    user.language = _language(wanted.language)
    user.save(force_insert=True)
    give_roles(actor, user, roles)
    bump()
    record(actor, "user.created", subject=("user", user.id), details={"roles": [r.code for r in roles]})
    return user


@transaction.atomic
def change_user(actor: Actor, user_id: int, changes: Mapping[str, Any]) -> User:
    """Change name, email, department_id, role_ids, language or is_active of somebody; what is left out or None stays."""
    actor.require(PEOPLE_MANAGE)
    user = _locked(user_id)
    if changes.get("role_ids") is not None and set(changes["role_ids"]) != set(user.roles.values_list("id", flat=True)):
        require_stepup(actor)
    fields = _apply(user, changes)
    details: dict[str, object] = {}
    if changes.get("role_ids") is not None:
        details = _give(actor, user, changes["role_ids"])
        fields += ["roles"] if details else []
    if fields:
        user.save()
        bump()
        record(actor, "user.changed", subject=("user", user.id), fields=fields, details=details)
    if changes.get("is_active") is not None:
        _set_active(actor, user, active=changes["is_active"])
    _require_administrator()
    return user


@transaction.atomic
def take_role(actor: Actor, user_id: int, role_id: int) -> None:
    """Take one role away from somebody who has it. Whether the actor may is for the verb around it to ask: a lead who reviews access
    may without managing people."""
    user = _locked(user_id)
    left = [each for each in user.roles.values_list("id", flat=True) if each != role_id]
    details = _give(actor, user, left)
    if details:
        bump()
        record(actor, "user.changed", subject=("user", user.id), fields=["roles"], details=details)
        _require_administrator()


def _give(actor: Actor, user: User, role_ids: Sequence[int]) -> dict[str, object]:
    before = frozenset(user.roles.values_list("code", flat=True))
    roles = _roles(role_ids)
    after = frozenset(role.code for role in roles)
    give_roles(actor, user, roles)
    return {"roles_added": sorted(after - before), "roles_removed": sorted(before - after)} if after != before else {}


def _apply(user: User, changes: Mapping[str, Any]) -> list[str]:
    new: dict[str, Any] = {}
    if changes.get("name") is not None:
        new["name"] = _name(changes["name"])
    if changes.get("email") is not None:
        new["email"] = str(changes["email"]).strip()
    if changes.get("language") is not None:
        new["language"] = _language(changes["language"])
    if "department_id" in changes:
        department = _department(changes["department_id"])
        new["department_id"] = department.id if department else None
    changed = [field for field, value in new.items() if getattr(user, field) != value]
    for field in changed:
        setattr(user, field, new[field])
    return changed


@transaction.atomic
def _set_active(actor: Actor, user: User, *, active: bool) -> None:
    """Enable or disable somebody; disabling ends sessions and tokens at once."""
    if user.is_active == active:
        return
    if active:
        require_apart(actor, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_all(user.id, tokens=True)
    bump()
    record(actor, "user.enabled" if active else "user.disabled", subject=("user", user.id))


def give_password(actor: Actor, user_id: int) -> FirstPassword:
    """Give somebody who has forgotten theirs a first password to hand over; all their sessions end."""
    actor.require(PEOPLE_MANAGE)
    require_stepup(actor)
    user, first = _found(user_id), first_passwords.make()
    _store_password(actor, user, hash_password(first.password), until=first.until)
    return first


def change_own_password(actor: Actor, *, old: str, new: str) -> OpenedSession:
    """A new password for oneself. Every session ends; the caller gets a fresh one."""
    require_session(actor)
    user = _found(actor.id)
    account = f"{user.login} changes"
    attempts.begin(account=account, ip=actor.ip)
    if not password_fits(old, user.password) or first_passwords.is_over(user):
        raise WRONG_PASSWORD()
    require_good_password(new, login=user.login, name=user.name)
    stored = hash_password(new)
    with transaction.atomic():
        attempts.succeed(account=account, ip=actor.ip)
        _store_password(actor, user, stored)
        return open_session(user, ip=actor.ip, device=actor.device)


@transaction.atomic
def change_me(actor: Actor, changes: Mapping[str, Any]) -> User:
    """One's own email, language and preferences; name, department and roles are the administrator's."""
    user = _locked(actor.id)
    if "email" in changes:
        require_session(actor)
        # Warnings about the account go there: a borrowed screen must not send them elsewhere.
        if str(changes["email"]).strip() != user.email:
            require_stepup(actor)
            _refuse_to_part(user)
    fields = _apply(user, {k: v for k, v in changes.items() if k in ("email", "language")})
    if "preferences" in changes and changes["preferences"] != user.preferences:
        if len(str(changes["preferences"])) > PREFERENCES_LIMIT:
            raise INVALID(what="preferences")
        user.preferences = changes["preferences"]
        fields.append("preferences")
    if fields:
        user.save(update_fields=fields)
        record(actor, "user.changed", subject=("user", user.id), fields=fields)
    return user


def _refuse_to_part(user: User) -> None:
    """Two accounts with one mail address are one person's, who decides nothing of their own by the other: they stay known as such
    until an administrator says otherwise."""
    others = User.objects.exclude(id=user.id).exclude(email="")
    if user.email.strip() and others.filter(email__iexact=user.email.strip()).exists():
        raise SHARED_MAIL()


@transaction.atomic
def _store_password(actor: Actor, user: User, stored: str, *, until: datetime | None = None) -> None:
    User.objects.filter(id=user.id).update(password=stored, password_changed_at=now(), password_until=until)
    end_all(user.id, tokens=False)
    # Whoever stands between the password of before and a session goes no further with it.
    Pending.objects.filter(user=user).delete()
    attempts.forgive(user.login)
    record(actor, "user.password_changed", subject=("user", user.id), details={"first": until is not None})
    letters.write_to(user, "password.changed", actor)


def _found(user_id: int) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NOT_FOUND()
    return user


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NOT_FOUND()
    return user


def _department(department_id: int | None) -> Department | None:
    if department_id is None:
        return None
    department = Department.objects.filter(id=department_id).first()
    if department is None:
        raise INVALID(what="department")
    return department


def _roles(role_ids: Sequence[int]) -> list[Role]:
    roles = list(Role.objects.filter(id__in=role_ids).order_by("code"))
    if len(roles) != len(set(role_ids)):
        raise INVALID(what="roles")
    return roles


def _name(name: str) -> str:
    name = name.strip()
    if not name:
        raise NAME_MISSING()
    if len(name) > 120:
        raise INVALID(what="name")
    return name


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise INVALID(what="language")
    return language


def _require_administrator() -> None:
    able = [role.id for role in Role.objects.all() if {PEOPLE_MANAGE, ROLES_MANAGE} <= set(role.rights)]
    if not User.objects.filter(is_active=True, roles__in=able).exists():
        raise LAST_ADMINISTRATOR()
