"""Successions over HTTP."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.ownership import presenting_succession, rights, succession
from kedang.ownership import schemas_succession as schemas
from kedang.ownership.schemas import Made

router = Router()
SUCCEEDS = needs(rights.SUCCEED)


@router.get("/people/{int:id}/succession", response=schemas.BelongingsOut, openapi_extra=SUCCEEDS)
def belongings(request: Request, id: IdIn) -> schemas.BelongingsOut:
    """How much somebody has, and how it was handed over so far."""
    return presenting_succession.belongings(request.actor, id)


@router.post("/people/{int:id}/succession", response={201: Made}, openapi_extra=SUCCEEDS)
def begin_succession(request: Request, id: IdIn, body: schemas.SuccessionIn) -> Made:
    """Begin to hand over everything somebody has."""
    shares = {share.user_id: share.parts for share in body.shares}
    return Made(id=str(succession.begin(request.actor, id, shares=shares)))
