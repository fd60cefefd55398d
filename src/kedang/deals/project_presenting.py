"""Projects and changes of need as they go out."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kedang.archive.policy import policy_for
from kedang.deals import project_listing, project_reading
from kedang.deals import project_schemas as out
from kedang.deals.bodies import Texts
from kedang.deals.models import NEVER, Milestone, Problem
from kedang.deals.presenting import person
from kedang.deals.project_reading import NeedRead, ProjectRead
from kedang.deals.schemas import CountOut
from kedang.kit.actor import Actor


def of_customer(actor: Actor, customer_id: int) -> out.CustomerProjects:
    """One customer's projects and changes of need."""
    found = project_reading.of_customer(actor, customer_id)
    return out.CustomerProjects(
        projects=_projects(actor, found.projects), needs=[need(each) for each in found.needs], editable=found.editable
    )


def whole(actor: Actor, customer_id: int, project_id: int) -> out.ProjectWhole:
    """One project with its parts."""
    found = project_reading.one(actor, customer_id, project_id)
    return out.ProjectWhole(
        project=_projects(actor, [found.read])[0],
        milestones=[_milestone(row, texts) for row, texts in found.milestones],
        problems=[_problem(row, texts) for row, texts in found.problems],
        needs=[need(each) for each in found.needs],
    )


def page(
    actor: Actor, *, whose: str, state: str, owner_id: int | None, cursor: str | None, limit: int | None
) -> out.ProjectPage:
    """A page of the list."""
    found = project_listing.listed(actor, whose=whose, state=state, owner_id=owner_id, cursor=cursor, limit=limit)
    count = CountOut(value=found.count, capped=found.capped)
    return out.ProjectPage(rows=_projects(actor, found.reads), next=found.next, count=count)


def need(found: NeedRead) -> out.NeedOut:
    """A change of need."""
    row, texts = found.row, found.texts or {}
    return out.NeedOut(
        id=str(row.id),
        before=texts.get("before"),
        after=texts.get("after"),
        cause=texts.get("cause"),
        source=texts.get("source"),
        at=row.at,
        by=person(row.created_by),
        project_id=_id(row.project_id),
        project=found.project,
        opportunity_id=_id(row.opportunity_id) if found.sees_opportunity else None,
        opportunity=found.opportunity,
        version=row.version,
        editable=found.editable,
    )


def reached(
    rows: Iterable[Milestone], texts: Mapping[int, Texts | None], projects: Mapping[int, str | None]
) -> list[tuple[datetime, out.MilestoneReached]]:
    """Milestones that were reached, each with when."""
    return [
        (
            row.done_at,
            out.MilestoneReached(
                id=str(row.id),
                title=_text(texts[row.id], "title"),
                project_id=str(row.project_id),
                project=projects.get(row.project_id),
                due_on=row.due_on,
                at=row.done_at,
                by=person(row.done_by or 0),
            ),
        )
        for row in rows
        if row.done_at is not None
    ]


def _projects(actor: Actor, reads: Iterable[ProjectRead]) -> list[out.ProjectOut]:
    """Projects with their customers, named as lists show them."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for each in reads:
        name = policy.show("name", each.customer.name)
        row, standing = each.row, each.standing
        plain = ("state", "progress", "starts_on", "due_on", "score", "feedback_on", "ended_at", "version")
        rows.append(
            out.ProjectOut(
                **{key: getattr(row, key) for key in plain},
                **{key: _text(each.texts, key) for key in ("name", "goal", "feedback")},
                id=str(row.id),
                customer_id=str(row.customer_id),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
                owner=person(row.owner_id),
                opportunity_id=_id(each.opportunity_id),
                next_due=None if row.next_due == NEVER else row.next_due,
                next=standing.next,
                milestones=standing.milestones,
                done=standing.done,
                late=standing.late,
                problems=standing.problems,
                editable=each.editable,
            )
        )
    return rows


def _milestone(row: Milestone, texts: Texts | None) -> out.MilestoneOut:
    return out.MilestoneOut(
        id=str(row.id),
        title=_text(texts, "title"),
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=person(row.done_by or 0),
        version=row.version,
    )


def _problem(row: Problem, texts: Texts | None) -> out.ProblemOut:
    return out.ProblemOut(
        id=str(row.id),
        title=_text(texts, "title"),
        solution=_text(texts, "solution"),
        created_at=row.created_at,
        created_by=person(row.created_by),
        solved_at=row.solved_at,
        solved_by=person(row.solved_by or 0),
        version=row.version,
    )


def _text(texts: Texts | None, name: str) -> str | None:
    return texts.get(name, "") if texts is not None else None


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)
