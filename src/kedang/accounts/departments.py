"""The tree of departments. What must follow when a branch moves or goes is said in `branches`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kedang.accounts.branches import following, is_kept
from kedang.accounts.branches import keeps_department as keeps_department
from kedang.accounts.branches import on_department_moved as on_department_moved
from kedang.accounts.models import Department, User
from kedang.accounts.policy import bump
from kedang.accounts.rights import DEPARTMENTS_MANAGE
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal

DEPTH = 12

NAME_TAKEN = Refusal(
    "department.name_taken", 409, "这里已有名为“{name}”的部门。", "There is a department called “{name}” here already."
)
IN_ITSELF = Refusal(
    "department.in_itself",
    409,
    "部门不能移动到它自己或它的下级之下。",
    "A department cannot be moved below itself.",
)
IN_USE = Refusal(
    "department.in_use",
    409,
    "部门下还有人员、下级部门或客户，请先移走。",
    "The department still has people, departments or customers. Please move them first.",
)
TOO_DEEP = Refusal("department.too_deep", 409, "部门层级过多。", "The tree of departments is too deep.")


@transaction.atomic
def create_department(actor: Actor, *, name: str, parent_id: int | None) -> Department:
    """Add a department below another, or at the top."""
    actor.require(DEPARTMENTS_MANAGE)
    parent = _parent(parent_id)
    department = Department(name=_free_name(name, parent_id), parent=parent)
    department.path = _path(parent, department.id)
    department.save(force_insert=True)
    bump()
    record(actor, "department.created", subject=("department", department.id))
    return department


@transaction.atomic
def rename_department(actor: Actor, department_id: int, *, name: str) -> Department:
    """Give a department another name."""
    actor.require(DEPARTMENTS_MANAGE)
    department = _locked(department_id)
    if name.strip() == department.name:
        return department
    department.name = _free_name(name, department.parent_id)
    department.save(update_fields=["name"])
    bump()
    record(actor, "department.changed", subject=("department", department.id), fields=["name"])
    return department


@transaction.atomic
def move_department(actor: Actor, department_id: int, *, parent_id: int | None) -> Department:
    """Move a department with everything below it; sight follows at once."""
    actor.require(DEPARTMENTS_MANAGE)
    department = _locked(department_id)
    if parent_id == department.parent_id:
        return department
    parent = _parent(parent_id)
    if parent is not None and parent.path.startswith(department.path):
        raise IN_ITSELF()
    department.parent = parent
    department.name = _free_name(department.name, parent_id)
    branch = _carry(department, _path(parent, department.id))
    bump()
    details = {"to": str(parent_id) if parent_id else None, "departments": len(branch)}
    record(actor, "department.moved", subject=("department", department.id), fields=["parent"], details=details)
    for follow in following():
        follow(actor, branch)
    return department


@transaction.atomic
def change_department(actor: Actor, department_id: int, changes: Mapping[str, Any]) -> Department:
    """Rename (`name`), move (`parent_id`), or both."""
    actor.require(DEPARTMENTS_MANAGE)
    if changes.get("name") is not None:
        rename_department(actor, department_id, name=changes["name"])
    if "parent_id" in changes:
        move_department(actor, department_id, parent_id=changes["parent_id"])
    return _locked(department_id)


@transaction.atomic
def delete_department(actor: Actor, department_id: int) -> None:
    """Delete a department that nobody and nothing is in."""
    actor.require(DEPARTMENTS_MANAGE)
    department = _locked(department_id)
    occupied = (
        Department.objects.filter(parent=department).exists() or User.objects.filter(department=department).exists()
    )
    if occupied or is_kept(department_id):
        raise IN_USE()
    department.delete()
    bump()
    record(actor, "department.deleted", subject=("department", department_id))


def _carry(department: Department, path: str) -> frozenset[int]:
    """Write the new path of a department and of everything below it; returns the whole branch."""
    old = department.path
    below = list(Department.objects.select_for_update().filter(path__startswith=old).exclude(id=department.id))
    department.path = path
    department.save(update_fields=["parent", "path"])
    for row in below:
        row.path = _checked(path + row.path.removeprefix(old))
        row.save(update_fields=["path"])
    return frozenset((department.id, *(row.id for row in below)))


def _path(parent: Department | None, own_id: int) -> str:
    return _checked(f"{parent.path if parent else '/'}{own_id}/")


def _checked(path: str) -> str:
    if path.count("/") > DEPTH + 1:
        raise TOO_DEEP()
    return path


def _parent(parent_id: int | None) -> Department | None:
    if parent_id is None:
        return None
    parent = Department.objects.select_for_update().filter(id=parent_id).first()
    if parent is None:
        raise INVALID(what="parent")
    return parent


def _locked(department_id: int) -> Department:
    department = Department.objects.select_for_update().filter(id=department_id).first()
    if department is None:
        raise NOT_FOUND()
    return department


def _free_name(name: str, parent_id: int | None) -> str:
    name = name.strip()
    if not name or len(name) > 120:
        raise INVALID(what="name")
    if Department.objects.filter(parent_id=parent_id, name=name).exists():
        raise NAME_TAKEN(name=name)
    return name
