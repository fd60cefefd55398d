"""Access over HTTP."""

from ninja import Router

from kedang.access import presenting, rights, schemas, sight, standing
from kedang.kit.doors import IdIn, Request, needs

router = Router()
EXPLAINS = needs(rights.EXPLAIN)


@router.get("/access/users/{int:user_id}", response=schemas.AccessPerson, openapi_extra=EXPLAINS)
def person_access(request: Request, user_id: IdIn) -> schemas.AccessPerson:
    """Somebody's roles and rights, each right with the roles it comes from."""
    return presenting.person(standing.standing_of(request.actor, user_id), request.actor.language)


@router.get("/access/users/{int:user_id}/sight", response=schemas.Sight, openapi_extra=EXPLAINS)
def person_sight(request: Request, user_id: IdIn, customer: str) -> schemas.Sight:
    """What somebody sees of the customer with this archive number or id, field by field, and why. No values."""
    return presenting.sight(sight.sight_of(request.actor, user_id, customer), request.actor.language)
