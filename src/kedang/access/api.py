"""Access over HTTP."""

from ninja import Router

from kedang.access import apart, api_reviews, presenting, rights, schemas, sight, standing
from kedang.accounts.rights import ROLES_MANAGE
from kedang.kit.doors import IdIn, Request, needs

router = Router()
router.add_router("", api_reviews.router)
EXPLAINS = needs(rights.EXPLAIN)


@router.get("/access/users/{int:user_id}", response=schemas.AccessPerson, openapi_extra=EXPLAINS)
def person_access(request: Request, user_id: IdIn) -> schemas.AccessPerson:
    """Somebody's roles and rights, each right with the roles it comes from."""
    return presenting.person(standing.standing_of(request.actor, user_id), request.actor.language)


@router.get("/access/users/{int:user_id}/sight", response=schemas.Sight, openapi_extra=EXPLAINS)
def person_sight(request: Request, user_id: IdIn, customer: str) -> schemas.Sight:
    """What somebody sees of the customer with this archive number or id, field by field, and why. No values."""
    return presenting.sight(sight.sight_of(request.actor, user_id, customer), request.actor.language)


@router.get("/access/separation", response=schemas.Separation, openapi_extra=needs(rights.EXPLAIN, ROLES_MANAGE))
def separation(request: Request) -> schemas.Separation:
    """Whether the duties of administrators are kept apart, and in whom they meet."""
    return presenting.separation(apart.state(request.actor), request.actor.language)


@router.put("/access/separation", response=schemas.Separation, openapi_extra=needs(ROLES_MANAGE))
def switch_separation(request: Request, body: schemas.SeparationIn) -> schemas.Separation:
    """Keep them apart. Off only on the server, by command."""
    apart.switch(request.actor, on=body.on)
    return presenting.separation(apart.state(request.actor), request.actor.language)
