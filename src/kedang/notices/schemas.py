"""Shapes of requests and answers about notices. Ids are strings outside."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id

Kind = Literal["mentioned", "follow_up", "given", "taken", "falling", "changed", "due", "overdue", "approval"]


class NoticePerson(BaseModel):
    """A colleague."""

    id: Id
    name: str


class MentionableOut(NoticePerson):
    """A colleague who may be named. `handle` is what stands behind the @: the name, or the login where two share a name."""

    handle: str
    department: str


class NoticeCustomer(BaseModel):
    """The customer a notice is about."""

    id: Id
    number: str
    name: str


class NoticeOut(BaseModel):
    """One notice. `customer` is null where one was taken that is out of sight now; `count`: how often since it was read."""

    id: Id
    kind: Kind
    at: datetime
    read: bool
    count: int
    by: NoticePerson | None
    customer: NoticeCustomer | None
    about_kind: str


class NoticePage(BaseModel):
    """Some notices, the latest first."""

    rows: list[NoticeOut]
    next: str | None


class NoticeCount(BaseModel):
    """How many are unread; `capped`: there are more."""

    value: int
    capped: bool


class FollowOut(BaseModel):
    """Whether one follows a customer."""

    following: bool


class MentioningIn(BaseModel):
    """A text that is being written."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=100_000)]


class MentionsOut(BaseModel):
    """Who is told of a text, and who is named in it and is not, for they do not see the customer."""

    told: list[NoticePerson]
    untold: list[NoticePerson]


class EscalationOut(BaseModel):
    """After how many days leads hear of what is overdue."""

    active: bool
    days: int
    version: int


class EscalationIn(BaseModel):
    """What is to be set; `version` is the one that was seen."""

    model_config = ConfigDict(extra="forbid")

    active: bool
    days: Annotated[int, Field(ge=-(2**15), le=2**15 - 1)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
