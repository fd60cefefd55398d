"""Keeping the duties apart: the one place where roles reach a person, and where it is decided whether they may.

While separation is on, nobody gets rights of two duties and nobody adds to their own rights. What comes by another way (a database
written by hand, a shipped role that grew) is met by the policy: from whomever duties meet in, it withholds the rights of all of them.
Every change of roles and the switch (in the room access) hold one lock, so that two changes at once cannot make what neither would.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kedang.accounts.duties import combined
from kedang.accounts.models import Installation, Role, User
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

NAMES: Mapping[str, tuple[str, str]] = {
    "system": ("系统管理", "system administration"),
    "security": ("安全管理", "security administration"),
    "audit": ("安全审计", "audit"),
    "customers": ("客户业务", "work with customers"),
}
CONFLICT = Refusal(
    "duties.conflict",
    409,
    "已启用三员分立：{who} 不能同时承担 {duties}。没有改动。",
    "Duties are kept apart: {who} cannot hold {duties} together. Nothing was changed.",
)
OWN = Refusal(
    "duties.own",
    403,
    "已启用三员分立：不能给自己增加权限，请由另一位安全管理员操作。没有改动。",
    "Duties are kept apart: nobody adds to their own rights. Ask another security administrator. Nothing was changed.",
)


def give_roles(actor: Actor, user: User, roles: Sequence[Role]) -> None:
    """Give somebody these roles instead of those they have. Right, proof and event are the caller's."""
    if locked().separation:
        after = _rights(roles)
        if user.id == actor.id and after - _rights(user.roles.all()):
            raise OWN()
        _require_apart(actor, user.name, after)
    user.roles.set(roles)


def require_role(actor: Actor, name: str, rights: Collection[str], *, role: Role | None = None) -> None:
    """Refuse what a role shall say when it joins duties by itself, in somebody who has it, or adds to the actor's own rights."""
    if not locked().separation:
        return
    _require_apart(actor, name, rights)
    holders = User.objects.filter(roles=role).prefetch_related("roles") if role is not None else []
    for user in holders:
        others = _rights(each for each in user.roles.all() if role is None or each.id != role.id)
        if user.id == actor.id and set(rights) - others - set(role.rights if role else ()):
            raise OWN()
        if user.is_active:
            _require_apart(actor, user.name, others.union(rights))


def require_apart(actor: Actor, user: User) -> None:
    """Refuse to enable somebody in whom duties meet."""
    if locked().separation:
        _require_apart(actor, user.name, _rights(user.roles.all()))


def in_words(duties: Iterable[str], language: str) -> str:
    """Duties as people read them."""
    at, comma = (0, "、") if language.startswith("zh") else (1, ", ")
    return comma.join(NAMES[duty][at] for duty in duties)


def _require_apart(actor: Actor, who: str, rights: Collection[str]) -> None:
    duties = combined(rights)
    if duties:
        raise CONFLICT(who=who, duties=in_words(duties, actor.language))


def locked() -> Installation:
    """The setting, held until the transaction ends: every change of roles and the switch wait for each other."""
    Installation.objects.get_or_create(id=1)
    return Installation.objects.select_for_update().get(id=1)


def _rights(roles: Iterable[Role]) -> set[str]:
    return {right for role in roles for right in role.rights}
