"""Projects and changes of need as the actor may read them: whoever sees the customer and may see projects knows that there is one and
how it stands; what is written about it follows the field `notes`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.deals import rights
from kedang.deals.bodies import Texts
from kedang.deals.models import Milestone, NeedChange, OfCustomer, Opportunity, Problem, Project
from kedang.deals.projects import may_change
from kedang.deals.reading import granted_to, texts_of
from kedang.deals.sight import open_to
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND

MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How a project stands: its milestones, how many are done and late, the one that is next, and the problems that are open."""

    milestones: int = 0
    done: int = 0
    late: int = 0
    next: str | None = None
    problems: int = 0


@dataclass(frozen=True, slots=True)
class ProjectRead:
    """A project and whom it is about; `texts` None when the reader may not have them, `opportunity_id` None also where they may not
    see the opportunity it came of."""

    row: Project
    customer: Customer
    texts: Texts | None
    standing: Standing
    opportunity_id: int | None
    editable: bool


@dataclass(frozen=True, slots=True)
class NeedRead:
    """A change of need; the names of what it belongs to where they may be read. Whoever may not see the opportunity does not learn that
    it belongs to one."""

    row: NeedChange
    texts: Texts | None
    project: str | None
    opportunity: str | None
    sees_opportunity: bool
    editable: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """One project with its parts, as (row, texts)."""

    read: ProjectRead
    milestones: list[tuple[Milestone, Texts | None]]
    problems: list[tuple[Problem, Texts | None]]
    needs: list[NeedRead]


@dataclass(frozen=True, slots=True)
class OfOne:
    """A customer's projects, the open ones first, its changes of need, the latest first; and whether another may be entered."""

    projects: list[ProjectRead]
    needs: list[NeedRead]
    editable: bool


def read_projects(actor: Actor, rows: list[Project]) -> list[ProjectRead]:
    """These projects as far as their customers are in sight, recorded as a look at a list."""
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["projects"])
    return _read(actor, [row for row in rows if row.customer_id in seen], seen)


def of_customer(actor: Actor, customer_id: int) -> OfOne:
    """The projects and changes of need of one customer."""
    customer = _opened(actor, customer_id)
    rows = list(Project.objects.filter(customer_id=customer.id).order_by("-id")[:MOST])
    rows.sort(key=lambda row: (row.ended_at is not None, row.next_due))
    needs = list(NeedChange.objects.filter(customer_id=customer.id).order_by("-at", "-id")[:MOST])
    return OfOne(
        _read(actor, rows, {customer.id: customer}), read_needs(actor, customer, needs), _may_enter(actor, customer)
    )


def one(actor: Actor, customer_id: int, project_id: int) -> Whole:
    """One project with its milestones by day, its problems, the open ones first, and the changes of need about it."""
    customer = _opened(actor, customer_id)
    row = Project.objects.filter(id=project_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    milestones = list(Milestone.objects.filter(project_id=row.id, customer_id=customer.id).order_by("due_on", "id"))
    problems = Problem.objects.filter(project_id=row.id, customer_id=customer.id)
    found = list(problems.order_by(F("solved_at").desc(nulls_first=True), "-id"))
    needs = list(NeedChange.objects.filter(customer_id=customer.id, project_id=row.id).order_by("-at", "-id")[:MOST])
    parts = texts_with(actor, customer, [*milestones, *found])
    return Whole(
        _read(actor, [row], {customer.id: customer})[0],
        [(each, parts[each.id]) for each in milestones],
        [(each, parts[each.id]) for each in found],
        read_needs(actor, customer, needs),
    )


def read_needs(actor: Actor, customer: Customer, rows: list[NeedChange]) -> list[NeedRead]:
    """Changes of need of a customer that is seen, with the names of what they belong to."""
    if not rows:
        return []
    texts = texts_with(actor, customer, rows)
    projects = names_of(actor, customer, [row.project_id for row in rows if row.project_id])
    sees = actor.can(rights.VIEW)
    sought = [row.opportunity_id for row in rows if row.opportunity_id and sees]
    opportunities = _named(actor, customer, open_to(actor, Opportunity.objects.filter(id__in=sought)), "title")
    editable = _may_enter(actor, customer)
    return [
        NeedRead(
            row=row,
            texts=texts[row.id],
            project=projects.get(row.project_id or 0),
            opportunity=opportunities.get(row.opportunity_id or 0),
            sees_opportunity=row.opportunity_id in opportunities,
            editable=editable,
        )
        for row in rows
    ]


def names_of(actor: Actor, customer: Customer, project_ids: Iterable[int]) -> dict[int, str | None]:
    """What projects of a customer that is seen are called, where that may be read."""
    return _named(actor, customer, Project.objects.filter(id__in=set(project_ids)), "name")


def texts_with(actor: Actor, customer: Customer, rows: Iterable[OfCustomer]) -> dict[int, Texts | None]:
    """The texts of rows of one customer that is seen."""
    return texts_of(actor, rows, {customer.id: customer}, granted_to(actor, [customer.id]))


def _named(
    actor: Actor, customer: Customer, rows: QuerySet[Project] | QuerySet[Opportunity], text: str
) -> dict[int, str | None]:
    """Rows of the customer by one of their texts."""
    found = texts_with(actor, customer, list(rows.filter(customer_id=customer.id)))
    return {row_id: texts[text] if texts else None for row_id, texts in found.items()}


def _opened(actor: Actor, customer_id: int) -> Customer:
    actor.require(rights.SEE_PROJECTS)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    record_read(actor, "projects.read", customer_ids=[customer.id])
    return customer


def _may_enter(actor: Actor, customer: Customer) -> bool:
    return customer.trashed_at is None and actor.can(rights.RUN_PROJECTS) and customers.may_change(actor, customer)


def _read(actor: Actor, rows: list[Project], seen: Mapping[int, Customer]) -> list[ProjectRead]:
    if not rows:  # most customers have none, and their pages need not work out how none of them stand
        return []
    granted = granted_to(actor, seen)
    texts = texts_of(actor, rows, seen, granted)
    standings = _standings(actor, [row.id for row in rows], seen, granted)
    opportunities = _seen_of(actor, [row.opportunity_id for row in rows if row.opportunity_id is not None])
    found = []
    for row in rows:
        customer = seen[row.customer_id]
        reached = customers.in_reach(actor, customer) or granted.get(customer.id) == "edit"
        editable = customer.trashed_at is None and may_change(actor, customer, row, reached=reached)
        came_of = row.opportunity_id if row.opportunity_id in opportunities else None
        found.append(ProjectRead(row, customer, texts[row.id], standings[row.id], came_of, editable))
    return found


def _seen_of(actor: Actor, opportunity_ids: list[int]) -> set[int]:
    """Those of these opportunities that the actor may see, who sees their customers."""
    if not opportunity_ids or not actor.can(rights.VIEW):
        return set()
    found = open_to(actor, Opportunity.objects.filter(id__in=opportunity_ids))
    return set(found.values_list("id", flat=True))


def _standings(
    actor: Actor, ids: list[int], seen: Mapping[int, Customer], granted: Mapping[int, str]
) -> dict[int, Standing]:
    """How projects stand, in two questions whatever their number."""
    by_project: dict[int, list[Milestone]] = {row_id: [] for row_id in ids}
    rows = Milestone.objects.filter(project_id__in=ids, customer_id__in=list(seen)).order_by("due_on", "id")
    for milestone in rows:
        by_project[milestone.project_id].append(milestone)
    waiting = {row_id: [m for m in found if m.done_at is None] for row_id, found in by_project.items()}
    titles = texts_of(actor, [found[0] for found in waiting.values() if found], seen, granted)
    open_problems = Problem.objects.filter(project_id__in=ids, solved_at__isnull=True)
    problems = dict(open_problems.values_list("project_id").annotate(Count("id")).order_by())
    standings = {}
    for row_id, found in by_project.items():
        ahead = waiting[row_id]
        texts = titles[ahead[0].id] if ahead else None
        standings[row_id] = Standing(
            milestones=len(found),
            done=len(found) - len(ahead),
            late=sum(m.due_on < today() for m in ahead),
            next=texts["title"] if texts else None,
            problems=problems.get(row_id, 0),
        )
    return standings
