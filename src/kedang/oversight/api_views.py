"""The auditor's views over HTTP: a person's timeline, grants and their use, what left the house; and who saw one customer."""

from typing import Annotated

from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel

from kedang.history import queries
from kedang.history.queries import AUDIT_READ
from kedang.history.reads import record_read
from kedang.kit.doors import IdIn, Request, needs
from kedang.oversight import grant_use, presenting_views, rights, schemas_views, timelines, who_saw
from kedang.privacy.rights import REQUESTS

router = Router()
READS, SEES = needs(AUDIT_READ), needs(rights.SEEN, REQUESTS)


class Span(BaseModel):
    """Which part of a view: from a time until before another, page by page."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    cursor: str | None = None
    limit: int | None = None


@router.get("/audit/people/{int:id}", response=schemas_views.PersonTimeline, openapi_extra=READS)
def person_timeline(request: Request, id: IdIn, span: Annotated[Span, Query()]) -> schemas_views.PersonTimeline:
    """What one person did and looked at, as one story, newest first."""
    found = timelines.of_person(request.actor, id, **span.model_dump())
    return presenting_views.timeline(request.actor, found)


@router.get("/audit/grants", response=schemas_views.GrantUsePage, openapi_extra=READS)
def grants_and_use(request: Request, span: Annotated[Span, Query()]) -> schemas_views.GrantUsePage:
    """Grants to see masked values, and what was done with each."""
    return presenting_views.grants(grant_use.page(request.actor, **span.model_dump()))


@router.get("/audit/exports", response=schemas_views.ExportPage, openapi_extra=READS)
def export_register(request: Request, span: Annotated[Span, Query()]) -> schemas_views.ExportPage:
    """What left as a file or on paper: exports, prints, copies for the persons themselves."""
    found = queries.exports(request.actor, **span.model_dump())
    record_read(request.actor, "history.read", count=len(found.lines), details={"what": "exports"})
    return presenting_views.exports(request.actor, found.lines, found.next)


@router.get("/customers/{int:id}/looks", response=schemas_views.SeenPage, openapi_extra=SEES)
def who_saw_customer(
    request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None
) -> schemas_views.SeenPage:
    """Who saw this customer, what of it and why, newest first."""
    return presenting_views.seen(who_saw.of_customer(request.actor, id, cursor=cursor, limit=limit))
