"""Shapes of quality's requests and answers."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id

Kind = Literal["person", "organisation"]


class In(BaseModel):
    """Unknown keys are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


class QualityScores(BaseModel):
    """0 to 100; null where there is nothing to measure."""

    overall: int | None
    completeness: int | None
    validity: int | None
    freshness: int | None
    verified: int | None
    uniqueness: int | None


class QualityNamed(BaseModel):
    """Somebody or some place."""

    id: Id
    name: str


class QualityFinding(BaseModel):
    """One thing to mend; `code` is the field to go to."""

    kind: Literal["missing", "invalid", "stale", "unverified"]
    code: str
    label: str
    weight: int
    since: datetime | None
    why: str | None


class CustomerQuality(BaseModel):
    """One customer's quality this moment."""

    scores: QualityScores
    findings: list[QualityFinding]
    suspected: bool
    review_due: date | None
    overdue: bool
    may_review: bool


class QualityRow(BaseModel):
    """One customer with its scores and what to mend: the first findings, and how many there are besides."""

    id: Id
    number: str
    name: str
    kind: Kind
    owner: QualityNamed | None
    department: QualityNamed | None
    version: int
    scores: QualityScores
    suspected: bool
    findings: list[QualityFinding]
    further: int
    review_due: date | None
    overdue_days: int


class QualityCount(BaseModel):
    """How many; `capped` means at least so many."""

    value: int
    capped: bool


class QualityPage(BaseModel):
    """One page of a work list."""

    rows: list[QualityRow]
    next: str | None
    count: QualityCount


class QualityPart(BaseModel):
    """The figures of a department with everything below it, or of an owner; id 0 stands for customers without one."""

    id: str
    name: str
    depth: int
    customers: int
    scores: QualityScores


class QualityDay(BaseModel):
    """The figures of one day."""

    day: date
    customers: int
    scores: QualityScores


class QualityProgress(BaseModel):
    """A computation of everybody's scores that is under way."""

    done: int
    total: int


class QualityFigures(BaseModel):
    """The dashboard. `defects` counts customers: below 60 complete, with invalid, stale or unverified values, suspected to be
    there twice (`uniqueness`), due for review (`review`)."""

    customers: int
    scores: QualityScores
    defects: dict[str, int]
    trend: list[QualityDay]
    departments: list[QualityPart]
    owners: list[QualityPart]
    scoring: QualityProgress | None


class QualityItem(BaseModel):
    """One thing a record should hold: any one of the fields."""

    fields: list[str]
    labels: list[str]
    weight: int


class QualityWeights(BaseModel):
    """What records of a template and kind should hold."""

    template: str
    kind: Kind
    shipped: bool
    items: list[QualityItem]


class QualityValid(BaseModel):
    """For how many days a value of a field counts as fresh."""

    field: str
    label: str
    days: int


class QualityInterval(In):
    """Days between reviews of customers of a template and level; empty means any, 0 days none."""

    template: str = Field(default="", max_length=32)
    level: str = Field(default="", max_length=32)
    days: int


class QualityTemplate(BaseModel):
    """A record template; the empty code is the basic one."""

    code: str
    label: str


class QualityField(BaseModel):
    """A field that can be given a weight or a time."""

    code: str
    label: str
    kinds: list[str]


class QualityRules(BaseModel):
    """The rules as they are."""

    templates: list[QualityTemplate]
    standard_template: str
    weights: list[QualityWeights]
    valid_for: list[QualityValid]
    intervals: list[QualityInterval]
    escalate_days: int
    fields: list[QualityField]
    scoring: QualityProgress | None


class QualityItemIn(In):
    """One thing a record should hold."""

    fields: list[str] = Field(max_length=40)
    weight: int


class QualityWeightsIn(In):
    """Weights of a template and kind; no items go back to the shipped ones."""

    template: str = Field(max_length=32)
    kind: str = Field(max_length=16)
    items: list[QualityItemIn] | None = Field(default=None, max_length=100)


class QualityStandardIn(In):
    """The template of customers without one of their own."""

    template: str = Field(max_length=32)


class QualityValidIn(In):
    """Days by field."""

    days: dict[str, int] = Field(max_length=400)


class QualityReviewsIn(In):
    """Intervals, and after how many days too late a lead is told."""

    intervals: list[QualityInterval] = Field(max_length=100)
    escalate_days: int


class QualityReviewIn(In):
    """The version that was looked at."""

    version: int | None = None
