"""Pools, limits and recycling rules over HTTP; assignment rules, disputes and successions hang on below."""

from ninja import Router

from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs
from kedang.ownership import (
    api_assigning,
    api_disputes,
    api_succession,
    caps,
    claiming,
    pools,
    presenting,
    rights,
    rules,
    schemas,
    window,
)
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms
from kedang.ownership.soon import MINE, few
from kedang.ownership.soon import soon as falling_soon

router = Router()
router.add_router("", api_assigning.router)
router.add_router("", api_disputes.router)
router.add_router("", api_succession.router)
SEES, LOOKS = needs(archive_rights.VIEW), needs(rights.CLAIM, rights.MANAGE)
CLAIMS, MANAGES, ASSIGNS = needs(rights.CLAIM), needs(rights.MANAGE), needs(archive_rights.ASSIGN)


@router.get("/pools", response=list[schemas.PoolOut], openapi_extra=LOOKS)
def pool_list(request: Request) -> list[schemas.PoolOut]:
    """The pools one may look into, and what one may still claim."""
    return presenting.pools(request.actor)


@router.get("/pools/{int:id}/waiting", response=schemas.PooledPage, openapi_extra=LOOKS)
def pool_customers(
    request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None
) -> schemas.PooledPage:
    """The customers in a pool, the newest in it first."""
    return presenting.pooled(request.actor, window.customers_in(request.actor, id, cursor=cursor, limit=limit))


@router.post("/pools/{int:id}/waiting/{sub}/claim", response={204: None}, openapi_extra=CLAIMS)
def claim(request: Request, id: IdIn, sub: IdIn) -> None:
    """Take a customer from a pool for oneself."""
    claiming.claim(request.actor, id, sub)


@router.post("/pools/{int:id}/waiting/{sub}/give", response={204: None}, openapi_extra=ASSIGNS)
def give(request: Request, id: IdIn, sub: IdIn, body: schemas.GiveIn) -> None:
    """Give a customer of a pool to somebody."""
    claiming.give(request.actor, id, sub, owner_id=body.owner_id)


@router.post("/customers/{int:id}/release", response={204: None}, openapi_extra=CLAIMS)
def release(request: Request, id: IdIn, body: schemas.ReleaseIn) -> None:
    """Put a customer into a pool."""
    claiming.release(request.actor, id, pool_id=body.pool_id, reason=body.reason)


@router.get("/ownership/soon", response=list[schemas.SoonOut], openapi_extra=SEES)
def soon(request: Request, whose: str = MINE) -> list[schemas.SoonOut]:
    """Customers that fall into a pool soon: `mine` or the `team`'s."""
    return presenting.soon(request.actor, falling_soon(request.actor, whose=whose))


@router.get("/ownership/soon/few", response=schemas.FewSoonOut, openapi_extra=SEES)
def soon_few(request: Request) -> schemas.FewSoonOut:
    """How many of one's own customers fall into a pool soon, and the next of them."""
    return presenting.few_soon(request.actor, *few(request.actor))


@router.get("/ownership/hold", response=schemas.HoldOut, openapi_extra=SEES)
def hold(request: Request) -> schemas.HoldOut:
    """How many customers one has, and may have."""
    return presenting.hold(request.actor)


@router.get("/ownership/settings", response=schemas.OwnershipSettingsOut, openapi_extra=MANAGES)
def settings(request: Request) -> schemas.OwnershipSettingsOut:
    """Pools, limits and recycling rules as they are set."""
    return presenting.settings(request.actor)


@router.post("/pools", response={201: schemas.Made}, openapi_extra=MANAGES)
def open_pool(request: Request, body: schemas.PoolIn) -> schemas.Made:
    """Make a pool."""
    return schemas.Made(id=str(pools.open_pool(request.actor, PoolTerms(**body.model_dump())).id))


@router.put("/pools/{int:id}", response={204: None}, openapi_extra=MANAGES)
def change_pool(request: Request, id: IdIn, body: schemas.PoolChangesIn) -> None:
    """Change a pool."""
    terms = PoolTerms(**body.model_dump(exclude={"version"}))
    pools.change_pool(request.actor, id, terms, version=body.version)


@router.post("/pools/{int:id}/close", response={204: None}, openapi_extra=MANAGES)
def close_pool(request: Request, id: IdIn, body: schemas.VersionIn) -> None:
    """Do away with an empty pool."""
    pools.close_pool(request.actor, id, version=body.version)


@router.post("/ownership-caps", response={201: schemas.Made}, openapi_extra=MANAGES)
def set_cap(request: Request, body: schemas.CapIn) -> schemas.Made:
    """Limit how many customers people may have."""
    return schemas.Made(id=str(caps.set_cap(request.actor, **body.model_dump()).id))


@router.put("/ownership-caps/{int:id}", response={204: None}, openapi_extra=MANAGES)
def change_cap(request: Request, id: IdIn, body: schemas.CapChangesIn) -> None:
    """Change a limit."""
    caps.change_cap(request.actor, id, **body.model_dump())


@router.post("/ownership-caps/{int:id}/drop", response={204: None}, openapi_extra=MANAGES)
def drop_cap(request: Request, id: IdIn, body: schemas.VersionIn) -> None:
    """Take a limit away."""
    caps.drop_cap(request.actor, id, version=body.version)


@router.post("/recycling-rules", response={201: schemas.Made}, openapi_extra=MANAGES)
def write_rule(request: Request, body: schemas.RecyclingRuleIn) -> schemas.Made:
    """Write a recycling rule down; it does nothing yet."""
    return schemas.Made(id=str(rules.write_rule(request.actor, RuleTerms(**body.model_dump())).id))


@router.put("/recycling-rules/{int:id}", response={204: None}, openapi_extra=MANAGES)
def change_rule(request: Request, id: IdIn, body: schemas.RecyclingRuleChangesIn) -> None:
    """Change a recycling rule that is not in force."""
    terms = RuleTerms(**body.model_dump(exclude={"version"}))
    rules.change_rule(request.actor, id, terms, version=body.version)


@router.post("/recycling-rules/{int:id}/drop", response={204: None}, openapi_extra=MANAGES)
def drop_rule(request: Request, id: IdIn, body: schemas.VersionIn) -> None:
    """Delete a recycling rule that is not in force."""
    rules.drop_rule(request.actor, id, version=body.version)


@router.post("/recycling-rules/{int:id}/simulate", response=schemas.SimulationOut, openapi_extra=MANAGES)
def simulate(request: Request, id: IdIn, body: schemas.SimulateIn) -> schemas.SimulationOut:
    """What a rule would do on the coming night. Changes nothing."""
    return presenting.simulation(request.actor, rules.simulate(request.actor, id, existing=body.existing))


@router.post("/recycling-rules/{int:id}/on", response={204: None}, openapi_extra=MANAGES)
def switch_on(request: Request, id: IdIn, body: schemas.SwitchOnIn) -> None:
    """Put a rule in force, with the simulation that was looked at."""
    rules.switch_on(request.actor, id, version=body.version, existing=body.existing, seen=body.seen)


@router.post("/recycling-rules/{int:id}/off", response={204: None}, openapi_extra=MANAGES)
def switch_off(request: Request, id: IdIn, body: schemas.VersionIn) -> None:
    """Take a rule out of force."""
    rules.switch_off(request.actor, id, version=body.version)
