"""Opportunities over HTTP: one customer's, and the board, the list and the forecast over all."""

from ninja import Router

from kedang.deals import api_projects, moving, opportunities, presenting, rights, schemas, sight, stages
from kedang.deals.listing import Wanted
from kedang.deals.models import OPEN
from kedang.deals.opportunities import Draft
from kedang.deals.stages import StageDraft
from kedang.kit.doors import IdIn, Request, needs

router = Router()
router.add_router("", api_projects.router)
SEES = needs(rights.VIEW)
EDITS = needs(rights.EDIT)
SETS_UP = needs(rights.STAGES)


@router.get("/customers/{int:id}/opportunities", response=schemas.CustomerOpportunities, openapi_extra=SEES)
def of_customer(request: Request, id: IdIn) -> schemas.CustomerOpportunities:
    """A customer's opportunities, open ones first."""
    return presenting.of_customer(request.actor, id)


@router.post("/customers/{int:id}/opportunities", response={201: schemas.Made}, openapi_extra=EDITS)
def open_opportunity(request: Request, id: IdIn, body: schemas.OpportunityIn) -> schemas.Made:
    """Enter an opportunity."""
    return schemas.Made(id=str(opportunities.open_opportunity(request.actor, id, Draft(**body.model_dump()))))


@router.get("/customers/{int:id}/opportunities/{sub}", response=schemas.OpportunityWhole, openapi_extra=SEES)
def whole(request: Request, id: IdIn, sub: IdIn) -> schemas.OpportunityWhole:
    """One opportunity with what it went through."""
    return presenting.whole(request.actor, id, sub)


@router.patch("/customers/{int:id}/opportunities/{sub}", response={204: None}, openapi_extra=EDITS)
def change(request: Request, id: IdIn, sub: IdIn, body: schemas.OpportunityChangesIn) -> None:
    """Change what is known of an opportunity."""
    opportunities.change(request.actor, id, sub, body.given(), version=body.version)


@router.post("/customers/{int:id}/opportunities/{sub}/move", response={204: None}, openapi_extra=EDITS)
def move(request: Request, id: IdIn, sub: IdIn, body: schemas.MoveIn) -> None:
    """Move an opportunity to another stage."""
    moving.move(request.actor, id, sub, stage_id=body.stage_id, version=body.version)


@router.post("/customers/{int:id}/opportunities/{sub}/win", response={204: None}, openapi_extra=EDITS)
def win(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """An opportunity became business."""
    moving.win(request.actor, id, sub, version=body.version)


@router.post("/customers/{int:id}/opportunities/{sub}/lose", response={204: None}, openapi_extra=EDITS)
def lose(request: Request, id: IdIn, sub: IdIn, body: schemas.LoseIn) -> None:
    """Nothing came of an opportunity."""
    moving.lose(request.actor, id, sub, reason=body.reason, note=body.note, version=body.version)


@router.post("/customers/{int:id}/opportunities/{sub}/reopen", response={204: None}, openapi_extra=EDITS)
def reopen(request: Request, id: IdIn, sub: IdIn, body: schemas.VersionIn) -> None:
    """Take an opportunity up again."""
    moving.reopen(request.actor, id, sub, version=body.version)


@router.get("/opportunities", response=schemas.OpportunityPage, openapi_extra=SEES)
def listed(
    request: Request,
    whose: str = sight.MINE,
    state: str = OPEN,
    stage: int | None = None,
    owner: int | None = None,
    month: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.OpportunityPage:
    """Opportunities of `mine`, the `team` or `all`: `open` by expected day, `won` or `lost` the latest first."""
    wanted = Wanted(whose=whose, state=state, stage_id=stage, owner_id=owner, month=month)
    return presenting.page(request.actor, wanted, cursor=cursor, limit=limit)


@router.get("/opportunities/board", response=schemas.BoardOut, openapi_extra=SEES)
def board(request: Request, whose: str = sight.MINE, owner: int | None = None) -> schemas.BoardOut:
    """Each stage with count, sums and the first cards."""
    return presenting.board_out(request.actor, whose=whose, owner_id=owner)


@router.get("/opportunities/forecast", response=schemas.ForecastOut, openapi_extra=SEES)
def forecast(request: Request, whose: str = sight.TEAM) -> schemas.ForecastOut:
    """What is to be expected, by month and by person."""
    return presenting.forecast_out(request.actor, whose=whose)


@router.get("/opportunity-stages", response=schemas.StagesOut, openapi_extra=SETS_UP)
def stage_list(request: Request) -> schemas.StagesOut:
    """The stages for whoever sets them up."""
    return presenting.set_up(request.actor)


@router.put("/opportunity-stages", response={204: None}, openapi_extra=SETS_UP)
def set_up_stages(request: Request, body: schemas.StagesIn) -> None:
    """Make the stages equal to these, in this order."""
    wanted = [StageDraft(**each.model_dump()) for each in body.stages]
    stages.set_up(request.actor, wanted, version=body.version)
