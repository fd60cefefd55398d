"""The list a review is made of: everybody who may sign in, with each role, the rights of it that matter, their clearance, and when they
were last here.

When somebody was last here is asked person by person at the end of an index. Grouping the logs by person would read all of them.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from kedang.access.models import Line
from kedang.accounts.duties import AUDIT, SECURITY, SYSTEM, rights_of
from kedang.accounts.models import KnownPlace, Session, Token, User
from kedang.accounts.policy import Policy, RoleGrant, current_policy
from kedang.accounts.rights import unmasking, weighty
from kedang.archive import rights as archive_rights
from kedang.history.models import Event, ReadEvent

MOVES = (archive_rights.EXPORT, archive_rights.IMPORT, archive_rights.ASSIGN, archive_rights.BULK, archive_rights.TRASH)


def administrators() -> frozenset[str]:
    """The rights that make an administrator or auditor."""
    return frozenset(right for duty in (SYSTEM, SECURITY, AUDIT) for right in rights_of(duty))


def that_matter() -> frozenset[str]:
    """The rights a review names: administrators' and auditors', those that take masks off, and those that move many customers."""
    return administrators() | weighty() | unmasking() | frozenset(str(right) for right in MOVES)


def drafts() -> list[Line]:
    """The lines, department by department, not stored yet."""
    policy = current_policy()
    signed_in = _last_sign_ins()
    tokens = dict(Token.objects.order_by().values_list("user_id").annotate(at=Max("last_used_at")))
    found: list[Line] = []
    for user in _people(policy):
        node = policy.departments.get(user.department_id) if user.department_id else None
        use = _latest(_last_event(user.id), tokens.get(user.id))
        for role in _roles(policy, user):
            line = Line(
                user_id=user.id,
                user_name=user.name,
                user_login=user.login,
                department_id=user.department_id,
                department_name=node.name if node else "",
                last_sign_in=signed_in.get(user.id),
                last_use=use,
            )
            found.append(_with_role(line, role))
        if user.clearance:
            found.append(_with_clearance(user, found[-1]))
    return found


def _with_role(line: Line, role: RoleGrant | None) -> Line:
    if role is not None:
        line.role_id, line.role_zh, line.role_en = role.id, role.name_zh, role.name_en
        line.scope = role.scope
        line.rights = sorted(role.rights & that_matter())
        line.heavy = bool(role.rights & administrators())
    return line


def _with_clearance(user: User, beside: Line) -> Line:
    """The line of somebody's clearance: who and where as beside it, nothing of the role."""
    return Line(
        user_id=user.id,
        user_name=user.name,
        user_login=user.login,
        department_id=beside.department_id,
        department_name=beside.department_name,
        clearance=user.clearance,
        last_sign_in=beside.last_sign_in,
        last_use=beside.last_use,
    )


def _people(policy: Policy) -> list[User]:
    def place(user: User) -> tuple[str, str, int]:
        node = policy.departments.get(user.department_id) if user.department_id else None
        return (node.path if node else "", user.name, user.id)

    return sorted(User.objects.filter(is_active=True), key=place)


def _roles(policy: Policy, user: User) -> Collection[RoleGrant | None]:
    held = policy.grants_of(user.id, user.department_id).role_ids
    return [policy.roles[role_id] for role_id in held] or [None]


def _last_sign_ins() -> dict[int, datetime]:
    """From the places people signed in from, and from sessions where a place was forgotten."""
    found: dict[int, datetime] = dict(
        KnownPlace.objects.order_by().values_list("user_id").annotate(at=Max("last_seen_at"))
    )
    for user_id, at in Session.objects.order_by().values_list("user_id").annotate(at=Max("created_at")):
        found[user_id] = max(at, found.get(user_id, at))
    return found


def _last_event(user_id: int) -> datetime | None:
    # A stretch of the index, not an equal value: for that PostgreSQL walks everybody's events from the newest on.
    ends = (
        log.objects.filter(actor_id__range=(user_id, user_id)).order_by("-actor_id", "-id").values_list("at", flat=True)
        for log in (Event, ReadEvent)
    )
    return _latest(*(rows.first() for rows in ends))


def _latest(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)
