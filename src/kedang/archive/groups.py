"""Groups: a tree of classes that customers can be in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.archive import parts, rights
from kedang.archive.label_counts import group_counts
from kedang.archive.models import Customer, Group, GroupMember
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.kit.text import storable

DEEPEST = 10
NAME_FORM = Refusal("group.name", 422, "分组名称须为 1 到 128 个字。", "A group needs a name of 1 to 128 characters.")
NAME_TAKEN = Refusal(
    "group.taken", 409, "同一层级已有分组“{name}”。", "There is a group “{name}” at this place already."
)
NO_PARENT = Refusal("group.parent", 422, "上级分组不存在。", "The parent group does not exist.")
IN_ITSELF = Refusal("group.in_itself", 422, "分组不能移动到自己下面。", "A group cannot move below itself.")
TOO_DEEP = Refusal("group.deep", 422, "分组最多 {depth} 层。", "Groups can be {depth} deep.")
NOT_EMPTY = Refusal(
    "group.not_empty",
    409,
    "分组下还有子分组或客户（可能在您的权限范围之外），请先移走。",
    "The group still has groups or customers in it, perhaps ones you do not see.",
)
UNKNOWN_GROUP = Refusal("group.unknown", 422, "分组不存在，内容没有改动。", "No such group. Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group with its names from the root, and how many customers the actor sees in it; None when it was not asked."""

    id: int
    name: str
    parent_id: int | None
    path: str
    position: int
    customers: int | None


def all_groups(actor: Actor, *, counted: bool = True) -> list[GroupLine]:
    """The tree in order: parents before children, siblings by position and name. To count takes long in a large archive."""
    if not actor.can(rights.GROUPS):
        actor.require(rights.VIEW)
    rows = {g.id: g for g in Group.objects.all()}
    counts = group_counts(actor) if counted else None
    lines = [(_trail(rows, g), g) for g in rows.values()]
    lines.sort(key=lambda line: [(g.position, g.name, g.id) for g in line[0]])
    return [
        GroupLine(
            id=g.id,
            name=g.name,
            parent_id=g.parent_id,
            path=" / ".join(step.name for step in trail),
            position=g.position,
            customers=None if counts is None else counts.get(g.id, 0),
        )
        for trail, g in lines
    ]


def _trail(rows: Mapping[int, Group], group: Group) -> list[Group]:
    return [rows[int(part)] for part in group.path.strip("/").split("/") if int(part) in rows]


def line_of(actor: Actor, group_id: int) -> GroupLine:
    """One group."""
    found = next((line for line in all_groups(actor) if line.id == group_id), None)
    if found is None:
        raise NOT_FOUND()
    return found


def _free_name(name: str, parent_id: int | None, *, but: int = 0) -> str:
    name = " ".join(storable(name).split())
    if not name or len(name) > 128:
        raise NAME_FORM()
    if Group.objects.filter(parent_id=parent_id, name=name).exclude(id=but).exists():
        raise NAME_TAKEN(name=name)
    return name


def _parent(parent_id: int | None) -> Group | None:
    if parent_id is None:
        return None
    parent = Group.objects.select_for_update().filter(id=parent_id).first()
    if parent is None:
        raise NO_PARENT()
    return parent


def _path(parent: Group | None, own_id: int) -> str:
    path = f"{parent.path if parent else '/'}{own_id}/"
    if path.count("/") > DEEPEST + 1:
        raise TOO_DEEP(depth=DEEPEST)
    return path


@transaction.atomic
def create(actor: Actor, *, name: str, parent_id: int | None = None, position: int = 0) -> int:
    """Make a group below another, or at the top; returns its id."""
    actor.require(rights.GROUPS)
    parent = _parent(parent_id)
    own_id = new_id()
    group = Group.objects.create(
        id=own_id, parent=parent, name=_free_name(name, parent_id), path=_path(parent, own_id), position=position
    )
    record(actor, "group.created", subject=("group", group.id))
    return group.id


@transaction.atomic
def change(actor: Actor, group_id: int, changes: Mapping[str, Any]) -> None:
    """Rename a group, move it with all below it, or give it another place among its siblings."""
    actor.require(rights.GROUPS)
    group = _load(group_id)
    parent_id = changes.get("parent_id", group.parent_id)
    name = _free_name(changes.get("name", group.name), parent_id, but=group.id)
    if parent_id != group.parent_id:
        _move(group, _parent(parent_id))
    group.name, group.position = name, changes.get("position", group.position)
    group.save(update_fields=["name", "position", "parent", "path"])
    record(actor, "group.changed", subject=("group", group.id), fields=sorted(changes))


def _move(group: Group, parent: Group | None) -> None:
    if parent is not None and parent.path.startswith(group.path):
        raise IN_ITSELF()
    former, group.parent, group.path = group.path, parent, _path(parent, group.id)
    for row in Group.objects.select_for_update().filter(path__startswith=former).exclude(id=group.id):
        row.path = group.path + row.path.removeprefix(former)
        if row.path.count("/") > DEEPEST + 1:
            raise TOO_DEEP(depth=DEEPEST)
        row.save(update_fields=["path"])


@transaction.atomic
def delete(actor: Actor, group_id: int) -> None:
    """Delete a group nothing is in."""
    actor.require(rights.GROUPS)
    group = _load(group_id)
    if Group.objects.filter(parent=group).exists() or GroupMember.objects.filter(group=group).exists():
        raise NOT_EMPTY()
    record(actor, "group.deleted", subject=("group", group.id), details={"name": group.name})
    group.delete()


def _load(group_id: int) -> Group:
    group = Group.objects.select_for_update().filter(id=group_id).first()
    if group is None:
        raise NOT_FOUND()
    return group


def group_ids_named(actor: Actor, names: Iterable[str]) -> dict[str, int]:
    """Ids of groups by name ("A / B" is B below A); missing ones are made. For imports, inside their transaction."""
    return {name: found for name in sorted(set(names)) if (found := _named(actor, name)) is not None}


@transaction.atomic
def _named(actor: Actor, name: str) -> int | None:
    parent: Group | None = None
    for part in name.split("/"):
        clean = " ".join(storable(part).split())[:128]
        if not clean:
            continue
        group = Group.objects.filter(parent=parent, name=clean).first()
        if group is None:
            own_id = new_id()
            group = Group.objects.create(id=own_id, parent=parent, name=clean, path=_path(parent, own_id))
            record(actor, "group.created", subject=("group", group.id))
        parent = group
    return parent.id if parent else None


def resolve(group_ids: Iterable[int]) -> list[int]:
    """The ids, all of which exist."""
    wanted = set(group_ids)
    if Group.objects.filter(id__in=wanted).count() != len(wanted):
        raise UNKNOWN_GROUP()
    return sorted(wanted)


def put(actor: Actor, customer_id: int, group_ids: Iterable[int]) -> Customer:
    """Put a customer into exactly these groups."""
    actor.require(rights.EDIT)
    wanted = resolve(group_ids)
    return _with_groups(actor, customer_id, lambda _: wanted)


def add(actor: Actor, customer_id: int, group_ids: Iterable[int]) -> Customer:
    """Put a customer into further groups."""
    wanted = resolve(group_ids)
    return _with_groups(actor, customer_id, lambda has: sorted({*has, *wanted}))


def _with_groups(actor: Actor, customer_id: int, choose: Callable[[list[int]], list[int]]) -> Customer:
    def step(target: parts.Target) -> None:
        target.policy.require_editable("groups")
        target.content.group_ids = choose(target.content.group_ids)

    return parts.change(actor, customer_id, step)
