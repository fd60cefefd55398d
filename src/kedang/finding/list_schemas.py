"""What searches and lists answer. Declared for the reference; the rows go out as plain JSON without passing through here."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kedang.kit.doors import Id

Kind = Literal["person", "organisation"]


class Named(BaseModel):
    """Something with an id and a name."""

    id: Id
    name: str


class Coloured(Named):
    """A tag."""

    colour: str


class Count(BaseModel):
    """How many there are; `capped` when there are more than `value`."""

    value: int
    capped: bool


class SearchHit(BaseModel):
    """One customer found; `matched` says by what when it was not a name."""

    id: Id
    number: str
    external_id: str | None
    name: str
    kind: Kind
    owner: Named | None
    department: Named | None
    matched: str | None


class SearchHits(BaseModel):
    """The newest hits."""

    hits: list[SearchHit]
    count: Count


class CustomerRow(BaseModel):
    """One line of the list; the columns asked for stand beside these under their codes. `damaged`, where there
    is any, names columns of which a value does not open any more."""

    model_config = ConfigDict(extra="allow")

    id: Id
    number: str
    name: str
    kind: Kind
    owner: Named | None
    department: Named | None
    region: str | None
    region_name: str | None
    level: str | None
    status: str | None
    phone: str | None
    email: str | None
    tags: list[Coloured]
    created_at: datetime
    updated_at: datetime
    trashed_at: datetime | None = None
    damaged: list[str] | None = None


class CustomerList(BaseModel):
    """One page of customers. `limited_to_own`: the filter asks for something the reader sees on own customers only."""

    rows: list[CustomerRow]
    next: str | None
    count: Count
    limited_to_own: bool


class ExactCount(BaseModel):
    """How many customers there are, counted to the last."""

    value: int
    limited_to_own: bool
