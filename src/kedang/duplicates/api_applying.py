"""Applications to collaborate over HTTP."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from kedang.duplicates import applications, applying, rights
from kedang.kit.clock import iso
from kedang.kit.doors import SIGNED_IN, Id, IdIn, Request, needs

router = Router()
APPLIES = needs(rights.COLLABORATE)


class ApplyIn(BaseModel):
    """The handle of a concealed hit, and why one wants to work on it."""

    model_config = ConfigDict(extra="forbid")
    handle: str = Field(max_length=200)
    reason: str = Field(max_length=2_000)


class GrantIn(BaseModel):
    """What is shared, and until when."""

    model_config = ConfigDict(extra="forbid")
    level: Literal["read", "edit"]
    until: datetime | None = None


class ApplicationMadeOut(BaseModel):
    """The application that was made."""

    id: Id


class MineOut(BaseModel):
    """One's own application; the customer is named only once one may see it."""

    id: Id
    state: Literal["waiting", "granted", "declined", "withdrawn"]
    created_at: str
    decided_at: str | None
    level: str
    until: str | None
    initial: str
    department: str
    reason: str
    customer_id: str | None
    number: str
    name: str


class WaitingOut(BaseModel):
    """An application that waits for one's word."""

    id: Id
    created_at: str
    applicant: str
    applicant_department: str
    reason: str
    customer_id: Id
    number: str
    name: str


class WaitingCount(BaseModel):
    """How many wait for one's word."""

    value: int


def _plain(row: object) -> dict[str, object]:
    """Ids as strings and times as text."""
    found = asdict(row)  # type: ignore[call-overload]
    for name, value in found.items():
        if isinstance(value, datetime):
            found[name] = iso(value)
        elif name in {"id", "customer_id"} and value is not None:
            found[name] = str(value)
    return dict(found)


@router.post("/collaboration", response={201: ApplicationMadeOut}, openapi_extra=APPLIES)
def apply_to_collaborate(request: Request, body: ApplyIn) -> ApplicationMadeOut:
    """Ask for a share of a customer that a concealed hit stands for. Whoever answers for it decides."""
    return ApplicationMadeOut(id=str(applying.apply_for(request.actor, body.handle, reason=body.reason)))


@router.get("/collaboration/mine", response=list[MineOut], openapi_extra=APPLIES)
def my_applications(request: Request) -> list[MineOut]:
    """One's own applications, newest first."""
    return [MineOut.model_validate(_plain(row)) for row in applications.mine(request.actor)]


@router.get("/collaboration/waiting", response=list[WaitingOut], openapi_extra=SIGNED_IN)
def waiting_applications(request: Request) -> list[WaitingOut]:
    """Applications for customers one answers for, oldest first."""
    return [WaitingOut.model_validate(_plain(row)) for row in applications.waiting(request.actor)]


@router.get("/collaboration/count", response=WaitingCount, openapi_extra=SIGNED_IN)
def waiting_count(request: Request) -> WaitingCount:
    """How many applications wait for one's word."""
    return WaitingCount(value=applications.count_waiting(request.actor))


@router.post("/collaboration/{int:id}/grant", response={204: None}, openapi_extra=SIGNED_IN)
def grant_application(request: Request, id: IdIn, body: GrantIn) -> None:
    """Share the customer with the applicant."""
    applying.grant(request.actor, id, level=body.level, until=body.until)


@router.post("/collaboration/{int:id}/decline", response={204: None}, openapi_extra=SIGNED_IN)
def decline_application(request: Request, id: IdIn) -> None:
    """Say no."""
    applying.decline(request.actor, id)


@router.post("/collaboration/{int:id}/withdraw", response={204: None}, openapi_extra=APPLIES)
def withdraw_application(request: Request, id: IdIn) -> None:
    """Take one's own application back."""
    applying.withdraw(request.actor, id)
