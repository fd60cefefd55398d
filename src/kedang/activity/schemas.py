"""Shapes of requests and answers about activity. Ids are strings outside."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kedang.activity.kinds import Direction, Kind, Outcome
from kedang.kit.doors import Id, IdIn

Text = Annotated[str, Field(max_length=100_000)]
Names = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=100)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Minutes = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self, *nullable: str) -> dict[str, Any]:
        """What is to be otherwise: nothing that was not sent, and null only where it means something."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return {name: value for name, value in sent.items() if value is not None or name in nullable}


class FollowUpIn(In):
    """Something to be done. `assignee_id` null: by oneself."""

    kind: Kind
    due_at: AwareDatetime
    text: Text = ""
    assignee_id: IdIn | None = None


class InteractionIn(In):
    """Something that happened. `finishes`: the follow-up it fulfils; `follows`: the next step agreed in it."""

    kind: Kind
    text: Text = ""
    direction: Direction = ""
    outcome: Outcome = ""
    at: AwareDatetime | None = None
    minutes: Minutes | None = None
    people: Names = []
    finishes: IdIn | None = None
    follows: FollowUpIn | None = None


class InteractionChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    kind: Kind | None = None
    text: Text | None = None
    direction: Direction | None = None
    outcome: Outcome | None = None
    at: AwareDatetime | None = None
    minutes: Minutes | None = None
    people: Names | None = None


class FollowUpChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    kind: Kind | None = None
    due_at: AwareDatetime | None = None
    text: Text | None = None
    assignee_id: IdIn | None = None


class VersionIn(In):
    """The version that was seen."""

    version: Version


class Person(BaseModel):
    """A colleague."""

    id: Id
    name: str


class InteractionOut(BaseModel):
    """Something that happened. `text` and `people` are null for whoever may not read notes."""

    id: Id
    kind: str
    direction: str
    outcome: str
    at: datetime
    minutes: int | None
    by: Person | None
    text: str | None
    people: list[str] | None
    updated_at: datetime
    version: int
    mine: bool
    pinned: bool


class FollowUpOut(BaseModel):
    """Something to be done; `text` is null for whoever may not read notes."""

    id: Id
    kind: str
    due_at: datetime
    assignee: Person | None
    state: str
    ended_at: datetime | None
    text: str | None
    version: int
    mine: bool


class ActivityOut(BaseModel):
    """What was done with a customer, the latest first; with the first page, what is to be done, the earliest first.
    `more_follow_ups`: more is to be done than is listed."""

    interactions: list[InteractionOut]
    follow_ups: list[FollowUpOut]
    more_follow_ups: bool
    next: str | None
    editable: bool


class Made(BaseModel):
    """What was made."""

    id: Id


class ListedFollowUp(FollowUpOut):
    """A follow-up with the customer it is about."""

    customer_id: Id
    customer_number: str
    customer_name: str
    customer_level: str


class FollowUpCount(BaseModel):
    """How many; `capped`: there are more."""

    value: int
    capped: bool


class FollowUpPage(BaseModel):
    """Some follow-ups."""

    rows: list[ListedFollowUp]
    next: str | None
    count: FollowUpCount


class LoadOut(BaseModel):
    """What somebody has to do."""

    person: Person
    overdue: int
    today: int
    week: int
    later: int


class WeekOut(BaseModel):
    """One's own last seven days: contacts that reached somebody, follow-ups done."""

    contacts: int
    done: int
