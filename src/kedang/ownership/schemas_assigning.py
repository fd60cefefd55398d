"""Shapes of requests and answers about assignment rules."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kedang.kit.doors import Id, IdIn
from kedang.ownership.schemas import Ids, In, Name, Number, OwnershipNamed, SimulateIn, Version

Way = Literal["round", "load", "territory"]
Value = Annotated[str, Field(max_length=200)]
Region = Annotated[int, Field(ge=0, le=999_999)]


class AssignmentConditionIn(In):
    """A condition as lists have them; its values always as a list."""

    field: Annotated[str, Field(max_length=100)]
    op: Annotated[str, Field(max_length=20)]
    value: Annotated[list[Value], Field(max_length=200)] = Field(default_factory=list)


class AssignmentTerritoryIn(In):
    """Regions (also those within them), and who gets the customers there."""

    regions: Annotated[list[Region], Field(max_length=500)]
    user_ids: Ids = Field(default_factory=list)
    department_ids: Ids = Field(default_factory=list)


class AssignmentRuleIn(In):
    """Which customers without an owner go to whom. `wait_days`: after how many days also those in pools, null: never; `pool_id`: where
    who has found nobody goes."""

    name: Name
    conditions: Annotated[list[AssignmentConditionIn], Field(max_length=20)] = Field(default_factory=list)
    way: Way = "round"
    user_ids: Ids = Field(default_factory=list)
    department_ids: Ids = Field(default_factory=list)
    territories: Annotated[list[AssignmentTerritoryIn], Field(max_length=200)] = Field(default_factory=list)
    pool_id: IdIn | None = None
    wait_days: Number | None = None


class AssignmentRuleChangesIn(AssignmentRuleIn):
    """A rule as it shall be."""

    version: Version


class AssignmentOrderIn(In):
    """All rules, in the order in which they are to be asked."""

    ids: Ids


class AssignmentOnIn(SimulateIn):
    """`seen` is the mark of the simulation that was looked at."""

    version: Version
    seen: Annotated[str, Field(max_length=64)]


class AssignmentConditionOut(BaseModel):
    """A condition of a rule."""

    field: str
    op: str
    value: list[str]


class AssignmentTerritoryOut(BaseModel):
    """Regions by code and name, and who gets the customers there."""

    regions: list[OwnershipNamed]
    users: list[OwnershipNamed]
    departments: list[OwnershipNamed]


class AssignmentRuleOut(BaseModel):
    """An assignment rule; `from_at` null: also for customers that had no owner before it was switched on."""

    id: Id
    name: str
    conditions: list[AssignmentConditionOut]
    way: Way
    users: list[OwnershipNamed]
    departments: list[OwnershipNamed]
    territories: list[AssignmentTerritoryOut]
    pool: OwnershipNamed | None
    wait_days: int | None
    state: str
    from_at: datetime | None
    version: int


class AssignmentReceiverOut(BaseModel):
    """Somebody, and how many customers they would get."""

    person: OwnershipNamed
    count: int


class AssignedToOut(BaseModel):
    """A customer, and who would get it; null: nobody, or the pool where `pooled`."""

    id: Id
    number: str
    name: str | None
    to: OwnershipNamed | None
    pooled: bool


class AssignmentTrialOut(BaseModel):
    """What a rule would do with those without an owner now. `tried` of `total` were looked at."""

    total: int
    tried: int
    receivers: list[AssignmentReceiverOut]
    pooled: int
    left: int
    customers: list[AssignedToOut]
    mark: str
