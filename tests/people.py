"""The cast of the tests: one organisation, told once.

总公司 ─┬─ 华东销售部 ── 杭州组     林 leads 华东销售部 (sees the tree), 周 is a member there (sees her own)
        └─ 华南销售部              陈 leads 华南销售部: the stranger who must learn nothing of 华东
管理 is the system administrator, 王 the manager who sees everything, 审 the auditor; all three sit in 总公司.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.test import Client

from kedang.accounts.builtin import ensure_builtin_roles
from kedang.accounts.hasher import hash_password
from kedang.accounts.models import Department, Installation, Role, User
from kedang.accounts.policy import bump, current_policy
from kedang.accounts.sessions import SESSION_COOKIE, open_session
from kedang.kit.actor import Actor

PASSWORD = "correct horse battery"
CSRF = "c" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, and where they work."""

    head_office: Department
    east: Department
    hangzhou: Department
    south: Department
    lin: User
    zhou: User
    chen: User
    admin: User
    wang: User
    auditor: User

    @property
    def everybody(self) -> tuple[User, ...]:
        """The six people."""
        return (self.lin, self.zhou, self.chen, self.admin, self.wang, self.auditor)


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_department(name: str, parent: Department | None = None) -> Department:
    """A department under another."""
    department = Department(name=name, parent=parent)
    department.path = f"{parent.path if parent else '/'}{department.id}/"
    department.save(force_insert=True)
    return department


def make_user(login: str, name: str, role: str, department: Department | None) -> User:
    """Somebody with one of the built-in roles and the password PASSWORD."""
    user = User(login=login, name=name, department=department, password=_hashed(), email=f"{login}@example.com")
    user.save(force_insert=True)
    user.roles.add(Role.objects.get(code=role))
    bump()
    return user


def make_cast() -> Cast:
    """The whole organisation, in the database."""
    ensure_builtin_roles()
    Installation.objects.update_or_create(id=1, defaults={"name": "客档示例公司"})
    head_office = make_department("总公司")
    east = make_department("华东销售部", head_office)
    hangzhou = make_department("杭州组", east)
    south = make_department("华南销售部", head_office)
    return Cast(
        head_office=head_office,
        east=east,
        hangzhou=hangzhou,
        south=south,
        lin=make_user("lin", "林晓", "lead", east),
        zhou=make_user("zhou", "周敏", "member", east),
        chen=make_user("chen", "陈刚", "lead", south),
        admin=make_user("admin", "管理", "administrator", head_office),
        wang=make_user("wang", "王磊", "manager", head_office),
        auditor=make_user("auditor", "审计", "auditor", head_office),
    )


def actor(user: User, *, language: str | None = None) -> Actor:
    """The user as the actor of verbs and queries."""
    grants = current_policy().grants_of(user.id, user.department_id)
    return Actor(
        id=user.id,
        name=user.name,
        rights=grants.rights,
        scope=grants.scope,
        department_id=user.department_id,
        department_ids=grants.department_ids,
        clearance=grants.clearance,
        modes=grants.modes,
        proved=True,
        request_id="test",
        ip="192.0.2.1",
        device="tests",
        language=language or user.language,
    )


def acting(user: User, **changes: object) -> Actor:
    """The user's actor with something said differently, such as `rights`."""
    return replace(actor(user), **changes)  # type: ignore[arg-type]


def browser(user: User | None = None, *, strict: bool = True) -> Client:
    """A browser, signed in as somebody; it sends the CSRF header as the front end does."""
    client = Client(
        enforce_csrf_checks=strict,
        headers={"X-CSRFToken": CSRF, "Accept-Language": "zh-CN"},
        raise_request_exception=False,
    )
    client.cookies["csrftoken"] = CSRF
    if user is not None:
        client.cookies[SESSION_COOKIE] = open_session(user, ip="192.0.2.1", device="tests").secret
    return client


def script(secret: str) -> Client:
    """A program that sends a token and no cookie."""
    return Client(
        enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False
    )


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    """One JSON request."""
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api{path}", data, content_type="application/json")


def code(response: Any) -> str:
    """The code of a refusal."""
    return str(json.loads(response.content)["error"]["code"])
