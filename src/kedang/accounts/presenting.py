"""Rows of accounts as the API shows them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from kedang.accounts import schemas as out
from kedang.accounts.duties import combined
from kedang.accounts.factors import ways
from kedang.accounts.models import Department, Role, Session, User
from kedang.accounts.pending import CODE, LASTS, PENDING_COOKIE, Waiting
from kedang.accounts.places import DEVICE_COOKIE, REMEMBERED
from kedang.accounts.policy import DepartmentNode, current_policy
from kedang.accounts.queries import PersonRef, directory
from kedang.accounts.queries import user as user_row
from kedang.accounts.schemas_factors import NextStep
from kedang.accounts.sessions import SESSION_COOKIE, OpenedSession
from kedang.kit.actor import Actor, Scope
from kedang.kit.env import settings
from kedang.kit.levels import level


def keep_cookie(response: HttpResponse, opened: OpenedSession) -> None:
    """Give the browser its session."""
    response.set_cookie(
        SESSION_COOKIE,
        opened.secret,
        max_age=opened.hours * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings().secure_cookies,
    )


def keep_device(response: HttpResponse, opened: OpenedSession) -> None:
    """Let the browser show, next time, that its owner signed in here before."""
    if opened.device_secret:
        _keep(response, DEVICE_COOKIE, opened.device_secret, REMEMBERED.days * 86400)


def bind(response: HttpResponse, waiting: Waiting) -> None:
    """Let this browser, and no other, go on with what was begun."""
    _keep(response, PENDING_COOKIE, waiting.secret, int(LASTS.total_seconds()))


def keep_waiting(response: HttpResponse, waiting: Waiting) -> NextStep:
    """Bind what is still missing to this browser, and say what it is."""
    bind(response, waiting)
    found: list[Any] = ways(waiting.user.id) if waiting.step == CODE else []
    return NextStep(step=waiting.step, ways=found)


def _keep(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    secure = settings().secure_cookies
    response.set_cookie(name, value, max_age=seconds, path="/api", httponly=True, samesite="Strict", secure=secure)


def drop_cookie(response: HttpResponse) -> None:
    """Take the session back, and whatever the browser keeps of this site."""
    response.delete_cookie(SESSION_COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'


def me(user_id: int, *, narrowed: Actor | None = None, language: str = "zh-CN") -> out.Me:
    """Who is signed in. A token shows its own, narrower rights."""
    user = user_row(user_id)
    policy = current_policy()
    grants = policy.grants_of(user.id, user.department_id)
    rights = narrowed.rights if narrowed else grants.rights
    return out.Me(
        user=out.MeUser(
            id=str(user.id),
            login=user.login,
            name=user.name,
            email=user.email,
            department=_department(user.department),
            roles=[_role_name(role, language) for role in user.roles.all()],
            language=user.language,
            preferences=user.preferences,
        ),
        rights=sorted(rights),
        scope=scope_name(grants.scope),
        clearance=level(narrowed.clearance if narrowed else grants.clearance),
        organisation=out.Organisation(name=policy.organisation, demo=settings().demo),
    )


def scope_name(scope: Scope) -> out.ScopeName:
    """own, team, tree or all."""
    names: dict[Scope, out.ScopeName] = {
        Scope.OWN: "own",
        Scope.TEAM: "team",
        Scope.TREE: "tree",
        Scope.ALL: "all",
    }
    return names[scope]


def _department(department: Department | None) -> out.Named | None:
    return out.Named(id=str(department.id), name=department.name) if department else None


def _role_name(role: Role, language: str) -> out.Named:
    return out.Named(id=str(role.id), name=role.name(language))


def account(user: User, language: str) -> out.UserOut:
    """One account."""
    return out.UserOut(
        id=str(user.id),
        login=user.login,
        name=user.name,
        email=user.email,
        department=_department(user.department),
        roles=[_role_name(role, language) for role in user.roles.all()],
        combined=list(combined({right for role in user.roles.all() for right in role.rights})),
        language=user.language,
        is_active=user.is_active,
        clearance=level(user.clearance),
        created_at=user.created_at,
    )


def person(ref: PersonRef) -> out.PersonOut:
    """A colleague."""
    node = directory().department(ref.department_id)
    department = out.Named(id=str(node.id), name=node.name) if node else None
    return out.PersonOut(id=str(ref.id), name=ref.name, department=department)


def department(node: Department | DepartmentNode, sizes: Mapping[int, int] | None) -> out.DepartmentOut:
    """A department; without sizes for those who do not manage departments."""
    return out.DepartmentOut(
        id=str(node.id),
        name=node.name,
        parent_id=str(node.parent_id) if node.parent_id else None,
        people=None if sizes is None else sizes.get(node.id, 0),
    )


def session(row: Session, actor: Actor) -> out.SessionOut:
    """One place where somebody is signed in."""
    return out.SessionOut(
        id=str(row.id),
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        ip=row.ip,
        device=row.device,
        current=actor.via == "session" and row.id == actor.session_id,
    )


def role(row: Role, people: int, language: str) -> out.RoleOut:
    """A role."""
    return out.RoleOut(
        id=str(row.id),
        code=row.code,
        name=row.name(language),
        name_zh=row.name_zh,
        name_en=row.name_en,
        rights=row.rights,
        scope=scope_name(Scope(row.scope)),
        field_modes=row.field_modes,
        builtin=row.builtin,
        people=people,
    )
