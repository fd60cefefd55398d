"""Roles an organisation makes for itself. The built-in ones stay as they ship: copy one to change it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.accounts.rights import ROLES_MANAGE, is_declared
from kedang.accounts.separation import require_role
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.kit.modes import parse_modes

PLACES = frozenset(("own", "other", "list", "export"))
_FIELD = re.compile(r"\*?[\w:.-]{1,80}")

BUILTIN = Refusal(
    "role.builtin",
    409,
    "内置角色不能修改或删除，请复制一份再修改。",
    "A built-in role stays as it is. Copy it and change the copy.",
)
IN_USE = Refusal("role.in_use", 409, "还有 {people} 人拥有这个角色。", "{people} people still have this role.")
UNKNOWN_RIGHT = Refusal("role.unknown_right", 422, "没有这项权限：{right}。", "There is no such right: {right}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleContent:
    """What a role says."""

    name_zh: str
    name_en: str
    rights: Sequence[str] = ()
    scope: Scope = Scope.OWN
    field_modes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@transaction.atomic
def create_role(actor: Actor, content: RoleContent) -> Role:
    """Add a role."""
    actor.require(ROLES_MANAGE)
    require_stepup(actor)
    own_id, columns = new_id(), _columns(content)
    require_role(actor, columns["name_zh"], columns["rights"])
    role = Role.objects.create(id=own_id, code=f"role-{own_id}", **columns)
    bump()
    record(actor, "role.created", subject=("role", role.id), details={"rights": role.rights, "scope": int(role.scope)})
    return role


@transaction.atomic
def change_role(actor: Actor, role_id: int, changes: Mapping[str, Any]) -> Role:
    """Change some of a role's content; it applies to whoever holds it from their next request on."""
    actor.require(ROLES_MANAGE)
    require_stepup(actor)
    role = _locked(role_id)
    if role.builtin:
        raise BUILTIN()
    before = {name: getattr(role, name) for name in ("name_zh", "name_en", "rights", "scope", "field_modes")}
    after = _columns(replace(content_of(role), **_typed(changes)))
    fields = [name for name, value in after.items() if before[name] != value]
    if not fields:
        return role
    require_role(actor, after["name_zh"], after["rights"], role=role)
    for name in fields:
        setattr(role, name, after[name])
    role.save(update_fields=fields)
    bump()
    old, new = set(before["rights"]), set(after["rights"])
    details = {"rights_added": sorted(new - old), "rights_removed": sorted(old - new)}
    record(actor, "role.changed", subject=("role", role.id), fields=fields, details=details)
    return role


@transaction.atomic
def delete_role(actor: Actor, role_id: int) -> None:
    """Delete a role nobody holds."""
    actor.require(ROLES_MANAGE)
    require_stepup(actor)
    role = _locked(role_id)
    if role.builtin:
        raise BUILTIN()
    people = User.objects.filter(roles=role).count()
    if people:
        raise IN_USE(people=people)
    role.delete()
    bump()
    record(actor, "role.deleted", subject=("role", role_id))


def content_of(role: Role) -> RoleContent:
    """What a stored role says."""
    return RoleContent(
        name_zh=role.name_zh,
        name_en=role.name_en,
        rights=role.rights,
        scope=Scope(role.scope),
        field_modes=role.field_modes,
    )


def content_from(raw: Mapping[str, Any]) -> RoleContent:
    """Content from plain values; `scope` is own, team, tree or all."""
    return RoleContent(**_typed(raw))


def _typed(raw: Mapping[str, Any]) -> dict[str, Any]:
    return dict(raw) | ({"scope": Scope[raw["scope"].upper()]} if "scope" in raw else {})


def _locked(role_id: int) -> Role:
    role = Role.objects.select_for_update().filter(id=role_id).first()
    if role is None:
        raise NOT_FOUND()
    return role


def _columns(content: RoleContent) -> dict[str, Any]:
    zh, en = content.name_zh.strip(), content.name_en.strip()
    if not (zh or en) or max(len(zh), len(en)) > 80:
        raise INVALID(what="name")
    for right in content.rights:
        if not is_declared(right):
            raise UNKNOWN_RIGHT(right=right)
    return {
        "name_zh": zh or en,
        "name_en": en or zh,
        "rights": sorted(set(content.rights)),
        "scope": int(content.scope),
        "field_modes": _modes(content.field_modes),
    }


def _modes(modes: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    for code, places in modes.items():
        if not _FIELD.fullmatch(code) or not PLACES.issuperset(places):
            raise INVALID(what="field_modes")
    try:
        parse_modes(modes)
    except KeyError:
        raise INVALID(what="field_modes") from None
    return {code: dict(places) for code, places in modes.items() if places}
