"""Reading people and places. The directory (names and departments) is for everybody who is signed in."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from kedang.accounts.models import Role, Session, Token, User
from kedang.accounts.policy import DepartmentNode, current_policy, current_version
from kedang.accounts.rights import DEPARTMENTS_MANAGE, PEOPLE_MANAGE, ROLES_MANAGE
from kedang.accounts.sessions import require_session
from kedang.kit.actor import SYSTEM_ACTORS, Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

MOST_TOKENS = 1_000
_SYSTEM = {own_id: name for name, own_id in SYSTEM_ACTORS.items()}


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody as lists name them."""

    id: int
    name: str
    login: str
    department_id: int | None
    is_active: bool
    clearance: int = 0


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody's name and place under one policy version, in memory."""

    version: int
    people: dict[int, PersonRef]
    departments: dict[int, DepartmentNode]

    def person(self, user_id: int | None) -> PersonRef | None:
        """Somebody, or nobody; system actors have a name as well."""
        if user_id is None:
            return None
        if user_id in _SYSTEM:
            return PersonRef(user_id, _SYSTEM[user_id], "", None, is_active=True)
        return self.people.get(user_id)

    def name(self, user_id: int | None) -> str:
        """A person's name, or nothing."""
        person = self.person(user_id)
        return person.name if person else ""

    def department(self, department_id: int | None) -> DepartmentNode | None:
        """A department, or none."""
        return self.departments.get(department_id) if department_id is not None else None

    def department_name(self, department_id: int | None) -> str:
        """A department's name, or nothing."""
        node = self.department(department_id)
        return node.name if node else ""

    def below(self, department_id: int) -> frozenset[int]:
        """A department and everything under it."""
        node = self.departments.get(department_id)
        if node is None:
            return frozenset()
        return frozenset(d.id for d in self.departments.values() if d.path.startswith(node.path))

    def above(self, department_id: int | None) -> tuple[int, ...]:
        """The departments from the root down to this one, itself included."""
        node = self.department(department_id)
        return tuple(int(part) for part in node.path.strip("/").split("/")) if node else ()


_lock = threading.Lock()
_kept: list[Directory] = []


def directory() -> Directory:
    """The directory now: one small query, and a reload when somebody or some place has changed."""
    version = current_version()
    with _lock:
        if _kept and _kept[0].version == version and version:
            return _kept[0]
    fresh = _load(version)
    with _lock:
        _kept[:] = [fresh]
    return fresh


def _load(version: int) -> Directory:
    rows = User.objects.values_list("id", "name", "login", "department_id", "is_active", "clearance")
    people = {row[0]: PersonRef(*row) for row in rows}
    return Directory(version, people, current_policy().departments)


def people(ids: Iterable[int]) -> dict[int, PersonRef]:
    """The people behind some ids."""
    known = directory()
    found = ((i, known.person(i)) for i in set(ids))
    return {i: person for i, person in found if person is not None}


def department_tree() -> tuple[DepartmentNode, ...]:
    """Every department, parents before children."""
    return tuple(sorted(current_policy().departments.values(), key=lambda d: (d.path.count("/"), d.path)))


def user_by_login(login: str) -> PersonRef | None:
    """Somebody by their login; for the command line and for files that name an owner."""
    wanted = login.strip().casefold()
    return next((p for p in directory().people.values() if p.login == wanted), None)


def find_people(actor: Actor, text: str, *, limit: int = 50) -> list[PersonRef]:
    """Colleagues whose name or login contains a text; only those who can still sign in."""
    wanted = text.strip().casefold()
    found = [
        p
        for p in directory().people.values()
        if p.is_active and (wanted in p.name.casefold() or p.login.startswith(wanted))
    ]
    return sorted(found, key=lambda p: (p.name, p.id))[:limit]


@dataclass(frozen=True, slots=True)
class UserPage:
    """Some accounts and where the next page begins."""

    users: tuple[User, ...]
    next: str | None


def users(actor: Actor, *, text: str = "", cursor: str | None = None, limit: int | None = None) -> UserPage:
    """Accounts, newest first, for whoever manages people."""
    actor.require(PEOPLE_MANAGE)
    size = clamp_limit(limit, default=200)
    found: QuerySet[User] = User.objects.select_related("department").prefetch_related("roles")
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(login__icontains=text.strip()))
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    return UserPage(tuple(rows[:size]), encode_cursor((rows[size - 1].id,)) if len(rows) > size else None)


def user(user_id: int) -> User:
    """One account with its department and roles; the verb before this has checked the right."""
    return User.objects.select_related("department").prefetch_related("roles").get(id=user_id)


def roles(actor: Actor) -> list[tuple[Role, int]]:
    """Every role with the number of people who hold it, built-in ones first."""
    if not (actor.can(ROLES_MANAGE) or actor.can(PEOPLE_MANAGE)):
        raise DENIED(right=ROLES_MANAGE)
    held = dict(User.roles.through.objects.values_list("role_id").annotate(n=Count("id")))
    return [(role, held.get(role.id, 0)) for role in Role.objects.order_by("-builtin", "id")]


def holders(role: Role) -> int:
    """How many people hold a role."""
    return User.objects.filter(roles=role).count()


def department_sizes(actor: Actor) -> dict[int, int]:
    """How many people sit in each department; nothing for those who only need the names."""
    if not actor.can(DEPARTMENTS_MANAGE):
        return {}
    rows = User.objects.filter(department__isnull=False, is_active=True).values_list("department_id")
    return dict(rows.annotate(n=Count("id")))


def own_sessions(actor: Actor) -> list[Session]:
    """Where somebody is signed in, the latest first."""
    require_session(actor)
    return _sessions(actor.id)


def sessions_of(actor: Actor, user_id: int) -> list[Session]:
    """Where somebody else is signed in, for whoever manages people."""
    actor.require(PEOPLE_MANAGE)
    if not User.objects.filter(id=user_id).exists():
        raise NOT_FOUND()
    return _sessions(user_id)


def _sessions(user_id: int) -> list[Session]:
    moment = now()
    alive = Session.objects.filter(user_id=user_id, expires_at__gt=moment, idle_until__gt=moment)
    return list(alive.order_by("-last_seen_at"))


def own_tokens(actor: Actor) -> list[Token]:
    """Somebody's tokens, the newest first."""
    return list(Token.objects.filter(user_id=actor.id).order_by("-id"))


def everybodys_tokens(actor: Actor) -> list[Token]:
    """Every token with its owner: the last used first, then those never used."""
    actor.require(PEOPLE_MANAGE)
    found = Token.objects.select_related("user")
    return list(found.order_by(F("last_used_at").desc(nulls_last=True), "-id")[:MOST_TOKENS])


def department_of(user_id: int | None) -> int | None:
    """The department somebody works in."""
    person = directory().person(user_id)
    return person.department_id if person else None


def department_ancestors(department_id: int | None) -> list[int]:
    """The departments from the root down to this one, itself included."""
    return list(directory().above(department_id))
