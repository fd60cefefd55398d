"""Shapes of requests and answers about reviews of access."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.access.reviewing import MOST_LINES
from kedang.access.schemas import AccessNamed
from kedang.kit.doors import ActorId, Id, IdIn
from kedang.kit.levels import Secrecy

AtDeadline = Literal["warn", "remove", "suspend"]
LineState = Literal["open", "confirmed", "taken", "gone", "lapsed", "removed", "suspended", "kept"]


class In(BaseModel):
    """A body. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class AccessReviewBy(BaseModel):
    """Who started a review or decided a line; the system has a negative number."""

    id: ActorId
    name: str


class AccessReviewOut(BaseModel):
    """A review, with how many of the lines one may see stand how."""

    id: Id
    started_at: datetime
    started_by: AccessReviewBy
    due_at: datetime
    ended_at: datetime | None
    at_deadline: AtDeadline
    open: bool
    lines: int
    decided: int
    unconfirmed: int


class AccessReviewsOut(BaseModel):
    """Reviews, newest first, and whether one may start one."""

    reviews: list[AccessReviewOut]


class AccessLineRight(BaseModel):
    """A right that matters."""

    code: str
    text: str


class AccessLineOut(BaseModel):
    """One person's one role, or their `clearance` when it is not 0. `own`: the reader's, decided by somebody else. `why`: what kept it
    when nobody confirmed it."""

    id: Id
    person: AccessNamed
    login: str
    department: str
    role: str | None
    clearance: Secrecy
    scope: Literal["own", "team", "tree", "all"]
    rights: list[AccessLineRight]
    last_sign_in: datetime | None
    last_use: datetime | None
    state: LineState
    why: str
    decided_by: AccessReviewBy | None
    decided_at: datetime | None
    own: bool
    may_confirm: bool
    may_take: bool


class AccessLinePage(BaseModel):
    """Lines, department by department."""

    lines: list[AccessLineOut]
    next: str | None


class AccessReviewCount(BaseModel):
    """How many lines wait for one's decision."""

    waiting: int


class AccessConfirmIn(In):
    """Lines that still hold."""

    lines: Annotated[list[IdIn], Field(min_length=1, max_length=MOST_LINES)]


class AccessReviewRulesOut(BaseModel):
    """How often, and what becomes of what nobody confirms. `next_at`: when the next one begins by itself."""

    every_months: Literal[0, 3, 6, 12]
    at_deadline: AtDeadline
    next_at: datetime | None
    version: int


class AccessReviewRulesIn(In):
    """The same, set anew."""

    every_months: Literal[0, 3, 6, 12]
    at_deadline: AtDeadline
    version: int
