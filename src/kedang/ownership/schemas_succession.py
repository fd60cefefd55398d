"""Shapes of requests and answers about successions."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kedang.kit.doors import Id, IdIn
from kedang.ownership.schemas import In, OwnershipNamed

Parts = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


class ShareIn(In):
    """Who gets, and how many parts of all."""

    user_id: IdIn
    parts: Parts = 1


class SuccessionIn(In):
    """To whom everything goes."""

    shares: Annotated[list[ShareIn], Field(max_length=100)]


class SuccessorOut(BaseModel):
    """Who gets how large a share, and has got how many customers."""

    person: OwnershipNamed | None
    parts: int
    customers: int


class RemainderOut(BaseModel):
    """What stayed, by the customer's archive number, and the code of why; `customer_id` null: out of the reader's sight."""

    what: Literal["customer", "opportunity", "follow_up"]
    customer_id: Id | None
    number: str
    code: str


class SuccessionOut(BaseModel):
    """One succession. `state`: whether it waits, runs, is done or was broken off; `left` is the first 200 of `left_count`."""

    id: Id
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int
    started_by: OwnershipNamed | None
    started_at: datetime
    finished_at: datetime | None
    successors: list[SuccessorOut]
    customers: int
    opportunities: int
    follow_ups: int
    left_count: int
    left: list[RemainderOut]


class BelongingsOut(BaseModel):
    """How much somebody has, and how it was handed over so far."""

    person: OwnershipNamed
    is_active: bool
    customers: int
    opportunities: int
    follow_ups: int
    successions: list[SuccessionOut]
