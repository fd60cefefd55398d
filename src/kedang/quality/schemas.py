"""Shapes of quality's requests and answers."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id

Kind = Literal["person", "organisation"]


class In(BaseModel):
    """Unknown keys are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


class Scores(BaseModel):
    """0 to 100; null where there is nothing to measure."""

    overall: int | None
    completeness: int | None
    validity: int | None
    freshness: int | None
    verified: int | None
    uniqueness: int | None


class Named(BaseModel):
    """Somebody or some place."""

    id: Id
    name: str


class FindingOut(BaseModel):
    """One thing to mend; `code` is the field to go to."""

    kind: Literal["missing", "invalid", "stale", "unverified"]
    code: str
    label: str
    weight: int
    since: datetime | None


class CustomerQuality(BaseModel):
    """One customer's quality this moment."""

    scores: Scores
    findings: list[FindingOut]
    suspected: bool
    review_due: date | None
    overdue: bool
    may_review: bool


class WorkRow(BaseModel):
    """One customer with its scores and what to mend."""

    id: Id
    number: str
    name: str
    kind: Kind
    owner: Named | None
    department: Named | None
    version: int
    scores: Scores
    suspected: bool
    findings: list[FindingOut]
    review_due: date | None
    overdue_days: int


class Count(BaseModel):
    """How many; `capped` means at least so many."""

    value: int
    capped: bool


class WorkPage(BaseModel):
    """One page of a work list."""

    rows: list[WorkRow]
    next: str | None
    count: Count


class PartOut(BaseModel):
    """The figures of a department with everything below it, or of an owner; id 0 stands for customers without one."""

    id: str
    name: str
    depth: int
    customers: int
    scores: Scores


class TrendPoint(BaseModel):
    """The figures of one day."""

    day: date
    customers: int
    scores: Scores


class Progress(BaseModel):
    """A computation of everybody's scores that is under way."""

    done: int
    total: int


class FiguresOut(BaseModel):
    """The dashboard. `defects` counts customers: below 60 complete, with invalid, stale or unverified values, suspected to be
    there twice (`uniqueness`), due for review (`review`)."""

    customers: int
    scores: Scores
    defects: dict[str, int]
    trend: list[TrendPoint]
    departments: list[PartOut]
    owners: list[PartOut]
    scoring: Progress | None


class ItemOut(BaseModel):
    """One thing a record should hold: any one of the fields."""

    fields: list[str]
    labels: list[str]
    weight: int


class WeightsOut(BaseModel):
    """What records of a template and kind should hold."""

    template: str
    kind: Kind
    shipped: bool
    items: list[ItemOut]


class ValidOut(BaseModel):
    """For how many days a value of a field counts as fresh."""

    field: str
    label: str
    days: int


class IntervalShape(In):
    """Days between reviews of customers of a template and level; empty means any, 0 days none."""

    template: str = Field(default="", max_length=32)
    level: str = Field(default="", max_length=32)
    days: int


class TemplateOut(BaseModel):
    """A record template; the empty code is the basic one."""

    code: str
    label: str


class FieldChoice(BaseModel):
    """A field that can be given a weight or a time."""

    code: str
    label: str
    kinds: list[str]


class RulesOut(BaseModel):
    """The rules as they are."""

    templates: list[TemplateOut]
    standard_template: str
    weights: list[WeightsOut]
    valid_for: list[ValidOut]
    intervals: list[IntervalShape]
    escalate_days: int
    fields: list[FieldChoice]
    scoring: Progress | None


class ItemIn(In):
    """One thing a record should hold."""

    fields: list[str] = Field(max_length=40)
    weight: int


class WeightsIn(In):
    """Weights of a template and kind; no items go back to the shipped ones."""

    template: str = Field(max_length=32)
    kind: str = Field(max_length=16)
    items: list[ItemIn] | None = Field(default=None, max_length=100)


class StandardIn(In):
    """The template of customers without one of their own."""

    template: str = Field(max_length=32)


class ValidIn(In):
    """Days by field."""

    days: dict[str, int] = Field(max_length=400)


class ReviewsIn(In):
    """Intervals, and after how many days too late a lead is told."""

    intervals: list[IntervalShape] = Field(max_length=100)
    escalate_days: int


class ReviewIn(In):
    """The version that was looked at."""

    version: int | None = None
