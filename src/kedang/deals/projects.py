"""Projects: entered, changed, started, paused, ended, and what the customer says of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, TypedDict, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from kedang.accounts.rights import Right
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.deals import bodies, rights
from kedang.deals.kinds import OVER
from kedang.deals.models import NEVER, Milestone, OfCustomer, Opportunity, Project
from kedang.deals.opportunities import require_owner
from kedang.deals.sight import open_to
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND, STALE, Refusal
from kedang.vault.keys import key_for

TEXTS = ("name", "goal", "feedback")
PLAIN = ("progress", "starts_on", "due_on", "opportunity_id")
TWENTY_YEARS = timedelta(days=7305)
BAD_PROGRESS = Refusal(
    "deals.progress",
    422,
    "进度为 0 至 100 的整数。没有保存任何改动。",
    "Progress is a whole number from 0 to 100. Nothing was saved.",
)
BAD_SCORE = Refusal(
    "deals.score",
    422,
    "评分为 1 至 5 的整数。没有保存任何改动。",
    "A score is a whole number from 1 to 5. Nothing was saved.",
)
BAD_DAY = Refusal(
    "deals.project_day",
    422,
    "日期应在前后 20 年之内，结束不能早于开始。没有保存任何改动。",
    "A day lies within twenty years, and the end is not before the start. Nothing was saved.",
)
NOT_THEIRS = Refusal(
    "deals.not_theirs",
    422,
    "所选的商机或项目不存在，或属于另一位客户，请刷新后再选。没有保存任何改动。",
    "The chosen opportunity or project does not exist or is another customer's: reload and choose again. Nothing was saved.",
)
Part = TypeVar("Part", bound=OfCustomer)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A project as it is entered; `owner_id` None: oneself."""

    name: str
    goal: str = ""
    owner_id: int | None = None
    opportunity_id: int | None = None
    starts_on: date | None = None
    due_on: date | None = None


@transaction.atomic
def enter(actor: Actor, customer_id: int, draft: ProjectDraft) -> int:
    """Enter a project with a customer; its id."""
    actor.require(rights.RUN_PROJECTS)
    customer = customers.load_for_change(actor, customer_id)
    row = Project(customer=customer, owner_id=actor.id, created_by=actor.id)
    _put(actor, customer, row, asdict(draft))
    row.next_due = row.due_on or NEVER
    texts = {"name": draft.name, "goal": draft.goal, "feedback": ""}
    row.body_enc = bodies.seal(key_for(customer.id), bodies.checked(texts, line="name"), row)
    row.save(force_insert=True)
    record(actor, "project.entered", **about(row, owner=str(row.owner_id)))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, project_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Change what is known of a project; the event keeps former texts, sealed.

    `changes`: any of name, goal, owner_id, opportunity_id, progress, starts_on, due_on; None takes a day or the opportunity away.
    """
    customer, row = load(actor, customer_id, project_id, version=version)
    _put(actor, customer, row, changes)
    settle(row)
    before = reword(row, changes, TEXTS, line="name")
    save(row)
    record(actor, "project.changed", fields=sorted(changes), before=before, **about(row))


@transaction.atomic
def put_state(actor: Actor, customer_id: int, project_id: int, *, state: str, version: int) -> None:
    """Start, pause, finish, cancel a project, or take it up again."""
    _, row = load(actor, customer_id, project_id, version=version)
    if row.state == state:
        return
    former, row.state = row.state, state
    row.ended_at = now() if state in OVER else None
    save(row)
    record(actor, "project.state_set", fields=["state"], **about(row, was=former, state=state))


@transaction.atomic
def take_feedback(
    actor: Actor, customer_id: int, project_id: int, *, score: int, words: str, on: date | None, version: int
) -> None:
    """What the customer says of a project, from 1 to 5 and in words; the latest stands, the event keeps the former words."""
    _, row = load(actor, customer_id, project_id, version=version)
    row.score, row.feedback_on = score, on or today()
    if not 1 <= score <= 5:
        raise BAD_SCORE()
    if row.feedback_on > today() or not _sensible(row.feedback_on):
        raise BAD_DAY()
    before = reword(row, {"feedback": words}, TEXTS, line="name")
    save(row)
    record(actor, "project.feedback", fields=["feedback"], before=before, **about(row, score=str(score)))


def _put(actor: Actor, customer: Customer, row: Project, wanted: Mapping[str, Any]) -> None:
    for name in PLAIN:
        if name in wanted:
            setattr(row, name, wanted[name])
    if not 0 <= row.progress <= 100:
        raise BAD_PROGRESS()
    days = [day for day in (row.starts_on, row.due_on) if day is not None]
    if not all(map(_sensible, days)) or days != sorted(days):
        raise BAD_DAY()
    require_theirs(actor, customer, opportunity_id=wanted.get("opportunity_id"))
    owner = wanted.get("owner_id")
    if owner is not None and owner != row.owner_id:
        require_owner(actor, customer, owner, rights.SEE_PROJECTS)
        row.owner_id = owner


def require_day(day: date) -> None:
    """Refuse a day nobody plans for."""
    if not _sensible(day):
        raise BAD_DAY()


def _sensible(day: date) -> bool:
    return abs(day - today()) <= TWENTY_YEARS


def require_theirs(
    actor: Actor, customer: Customer, *, opportunity_id: int | None = None, project_id: int | None = None
) -> None:
    """Refuse what is another customer's, or what the actor may not see."""
    chosen: tuple[tuple[int | None, Right, QuerySet[Opportunity] | QuerySet[Project]], ...] = (
        (opportunity_id, rights.VIEW, open_to(actor, Opportunity.objects.all())),
        (project_id, rights.SEE_PROJECTS, Project.objects.all()),
    )
    for row_id, right, found in chosen:
        if row_id is None:
            continue
        if not actor.can(right) or not found.filter(id=row_id, customer_id=customer.id).exists():
            raise NOT_THEIRS()


def load(actor: Actor, customer_id: int, project_id: int, *, version: int | None = None) -> tuple[Customer, Project]:
    """A project the actor may change, and its customer, both locked."""
    actor.require(rights.RUN_PROJECTS)
    customer = customers.load_visible(actor, customer_id, lock=True)
    row = locked(Project, customer, project_id)
    if not may_change(actor, customer, row):
        raise DENIED(right=rights.RUN_PROJECTS)
    require_version(row, version)
    return customer, row


def locked(model: type[Part], customer: Customer, row_id: int) -> Part:
    """A row of this customer, locked, or the refusal as if there were none."""
    row = model._default_manager.select_for_update().filter(id=row_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    return row


def require_version(row: OfCustomer, version: int | None) -> None:
    """Refuse whoever saw the row as it is no more."""
    if version is not None and row.version != version:
        raise STALE(version=row.version)


def may_change(actor: Actor, customer: Customer, row: Project, *, reached: bool | None = None) -> bool:
    """Whoever runs the project, and whoever may change the customer. `reached`: whether that is so, where it is known already."""
    if not actor.can(rights.RUN_PROJECTS):
        return False
    if row.owner_id == actor.id:
        return True
    return customers.may_change(actor, customer) if reached is None else reached


def settle(row: Project) -> None:
    """Find anew what of the project is due next."""
    waiting = Milestone.objects.filter(project_id=row.id, done_at__isnull=True)
    row.next_due = waiting.order_by("due_on").values_list("due_on", flat=True).first() or row.due_on or NEVER


def reword(row: OfCustomer, changes: Mapping[str, Any], names: tuple[str, ...], *, line: str = "") -> bytes | None:
    """Say the texts of a row differently; the former ones for the event, sealed, or None when they are as they were."""
    key = key_for(row.customer_id)
    former = bodies.opened(key, row)
    wanted = {name: changes.get(name, former.get(name, "")) for name in names}
    texts = bodies.checked(wanted, line=line)
    row.body_enc = bodies.seal(key, texts, row)
    return bodies.seal_former(key, former, row) if texts != former else None


def save(row: OfCustomer) -> None:
    """Store a changed row under its next version."""
    row.version += 1
    row.updated_at = now()
    row.save()


class About(TypedDict):
    """What an event is about."""

    subject: tuple[str, int]
    details: dict[str, str]


def about(row: Project, **details: str) -> About:
    """A project, in its customer's history."""
    return About(subject=("customer", row.customer_id), details={"project": str(row.id), **details})
