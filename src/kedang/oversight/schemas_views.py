"""Shapes of the auditor's views."""

from datetime import datetime

from pydantic import BaseModel

from kedang.history.schemas import LookOut
from kedang.kit.doors import ActorId, Id
from kedang.oversight.schemas import OversightPerson


class SeenBy(BaseModel):
    """Who looked; system actors have negative ids."""

    id: ActorId
    name: str


class SeenOut(BaseModel):
    """One look at a customer: who, what, why."""

    id: Id
    at: datetime
    person: SeenBy
    by_token: bool
    text: str
    fields: list[str]
    why: str


class SeenPage(BaseModel):
    """Looks at a customer, newest first."""

    rows: list[SeenOut]
    next: str | None


class TimelineLineOut(BaseModel):
    """Something somebody did (`change`) or looked at. `count`: how many customers."""

    id: Id
    at: datetime
    change: bool
    verb: str
    text: str
    via: str
    subject: str
    subject_id: str
    count: int | None
    fields: list[str]
    ip: str
    device: str


class PersonTimeline(BaseModel):
    """Changes and looks of somebody, newest first."""

    lines: list[TimelineLineOut]
    next: str | None


class GrantUseOut(BaseModel):
    """A grant, and what was done with it."""

    id: Id
    person: OversightPerson
    granted_by: OversightPerson
    emergency: bool
    since: datetime
    until: datetime
    ended_at: datetime | None
    looks: int
    used: int
    customers: int
    customers_seen: int
    fields_seen: list[str]
    fields_unseen: list[str]
    last_look_at: datetime | None


class GrantUsePage(BaseModel):
    """Grants, newest first."""

    rows: list[GrantUseOut]
    next: str | None


class ExportOut(LookOut):
    """Something that left. An export has a number, which its file carries, and, of many customers, who approved it."""

    number: str
    approved_by: OversightPerson | None


class ExportPage(BaseModel):
    """What left as a file or on paper, newest first."""

    rows: list[ExportOut]
    next: str | None
