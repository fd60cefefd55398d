"""Roles, departments and who holds what, kept in memory and keyed by the policy version.

The version is read together with the session, in one statement; what is cached under it is loaded afterwards, so the
cache is never older than its key.
"""

import threading
from dataclasses import dataclass, field

from django.db import connections

from kedang.accounts import duties
from kedang.accounts.models import Department, Installation, PolicyVersion, Role
from kedang.kit.actor import Scope
from kedang.kit.glance import look_again, version_of
from kedang.kit.ids import new_id
from kedang.kit.modes import FieldModes, RoleModes, combine, parse_modes

_WHAT = "policy"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """What one role gives."""

    id: int
    name_zh: str
    name_en: str
    rights: frozenset[str]
    scope: Scope
    modes: RoleModes


@dataclass(frozen=True, slots=True)
class Grants:
    """What somebody's roles give together, in their department, and how closely kept customers they may see. `combined`: the duties that meet in them; `withheld`: the rights they
    do not get for it while duties are kept apart."""

    role_ids: tuple[int, ...]
    rights: frozenset[str]
    scope: Scope
    modes: FieldModes
    department_ids: frozenset[int]
    clearance: int = 0
    combined: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """One department as the tree shows it."""

    id: int
    name: str
    parent_id: int | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything of one policy version. `grants` fills as people arrive."""

    version: int
    roles: dict[int, RoleGrant]
    departments: dict[int, DepartmentNode]
    organisation: str
    idle_minutes: int
    session_hours: int
    separated: bool = False
    grants: dict[tuple[int, int | None], Grants] = field(default_factory=dict)

    def below(self, department_id: int) -> frozenset[int]:
        """A department and everything under it."""
        node = self.departments.get(department_id)
        if node is None:
            return frozenset((department_id,))
        return frozenset(d.id for d in self.departments.values() if d.path.startswith(node.path))

    def grants_of(self, user_id: int, department_id: int | None) -> Grants:
        """What a user's roles give."""
        known = self.grants.get((user_id, department_id))
        if known is None:
            known = self._grants(user_id, department_id)
            self.grants[(user_id, department_id)] = known
        return known

    def _grants(self, user_id: int, department_id: int | None) -> Grants:
        roles = [self.roles[i] for i in _role_ids(user_id) if i in self.roles]
        scope = max((r.scope for r in roles), default=Scope.OWN)
        rights: frozenset[str] = frozenset().union(*(r.rights for r in roles))
        # Asked here as well, where every way meets: roles may have come by none of ours.
        withheld = duties.withheld(rights) if self.separated else frozenset()
        return Grants(
            role_ids=tuple(r.id for r in roles),
            rights=rights - withheld,
            scope=scope,
            modes=combine(r.modes for r in roles),
            department_ids=self._reach(scope, department_id),
            clearance=_clearance(user_id),
            combined=duties.combined(rights),
            withheld=withheld,
        )

    def _reach(self, scope: Scope, department_id: int | None) -> frozenset[int]:
        if department_id is None or scope not in (Scope.TEAM, Scope.TREE):
            return frozenset()
        return self.below(department_id) if scope == Scope.TREE else frozenset((department_id,))


def _role_ids(user_id: int) -> list[int]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT role_id FROM accounts_user_role WHERE user_id = %s ORDER BY role_id", [user_id])
        return [row[0] for row in cursor.fetchall()]


def _clearance(user_id: int) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clearance FROM accounts_user WHERE id = %s", [user_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def current_version() -> int:
    """The version that is committed now, read once in a request that only reads; 0 in an empty installation."""
    return version_of(_WHAT, _stored_version)


def _stored_version() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT version FROM accounts_policy_version WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def bump() -> None:
    """Say that users, roles or departments changed; inside the transaction that changes them."""
    PolicyVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
    look_again(_WHAT)


class _Cache:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.policy: Policy | None = None

    def get(self, version: int) -> Policy:
        policy = self.policy
        if policy is not None and policy.version == version and version:
            return policy
        with self.lock:
            fresh = _load(version)
            self.policy = fresh
            return fresh


_cache = _Cache()


def policy_at(version: int) -> Policy:
    """The policy under a version that was just read from the database."""
    return _cache.get(version)


def current_policy() -> Policy:
    """The policy now."""
    return policy_at(current_version())


def _load(version: int) -> Policy:
    installation = Installation.objects.filter(id=1).first() or Installation()
    return Policy(
        version=version,
        roles={role.id: _grant(role) for role in Role.objects.all()},
        departments={
            row["id"]: DepartmentNode(**row)
            for row in Department.objects.order_by("path").values("id", "name", "parent_id", "path")
        },
        organisation=installation.name,
        idle_minutes=installation.idle_minutes,
        session_hours=installation.session_hours,
        separated=installation.separation,
    )


def _grant(role: Role) -> RoleGrant:
    return RoleGrant(
        role.id,
        role.name_zh,
        role.name_en,
        frozenset(role.rights),
        Scope(role.scope),
        parse_modes(role.field_modes),
    )
