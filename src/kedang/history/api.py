"""The auditor's doors."""

from typing import Annotated

from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel

from kedang.history import queries, schemas, verbs
from kedang.history.presenting import change, look
from kedang.history.reads import record_read
from kedang.kit.doors import IdIn, Request, needs

router = Router()
AUDIT = needs(queries.AUDIT_READ)


class Wanted(BaseModel):
    """What the auditor looks for."""

    cursor: str | None = None
    limit: int | None = None
    by: IdIn | None = None
    verb: str | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class WantedLooks(Wanted):
    """What the auditor looks for among looks."""

    customer_id: IdIn | None = None


@router.get("/audit/events", response=schemas.Events, openapi_extra=AUDIT)
def events(request: Request, wanted: Annotated[Wanted, Query()]) -> schemas.Events:
    """Everybody's changes, newest first."""
    page = queries.events(request.actor, **wanted.model_dump())
    record_read(request.actor, "history.read", count=len(page.lines))
    return schemas.Events(events=[change(line, request.actor.language) for line in page.lines], next=page.next)


@router.get("/audit/reads", response=schemas.Looks, openapi_extra=AUDIT)
def reads(request: Request, wanted: Annotated[WantedLooks, Query()]) -> schemas.Looks:
    """Who looked at what, newest first."""
    page = queries.reads(request.actor, **wanted.model_dump())
    record_read(request.actor, "history.read", count=len(page.lines))
    return schemas.Looks(looks=[look(line, request.actor.language) for line in page.lines], next=page.next)


@router.get("/audit/verbs", response=schemas.Verbs, openapi_extra=AUDIT)
def all_verbs(request: Request) -> schemas.Verbs:
    """Everything that can happen."""
    request.actor.require(queries.AUDIT_READ)
    language = request.actor.language
    return schemas.Verbs(
        verbs=[schemas.VerbOut(code=v.code, text=verbs.text(v.code, language)) for v in verbs.declared()]
    )
