"""Improvements over HTTP."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.service import improvement_reading, improving, presenting, rights
from kedang.service import improvement_schemas as schemas
from kedang.service.schemas import CaseMade

router = Router()
SEES = needs(rights.VIEW)
HANDLES = needs(rights.HANDLE)


@router.get("/improvements", response=schemas.ImprovementPage, openapi_extra=SEES)
def list_improvements(
    request: Request,
    whose: str = improvement_reading.ALL,
    state: str = improvement_reading.RUNNING,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.ImprovementPage:
    """Improvements: `mine` or `all` in sight; `running`, `overdue`, `closed` or `dropped`."""
    found = improvement_reading.listed(request.actor, whose=whose, state=state, cursor=cursor, limit=limit)
    return presenting.improvements(request.actor, found)


@router.post("/cases/{int:id}/improvements", response={201: CaseMade}, openapi_extra=HANDLES)
def plan_improvement(request: Request, id: IdIn, body: schemas.ImprovementIn) -> CaseMade:
    """Plan an improvement for a case."""
    return CaseMade(id=str(improving.plan(request.actor, id, improving.Draft(**body.model_dump()))))


@router.patch("/improvements/{int:id}", response={204: None}, openapi_extra=HANDLES)
def change_improvement(request: Request, id: IdIn, body: schemas.ImprovementChangesIn) -> None:
    """Change an improvement."""
    improving.change(request.actor, id, body.given(), version=body.version)


@router.post("/improvements/{int:id}/check", response={204: None}, openapi_extra=HANDLES)
def check_improvement(request: Request, id: IdIn, body: schemas.EffectIn) -> None:
    """Say whether it had the effect that was wanted."""
    improving.check(request.actor, id, **body.model_dump())


@router.post("/improvements/{int:id}/move", response={204: None}, openapi_extra=HANDLES)
def move_improvement(request: Request, id: IdIn, body: schemas.ImprovementMoveIn) -> None:
    """Finish, close, drop or reopen an improvement."""
    improving.move(request.actor, id, body.move, version=body.version)


@router.post("/improvements/{int:id}/cases", response={204: None}, openapi_extra=HANDLES)
def link_improvement(request: Request, id: IdIn, body: schemas.ImprovementLinkIn) -> None:
    """Say that an improvement is for another case, too."""
    improving.link_case(request.actor, id, body.case_id)
