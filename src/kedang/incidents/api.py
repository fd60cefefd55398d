"""Incidents over HTTP."""

from typing import Annotated
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from kedang.history.queries import AUDIT_READ
from kedang.incidents import opening, papers, presenting, reading, rights, schemas, settling
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
READS, HANDLES = needs(rights.HANDLE, AUDIT_READ), needs(rights.HANDLE)


class IncidentsWanted(BaseModel):
    """Which incidents."""

    state: schemas.State = "open"
    cursor: str | None = None
    limit: int | None = None


@router.get("/incidents", response=schemas.IncidentPage, openapi_extra=READS)
def incidents(request: Request, wanted: Annotated[IncidentsWanted, Query()]) -> schemas.IncidentPage:
    """Incidents, newest first."""
    return presenting.page(reading.page(request.actor, **wanted.model_dump()))


@router.get("/incidents/count", response=schemas.IncidentCount, openapi_extra=SIGNED_IN)
def incident_count(request: Request) -> schemas.IncidentCount:
    """How many open incidents are past a clock; nothing for whoever may not know of any."""
    return schemas.IncidentCount(late=reading.count_late(request.actor))


@router.post("/incidents", response={201: schemas.IncidentMade}, openapi_extra=HANDLES)
def open_incident(request: Request, body: schemas.IncidentIn) -> schemas.IncidentMade:
    """Open an incident; who was affected is looked for in the background."""
    return schemas.IncidentMade(id=str(opening.open_incident(request.actor, body.draft())))


@router.get("/incidents/{int:id}", response=schemas.IncidentOut, openapi_extra=READS)
def incident(request: Request, id: IdIn) -> schemas.IncidentOut:
    """One incident with its clocks, steps and counts."""
    return presenting.one(request.actor, reading.one(request.actor, id))


@router.put("/incidents/{int:id}", response={204: None}, openapi_extra=HANDLES)
def change_incident(request: Request, id: IdIn, body: schemas.IncidentChangeIn) -> None:
    """Say it otherwise; who was affected is looked for anew."""
    opening.change(request.actor, id, body.draft(), version=body.version)


@router.post("/incidents/{int:id}/look", response={204: None}, openapi_extra=HANDLES)
def look_again(request: Request, id: IdIn, body: schemas.IncidentVersionIn) -> None:
    """Look anew for who was affected."""
    opening.look_again(request.actor, id, version=body.version)


@router.post("/incidents/{int:id}/steps", response={204: None}, openapi_extra=HANDLES)
def note_incident_step(request: Request, id: IdIn, body: schemas.IncidentStepIn) -> None:
    """Note a step, or why it is not needed."""
    said = body.model_dump(exclude={"step"})
    settling.note_step(request.actor, id, kind=body.step, **said)


@router.post("/incidents/{int:id}/close", response={204: None}, openapi_extra=HANDLES)
def close_incident(request: Request, id: IdIn, body: schemas.IncidentCloseIn) -> None:
    """Say what was found and end it; never about oneself."""
    settling.close(request.actor, id, finding=body.finding, version=body.version)


@router.get("/incidents/{int:id}/affected", response=schemas.IncidentAffectedPage, openapi_extra=READS)
def incident_affected(
    request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None
) -> schemas.IncidentAffectedPage:
    """Who was affected, from the frozen list."""
    return presenting.affected(*reading.affected(request.actor, id, cursor=cursor, limit=limit))


@router.get("/incidents/{int:id}/affected.csv", openapi_extra=HANDLES)
def incident_affected_file(request: Request, id: IdIn) -> HttpResponse:
    """The frozen list as a file: archive numbers and counts. Recorded like an export."""
    return _download(f"incident-{id}.csv", "text/csv; charset=utf-8", papers.as_file(request.actor, id))


@router.get("/incidents/{int:id}/sheet.pdf", openapi_extra=READS)
def incident_sheet(request: Request, id: IdIn) -> HttpResponse:
    """The evidence sheet."""
    return _download(f"incident-{id}.pdf", "application/pdf", papers.sheet(request.actor, id))


def _download(name: str, kind: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer
