"""History as the auditor sees it: ids and names of fields, never values."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from kedang.kit.doors import ActorId, Id


class ActorOut(BaseModel):
    """Who did it; system actors have negative ids."""

    id: ActorId
    name: str


class AuditEventOut(BaseModel):
    """One change."""

    id: Id
    at: datetime
    actor: ActorOut
    via: str
    verb: str
    text: str
    subject: str
    subject_id: str
    run_id: Id | None
    fields: list[str]
    details: dict[str, Any]
    ip: str
    device: str


class Events(BaseModel):
    """A page of changes, newest first."""

    events: list[AuditEventOut]
    next: str | None


class LookOut(BaseModel):
    """One look."""

    id: Id
    at: datetime
    actor: ActorOut
    via: str
    verb: str
    text: str
    customer_ids: list[Id]
    count: int | None
    query_hash: str
    fields: list[str]
    details: dict[str, Any]
    ip: str
    device: str


class Looks(BaseModel):
    """A page of looks, newest first."""

    looks: list[LookOut]
    next: str | None


class VerbOut(BaseModel):
    """Something that can happen."""

    code: str
    text: str


class Verbs(BaseModel):
    """Everything that can happen, for the filter."""

    verbs: list[VerbOut]
