"""Shapes of requests and answers about cases, queues and settings. Ids are strings outside."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.service.improvement_schemas import CountOut, ImprovementOut, Person
from kedang.service.kinds import Channel, Kind, MoveName, Pressing, Priority, State, StepKind

Text = Annotated[str, Field(max_length=100_000)]
Line = Annotated[str, Field(max_length=500)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Minutes = Annotated[int, Field(ge=0, le=2**31 - 1)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class CaseIn(In):
    """What a customer came with. Neither colleague nor queue: to the queue of its kind, or to oneself."""

    kind: Kind
    title: Line
    text: Text = ""
    channel: Channel = "phone"
    priority: Priority = "normal"
    assignee_id: IdIn | None = None
    queue_id: IdIn | None = None


class CaseChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    kind: Kind | None = None
    title: Line | None = None
    text: Text | None = None
    channel: Channel | None = None
    priority: Priority | None = None

    def given(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude_none=True, exclude={"version"})


class SeenIn(In):
    """The version that was seen."""

    version: Version


class HandOverIn(In):
    """To a colleague or to a queue, and why."""

    version: Version
    why: Text
    assignee_id: IdIn | None = None
    queue_id: IdIn | None = None


class CaseMoveIn(In):
    """A move and what comes with it: how it was solved, why it waits or is reopened; closing takes a reason, what caused it, and, where
    the customer was asked, how satisfied they are (1 to 5) and their words."""

    version: Version
    move: MoveName
    text: Text = ""
    reason: Line = ""
    cause: Text = ""
    score: Minutes | None = None
    words: Text = ""


class AnswerIn(In):
    """The customer has been answered."""

    version: Version
    text: Text = ""


class CommentIn(In):
    """Something for colleagues."""

    text: Text


class SatisfactionIn(In):
    """From 1 to 5, and in the customer's words."""

    version: Version
    score: Minutes
    words: Text = ""


class Named(BaseModel):
    """A queue, as one chooses it."""

    id: Id
    name: str


class ReasonChoice(BaseModel):
    """A closing reason in the reader's language."""

    code: str
    label: str


class ServiceChoices(BaseModel):
    """What can be chosen on a case. `reasons` holds those out of use too, for cases that have them; `closing` can be chosen."""

    queues: list[Named]
    reasons: list[ReasonChoice]
    closing: list[str]


class Clock(BaseModel):
    """The clock of a case. `left_minutes` of working time until what is due next, or while it stands still until the solution; below
    zero: so much too late; null once it has ended. `pressing`: late, soon (a quarter of the target is left), calm, paused, ended."""

    running: bool
    pressing: Pressing
    first_due_at: datetime
    first_late: bool
    solve_due_at: datetime
    solve_late: bool
    left_minutes: int | None


class CaseOut(BaseModel):
    """A case. `title` is null for whoever may not read notes; `due_at` is what is due next, null while nothing is."""

    id: Id
    number: str
    kind: Kind
    channel: Channel
    priority: Priority
    state: State
    title: str | None
    assignee: Person | None
    queue: Named | None
    opened_at: datetime
    opened_by: Person | None
    due_at: datetime | None
    overdue: bool
    clock: Clock
    answered_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    reason: str
    satisfaction: int | None
    version: int
    mine: bool


class ListedCase(CaseOut):
    """A case with the customer it is about."""

    customer_id: Id
    customer_number: str
    customer_name: str
    customer_level: str


class CasePage(BaseModel):
    """Some cases."""

    rows: list[ListedCase]
    next: str | None
    count: CountOut


class CaseStepOut(BaseModel):
    """Something that happened to a case; `text` is null for whoever may not read notes."""

    id: Id
    kind: StepKind
    at: datetime
    by: Person | None
    to: str
    text: str | None


class OpenedCase(ListedCase):
    """A case with everything about it. `moves`: where it can go from here, for whoever may handle it."""

    text: str | None
    solution: str | None
    cause: str | None
    voice: str | None
    steps: list[CaseStepOut]
    improvements: list[ImprovementOut]
    moves: list[MoveName]
    takeable: bool
    editable: bool


class CustomerCases(BaseModel):
    """A customer's latest cases; `open` of them are not solved yet."""

    cases: list[CaseOut]
    open: int
    editable: bool


class CaseMoment(BaseModel):
    """A case in a timeline: what became of it then."""

    case_id: Id
    number: str
    kind: Kind
    what: StepKind
    title: str | None
    by: Person | None


class CaseMade(BaseModel):
    """What was made."""

    id: Id


class QueueIn(In):
    """A queue as it shall be; `version` is the one that was seen, for a change."""

    name: Line
    kinds: Annotated[list[Kind], Field(max_length=3)] = []
    member_ids: Annotated[list[IdIn], Field(max_length=1000)] = []
    active: bool = True
    version: Version = 0


class QueueOut(BaseModel):
    """A queue with its members."""

    id: Id
    name: str
    kinds: list[Kind]
    members: list[Person]
    active: bool
    version: int


class TargetLine(In):
    """Working minutes until the first answer and until the solution."""

    kind: Kind
    priority: Priority
    first: Minutes
    solve: Minutes


class ReasonLine(In):
    """A closing reason; a new one has no code yet."""

    code: Line = ""
    zh: Line
    en: Line = ""
    active: bool = True


class ServiceSettingsIn(In):
    """Everything as it shall be; `version` is the one that was seen."""

    targets: Annotated[list[TargetLine], Field(max_length=50)]
    reasons: Annotated[list[ReasonLine], Field(max_length=200)]
    version: Version


class ServiceSettingsOut(BaseModel):
    """Targets and closing reasons. Version 0: as shipped."""

    targets: list[TargetLine]
    reasons: list[ReasonLine]
    version: int


class ServiceNow(BaseModel):
    """How many stand open at this moment."""

    open: int
    overdue: int
    unassigned: int
    waiting: int
    improvements: int
    improvements_overdue: int


class ServiceMonth(BaseModel):
    """What was opened of a kind in a month (as 202611), and how that went; times in working minutes, null where nothing happened."""

    month: int
    kind: Kind
    opened: int
    solved: int
    answered_late: int
    solved_late: int
    answer_minutes: int | None
    solve_minutes: int | None
    rated: int
    satisfaction: float | None


class ServiceReason(BaseModel):
    """Why cases of these months were closed, how many, and how satisfied their customers are."""

    code: str
    label: str
    closed: int
    satisfaction: float | None


class ServiceFigures(BaseModel):
    """Now, the last months, the latest first, and why their cases were closed, the most frequent first."""

    now: ServiceNow
    months: list[ServiceMonth]
    reasons: list[ServiceReason]


class CasesInQueue(BaseModel):
    """How many wait in a queue for somebody to take them, and how many of these are late."""

    id: Id
    name: str
    waiting: int
    overdue: int


class CasesWaiting(BaseModel):
    """How many open cases one has, how many of them are late, and what waits in one's queues. `capped`: at least so many."""

    mine: int
    overdue: int
    queues: list[CasesInQueue]
    capped: bool
