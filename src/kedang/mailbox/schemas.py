"""Shapes of requests and answers about captured mail. Ids are strings outside; a password only goes in."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kedang.kit.doors import Id, IdIn
from kedang.mailbox.setting import Wanted

Line = Annotated[str, Field(max_length=253)]
Reason = Literal["", "unknown_sender", "no_customer", "unverified", "unreadable", "too_large", "crowd"]
Problem = Literal["", "sign_in_refused", "folder", "certificate", "unreachable", "answer", "in_clear", "private"]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class MailboxIn(In):
    """How the mailbox is to be set. `password` empty: the one that is kept."""

    active: bool
    address: Line = ""
    host: Line = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Line = ""
    password: Annotated[str, Field(max_length=500)] = ""
    folder: Annotated[str, Field(max_length=120)] = "INBOX"
    trusts: Line = ""
    keep_days: Annotated[int, Field(ge=1, le=365)] = 30

    def wanted(self) -> Wanted:
        """As the verb takes it."""
        return Wanted(**self.model_dump(exclude={"version"}))


class MailboxChangeIn(MailboxIn):
    """How the mailbox is to be set, and the version that was seen."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class MailboxOut(BaseModel):
    """How the mailbox is set and how it went last."""

    active: bool
    address: str
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    has_password: bool
    folder: str
    trusts: str
    keep_days: int
    checked_at: datetime | None
    problem: Problem
    version: int


class TriedOut(BaseModel):
    """Empty when it works, else what is wrong."""

    problem: Problem


class PartyOut(BaseModel):
    """Somebody in a mail's head."""

    name: str
    address: str


class OfferedOut(BaseModel):
    """A customer who can be reached at an address of the mail."""

    id: Id
    number: str
    name: str


class ColleagueOut(BaseModel):
    """Whose mail it is."""

    id: Id
    name: str


class MailOut(BaseModel):
    """A mail that waits."""

    id: Id
    reason: Reason
    at: datetime
    destroy_after: datetime | None
    colleague: ColleagueOut | None
    sender: PartyOut
    receivers: list[PartyOut]
    subject: str
    text: str
    files: list[str]
    whole: bool
    offered: list[OfferedOut]


class MailCount(BaseModel):
    """How many; `capped`: there are more."""

    value: int
    capped: bool


class MailPage(BaseModel):
    """Some of what waits."""

    rows: list[MailOut]
    next: str | None
    count: MailCount


class AssignMailIn(In):
    """The customer a mail is about."""

    customer_id: IdIn


class FiledMailOut(BaseModel):
    """The interaction it became."""

    id: Id
