"""The milestones of a project: planned, changed, reached, dropped."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from kedang.deals import bodies
from kedang.deals.models import Milestone, Project
from kedang.deals.projects import about, load, locked, require_day, require_version, reword, save, settle
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import key_for

MOST = 100
TOO_MANY = Refusal(
    "deals.too_many_milestones",
    409,
    f"一个项目最多 {MOST} 个里程碑。没有添加；请合并相近的，或另建一个项目。",
    f"A project has up to {MOST} milestones. Nothing was added; join those that are close, or enter another project.",
)


@transaction.atomic
def plan(actor: Actor, customer_id: int, project_id: int, *, title: str, due_on: date) -> int:
    """Add a milestone to a project; its id."""
    customer, project = load(actor, customer_id, project_id)
    require_day(due_on)
    if Milestone.objects.filter(project_id=project.id).count() >= MOST:
        raise TOO_MANY()
    row = Milestone(customer=customer, project_id=project.id, due_on=due_on, created_by=actor.id)
    row.body_enc = bodies.seal(key_for(customer.id), bodies.checked({"title": title}, line="title"), row)
    row.save(force_insert=True)
    _settle(project)
    record(actor, "milestone.planned", **about(project, milestone=str(row.id)))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, milestone_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Call a milestone otherwise or put it on another day. `changes`: any of title, due_on."""
    project, row = _load(actor, customer_id, milestone_id, version=version)
    row.due_on = changes.get("due_on", row.due_on)
    require_day(row.due_on)
    before = reword(row, changes, ("title",), line="title")
    save(row)
    _settle(project)
    record(actor, "milestone.changed", fields=sorted(changes), before=before, **about(project, milestone=str(row.id)))


@transaction.atomic
def tick(actor: Actor, customer_id: int, milestone_id: int, *, done: bool, version: int) -> None:
    """A milestone is reached, or is not after all."""
    project, row = _load(actor, customer_id, milestone_id, version=version)
    if (row.done_at is not None) == done:
        return
    row.done_at, row.done_by = (now(), actor.id) if done else (None, None)
    save(row)
    _settle(project)
    record(actor, "milestone.reached" if done else "milestone.reopened", **about(project, milestone=str(row.id)))


@transaction.atomic
def drop(actor: Actor, customer_id: int, milestone_id: int, *, version: int) -> None:
    """Take a milestone away; the event keeps what it was called, sealed."""
    project, row = _load(actor, customer_id, milestone_id, version=version)
    key = key_for(row.customer_id)
    before = bodies.seal_former(key, bodies.opened(key, row), row)
    row.delete()
    _settle(project)
    record(actor, "milestone.dropped", before=before, **about(project, milestone=str(milestone_id)))


def _load(actor: Actor, customer_id: int, milestone_id: int, *, version: int) -> tuple[Project, Milestone]:
    project_id = Milestone.objects.filter(id=milestone_id, customer_id=customer_id).values_list("project_id", flat=True)
    customer, project = load(actor, customer_id, project_id.first() or 0)
    row = locked(Milestone, customer, milestone_id)
    require_version(row, version)
    return project, row


def _settle(project: Project) -> None:
    """The project's own version stays: nobody who edits it is disturbed."""
    settle(project)
    project.save(update_fields=["next_due"])
