"""Shapes of requests and answers about unusual access."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id
from kedang.oversight.figures import HIGHEST, MOST_TIMES

State = Literal["open", "explained", "confirmed"]
RuleCode = Literal["rows", "outside", "browsing", "guessing", "canary", "elsewhere", "leaving", "token"]


class In(BaseModel):
    """A body. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class OversightPerson(BaseModel):
    """Somebody by name."""

    id: Id
    name: str


class UnusualOut(BaseModel):
    """One hit. `own`: it is about the reader, who cannot judge it; `by_token`: a program of that person did it."""

    id: Id
    rule: RuleCode
    text: str
    person: OversightPerson
    by_token: bool
    since: datetime
    until: datetime
    found_at: datetime
    amount: int
    threshold: int
    state: State
    own: bool
    judged_by: OversightPerson | None
    judged_at: datetime | None
    note: str


class UnusualPage(BaseModel):
    """Hits, newest first."""

    rows: list[UnusualOut]
    next: str | None


class UnusualCount(BaseModel):
    """How many wait; a hundred means that many or more."""

    open: int


class UnusualRuleCount(BaseModel):
    """A rule and how often it was hit."""

    rule: RuleCode
    text: str
    count: int


class UnusualPersonCount(BaseModel):
    """Somebody and how often rules were hit."""

    person: OversightPerson
    count: int


class UnusualWeek(BaseModel):
    """The last seven days."""

    open: int
    explained: int
    confirmed: int
    rules: list[UnusualRuleCount]
    people: list[UnusualPersonCount]


class UnusualJudgeIn(In):
    """What it was, and how one knows."""

    verdict: Literal["explained", "confirmed"]
    note: Annotated[str, Field(max_length=5_000)]


class UnusualRuleOut(BaseModel):
    """A rule as it is set. `factor` 0: it asks nothing about the past."""

    rule: RuleCode
    text: str
    span: Literal["hour", "day"]
    active: bool
    floor: int
    factor: int


class UnusualRulesOut(BaseModel):
    """All rules."""

    rules: list[UnusualRuleOut]
    version: int


class UnusualRuleIn(In):
    """A rule as it shall be."""

    rule: RuleCode
    active: bool
    floor: Annotated[int, Field(ge=1, le=HIGHEST)]
    factor: Annotated[int, Field(ge=0, le=MOST_TIMES)] = 0


class UnusualRulesIn(In):
    """All rules as they shall be; what is left out is as it shipped."""

    rules: Annotated[list[UnusualRuleIn], Field(max_length=50)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]

    def stated(self) -> dict[str, dict[str, int | bool]]:
        """By rule."""
        return {each.rule: {"active": each.active, "floor": each.floor, "factor": each.factor} for each in self.rules}


class CanaryOut(BaseModel):
    """A mark, without saying whom it means."""

    id: Id
    by: OversightPerson
    at: datetime


class CanariesOut(BaseModel):
    """The marks there are."""

    marks: list[CanaryOut]


class CanaryIn(In):
    """The archive number of an invented customer."""

    number: Annotated[str, Field(min_length=1, max_length=40)]


class CanaryMade(BaseModel):
    """The new mark."""

    id: Id
