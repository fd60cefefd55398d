"""Shapes of requests and answers about deals. Ids are strings outside; amounts are whole numbers of the currency's smallest unit."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kedang.deals.kinds import Currency, LostReason, Source
from kedang.kit.doors import Id, IdIn

Line = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=100_000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Amount = Annotated[int, Field(ge=-(2**62), le=2**62)]
Chance = Annotated[int, Field(ge=-1_000, le=1_000)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """What is to be otherwise: nothing that was not sent or is null."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return {name: value for name, value in sent.items() if value is not None}


class OpportunityIn(In):
    """Business that may come of a customer. `stage_id` null: the first, `probability` null: the stage's, `owner_id` null: oneself."""

    title: Line
    amount: Amount
    currency: Currency = "CNY"
    expected_on: date
    stage_id: IdIn | None = None
    probability: Chance | None = None
    owner_id: IdIn | None = None
    source: Source = ""
    competitors: Text = ""
    next_step: Text = ""


class OpportunityChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    title: Line | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    expected_on: date | None = None
    probability: Chance | None = None
    owner_id: IdIn | None = None
    source: Source | None = None
    competitors: Text | None = None
    next_step: Text | None = None


class VersionIn(In):
    """The version that was seen."""

    version: Version


class MoveIn(VersionIn):
    """The stage it goes to."""

    stage_id: IdIn


class LoseIn(VersionIn):
    """Why nothing came of it."""

    reason: LostReason
    note: Text = ""


class StageIn(In):
    """One stage as it is to be; `id` null: a new one."""

    id: IdIn | None = None
    name_zh: Line
    name_en: Line
    probability: Chance
    retired: bool = False


class StagesIn(VersionIn):
    """All stages in their order."""

    stages: Annotated[list[StageIn], Field(max_length=100)]


class Made(BaseModel):
    """What was made."""

    id: Id


class Person(BaseModel):
    """A colleague."""

    id: Id
    name: str


class StageOut(BaseModel):
    """A stage."""

    id: Id
    name_zh: str
    name_en: str
    probability: int
    retired: bool


class StageSetUp(StageOut):
    """A stage for whoever sets them up; one that was `used` can only be retired."""

    used: bool


class StagesOut(BaseModel):
    """All stages in their order."""

    stages: list[StageSetUp]
    version: int


class OpportunityOut(BaseModel):
    """An opportunity. `title`, `competitors`, `next_step` and `lost_note` are null for whoever may not read notes."""

    id: Id
    customer_id: Id
    title: str | None
    amount: int
    currency: str
    stage_id: Id
    stage_since: datetime
    probability: int
    expected_on: date
    owner: Person | None
    source: str
    state: str
    ended_at: datetime | None
    lost_reason: str
    competitors: str | None
    next_step: str | None
    lost_note: str | None
    version: int
    editable: bool


class ListedOpportunity(OpportunityOut):
    """An opportunity with the customer it is about."""

    customer_number: str
    customer_name: str


class StepOut(BaseModel):
    """What an opportunity went through; `stood`: seconds in the stage it left. `title` is null for whoever may not read notes."""

    id: Id
    opportunity_id: Id
    kind: str
    title: str | None
    from_stage: StageOut | None
    to_stage: StageOut | None
    stood: int | None
    at: datetime
    by: Person | None


class OpportunityWhole(BaseModel):
    """One opportunity and what it went through, the latest first."""

    opportunity: ListedOpportunity
    steps: list[StepOut]
    stages: list[StageOut]


class CustomerOpportunities(BaseModel):
    """A customer's opportunities: open ones first. `more`: there are others."""

    opportunities: list[OpportunityOut]
    stages: list[StageOut]
    editable: bool
    more: bool


class SumOut(BaseModel):
    """How many in one currency, worth how much, and how much of it is to be expected."""

    currency: str
    count: int
    amount: int
    weighted: int


class BoardColumn(BaseModel):
    """A stage of the board with the first of what stands in it."""

    stage: StageOut
    count: int
    sums: list[SumOut]
    cards: list[ListedOpportunity]


class BoardOut(BaseModel):
    """The board."""

    columns: list[BoardColumn]


class CountOut(BaseModel):
    """How many; `capped`: there are more."""

    value: int
    capped: bool


class OpportunityPage(BaseModel):
    """Some opportunities."""

    rows: list[ListedOpportunity]
    next: str | None
    count: CountOut
    stages: list[StageOut]


class MonthOut(BaseModel):
    """What a month lets expect: `2026-11`, `overdue` or `later`."""

    month: str
    sums: list[SumOut]


class ForecastPerson(BaseModel):
    """What somebody's opportunities let expect."""

    person: Person
    sums: list[SumOut]


class ForecastOut(BaseModel):
    """What is to be expected, by month and by person."""

    months: list[MonthOut]
    people: list[ForecastPerson]
