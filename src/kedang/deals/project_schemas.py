"""Shapes of requests and answers about projects and changes of need. Texts are null for whoever may not read notes."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from kedang.deals.kinds import ProjectState
from kedang.deals.schemas import CountOut, In, Line, Person, Text, VersionIn
from kedang.kit.doors import Id, IdIn

Few = Annotated[int, Field(ge=-1_000, le=1_000)]


class ProjectIn(In):
    """Work that was agreed with a customer. `owner_id` null: oneself."""

    name: Line
    goal: Text = ""
    owner_id: IdIn | None = None
    opportunity_id: IdIn | None = None
    starts_on: date | None = None
    due_on: date | None = None


class SomeChanges(VersionIn):
    """What is to be otherwise; what is not sent stays, null takes away what need not be."""

    def given(self) -> dict[str, Any]:
        """What was sent; null only where it may stand."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return {name: value for name, value in sent.items() if value is not None or name in self.clearable()}

    @classmethod
    def clearable(cls) -> tuple[str, ...]:
        """What null takes away."""
        return ("opportunity_id", "project_id", "starts_on", "due_on")


class ProjectChangesIn(SomeChanges):
    """What is to be otherwise with a project; null takes a day or the opportunity away."""

    name: Line | None = None
    goal: Text | None = None
    owner_id: IdIn | None = None
    opportunity_id: IdIn | None = None
    progress: Few | None = None
    starts_on: date | None = None
    due_on: date | None = None


class ProjectStateIn(VersionIn):
    """The state it is in now."""

    state: ProjectState


class FeedbackIn(VersionIn):
    """What the customer says, from 1 to 5 and in words. `on` null: today."""

    score: Few
    words: Text = ""
    on: date | None = None


class MilestoneIn(In):
    """A point to reach by a day."""

    title: Line
    due_on: date


class MilestoneChangesIn(VersionIn):
    """What is to be otherwise with a milestone."""

    title: Line | None = None
    due_on: date | None = None


class TickIn(VersionIn):
    """Whether it is reached."""

    done: bool


class ProblemIn(In):
    """Something in the way."""

    title: Line


class ProblemChangesIn(VersionIn):
    """What is to be otherwise with a problem."""

    title: Line | None = None
    solution: Text | None = None


class SolveIn(VersionIn):
    """Whether it is solved, and how."""

    solved: bool
    solution: Text = ""


class NeedIn(In):
    """What is needed now, and what was before. `at` null: now."""

    after: Text
    before: Text = ""
    cause: Text = ""
    source: Text = ""
    at: AwareDatetime | None = None
    project_id: IdIn | None = None
    opportunity_id: IdIn | None = None


class NeedChangesIn(SomeChanges):
    """What is to be otherwise with a change of need; null takes a link away."""

    after: Text | None = None
    before: Text | None = None
    cause: Text | None = None
    source: Text | None = None
    at: AwareDatetime | None = None
    project_id: IdIn | None = None
    opportunity_id: IdIn | None = None


class ProjectOut(BaseModel):
    """A project. `next_due`: when its next milestone, or else itself, is due; `late`: how many milestones are."""

    id: Id
    customer_id: Id
    customer_number: str
    customer_name: str
    name: str | None
    goal: str | None
    owner: Person | None
    opportunity_id: Id | None
    state: ProjectState
    progress: int
    starts_on: date | None
    due_on: date | None
    next_due: date | None
    next: str | None
    milestones: int
    done: int
    late: int
    problems: int
    score: int | None
    feedback: str | None
    feedback_on: date | None
    ended_at: datetime | None
    version: int
    editable: bool


class MilestoneOut(BaseModel):
    """A milestone."""

    id: Id
    title: str | None
    due_on: date
    done_at: datetime | None
    done_by: Person | None
    version: int


class ProblemOut(BaseModel):
    """A problem."""

    id: Id
    title: str | None
    solution: str | None
    created_at: datetime
    created_by: Person | None
    solved_at: datetime | None
    solved_by: Person | None
    version: int


class NeedOut(BaseModel):
    """A change of need. `project` and `opportunity`: what they are called, null for whoever may not read it."""

    id: Id
    before: str | None
    after: str | None
    cause: str | None
    source: str | None
    at: datetime
    by: Person | None
    project_id: Id | None
    project: str | None
    opportunity_id: Id | None
    opportunity: str | None
    version: int
    editable: bool


class MilestoneReached(BaseModel):
    """A milestone that was reached."""

    id: Id
    title: str | None
    project_id: Id
    project: str | None
    due_on: date
    at: datetime
    by: Person | None


class ProjectWhole(BaseModel):
    """One project with milestones by day, problems (open ones first) and the changes of need about it."""

    project: ProjectOut
    milestones: list[MilestoneOut]
    problems: list[ProblemOut]
    needs: list[NeedOut]


class CustomerProjects(BaseModel):
    """A customer's projects (open ones first) and changes of need (the latest first)."""

    projects: list[ProjectOut]
    needs: list[NeedOut]
    editable: bool


class ProjectPage(BaseModel):
    """Some projects."""

    rows: list[ProjectOut]
    next: str | None
    count: CountOut
