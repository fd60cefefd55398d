"""Shapes of requests and answers about improvements."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.service.kinds import Effect

Text = Annotated[str, Field(max_length=100_000)]
Line = Annotated[str, Field(max_length=500)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
ImprovementState = Literal["open", "done", "closed", "dropped"]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class Person(BaseModel):
    """A colleague."""

    id: Id
    name: str


class CountOut(BaseModel):
    """How many; `capped`: there are more."""

    value: int
    capped: bool


class ImprovementIn(In):
    """What is to be changed, by whom, until when; nobody named: by oneself."""

    title: Line
    text: Text = ""
    due_on: date
    owner_id: IdIn | None = None


class ImprovementChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    title: Line | None = None
    text: Text | None = None
    due_on: date | None = None
    owner_id: IdIn | None = None

    def given(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude_none=True, exclude={"version"})


class EffectIn(In):
    """Whether it had the effect that was wanted, by what one knows, and a document of the customer that shows it."""

    version: Version
    effect: Effect
    proof: Text = ""
    document_id: IdIn | None = None


class ImprovementMoveIn(In):
    """Done, closed with proof, dropped, or taken up again."""

    version: Version
    move: Literal["finish", "close", "drop", "reopen"]


class ImprovementLinkIn(In):
    """Another case it is for."""

    case_id: IdIn


class LinkedCase(BaseModel):
    """A case by its number."""

    id: Id
    number: str


class ProofDocument(BaseModel):
    """A document that shows the effect; `title` is null for whoever may not open it."""

    id: Id
    title: str | None


class ImprovementOut(BaseModel):
    """An improvement. Its words are null for whoever may not read notes."""

    id: Id
    title: str | None
    text: str | None
    proof: str | None
    document: ProofDocument | None
    owner: Person | None
    due_on: date
    state: ImprovementState
    overdue: bool
    effect: Effect
    checked_by: Person | None
    checked_at: datetime | None
    ended_at: datetime | None
    cases: list[LinkedCase]
    customer_id: Id
    customer_name: str
    version: int
    editable: bool


class ImprovementPage(BaseModel):
    """Some improvements."""

    rows: list[ImprovementOut]
    next: str | None
    count: CountOut
