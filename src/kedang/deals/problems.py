"""What stands in a project's way: written down, changed, solved."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kedang.deals import bodies
from kedang.deals.models import Problem, Project
from kedang.deals.projects import about, load, locked, require_version, reword, save
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import key_for

MOST = 500
TEXTS = ("title", "solution")
TOO_MANY = Refusal(
    "deals.too_many_problems",
    409,
    f"一个项目最多记录 {MOST} 个问题。没有添加。",
    f"A project keeps up to {MOST} problems. Nothing was added.",
)


@transaction.atomic
def note(actor: Actor, customer_id: int, project_id: int, *, title: str) -> int:
    """Write down what stands in a project's way; its id."""
    customer, project = load(actor, customer_id, project_id)
    if Problem.objects.filter(project_id=project.id).count() >= MOST:
        raise TOO_MANY()
    row = Problem(customer=customer, project_id=project.id, created_by=actor.id)
    texts = bodies.checked({"title": title, "solution": ""}, line="title")
    row.body_enc = bodies.seal(key_for(customer.id), texts, row)
    row.save(force_insert=True)
    record(actor, "problem.noted", **about(project, problem=str(row.id)))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, problem_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Say a problem or its solution differently. `changes`: any of title, solution."""
    project, row = _load(actor, customer_id, problem_id, version=version)
    before = reword(row, changes, TEXTS, line="title")
    save(row)
    record(actor, "problem.changed", fields=sorted(changes), before=before, **about(project, problem=str(row.id)))


@transaction.atomic
def solve(actor: Actor, customer_id: int, problem_id: int, *, solved: bool, solution: str, version: int) -> None:
    """A problem is solved, and how; or it is there again, and what was tried stays."""
    project, row = _load(actor, customer_id, problem_id, version=version)
    if (row.solved_at is not None) == solved:
        return
    row.solved_at, row.solved_by = (now(), actor.id) if solved else (None, None)
    before = reword(row, {"solution": solution}, TEXTS, line="title") if solved else None
    save(row)
    record(
        actor, "problem.solved" if solved else "problem.reopened", before=before, **about(project, problem=str(row.id))
    )


def _load(actor: Actor, customer_id: int, problem_id: int, *, version: int) -> tuple[Project, Problem]:
    project_id = Problem.objects.filter(id=problem_id, customer_id=customer_id).values_list("project_id", flat=True)
    customer, project = load(actor, customer_id, project_id.first() or 0)
    row = locked(Problem, customer, problem_id)
    require_version(row, version)
    return project, row
