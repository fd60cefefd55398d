"""Key accounts over HTTP."""

from ninja import Router

from kedang.deals import sight
from kedang.deals.schemas import Made, VersionIn
from kedang.kit.doors import IdIn, Request, needs
from kedang.strategy import plans, presenting, rights, schemas, stakeholders
from kedang.strategy.plans import PlanDraft
from kedang.strategy.stakeholders import StakeholderDraft

router = Router()
SEES = needs(rights.VIEW)
EDITS = needs(rights.EDIT)


@router.get("/key-accounts", response=schemas.KeyAccountPage, openapi_extra=SEES)
def list_key_accounts(
    request: Request,
    whose: str = sight.MINE,
    owner: int | None = None,
    due: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.KeyAccountPage:
    """Key accounts of `mine`, the `team` or `all`, by when their strategy is looked at again; `due`: only those whose day has come."""
    return presenting.page(request.actor, whose=whose, owner_id=owner, due=due, cursor=cursor, limit=limit)


@router.get("/customers/{int:id}/strategy", response=schemas.KeyAccount, openapi_extra=SEES)
def strategy_of_customer(request: Request, id: IdIn) -> schemas.KeyAccount:
    """A customer's plan with signals of risk, who has a say there, and the latest reviews."""
    return presenting.of_customer(request.actor, id)


@router.post("/customers/{int:id}/plans", response={201: Made}, openapi_extra=EDITS)
def begin_plan(request: Request, id: IdIn, body: schemas.PlanIn) -> Made:
    """Make a customer a key account."""
    return Made(id=str(plans.begin(request.actor, id, PlanDraft(**body.model_dump()))))


@router.patch("/customers/{int:id}/plans/{sub}", response={204: None}, openapi_extra=EDITS)
def change_plan(request: Request, id: IdIn, sub: IdIn, body: schemas.PlanChangesIn) -> None:
    """Change a plan."""
    plans.change(request.actor, id, sub, body.given(), version=body.version)


@router.post("/customers/{int:id}/plans/{sub}/end", response={204: None}, openapi_extra=EDITS)
def end_plan(request: Request, id: IdIn, sub: IdIn, body: VersionIn) -> None:
    """The customer is no key account any more."""
    plans.end(request.actor, id, sub, version=body.version)


@router.post("/customers/{int:id}/plans/{sub}/reviews", response={201: Made}, openapi_extra=EDITS)
def review_plan(request: Request, id: IdIn, sub: IdIn, body: schemas.ReviewIn) -> Made:
    """Write down what a look at the strategy found."""
    return Made(id=str(plans.review(request.actor, id, sub, **body.model_dump())))


@router.post("/customers/{int:id}/stakeholders", response={201: Made}, openapi_extra=EDITS)
def add_stakeholder(request: Request, id: IdIn, body: schemas.StakeholderIn) -> Made:
    """Write down who has a say."""
    return Made(id=str(stakeholders.add(request.actor, id, StakeholderDraft(**body.model_dump()))))


@router.patch("/customers/{int:id}/stakeholders/{sub}", response={204: None}, openapi_extra=EDITS)
def change_stakeholder(request: Request, id: IdIn, sub: IdIn, body: schemas.StakeholderChangesIn) -> None:
    """Change what is known of a stakeholder."""
    stakeholders.change(request.actor, id, sub, body.given(), version=body.version)


@router.delete("/customers/{int:id}/stakeholders/{sub}", response={204: None}, openapi_extra=EDITS)
def drop_stakeholder(request: Request, id: IdIn, sub: IdIn, version: int) -> None:
    """Take a stakeholder away."""
    stakeholders.drop(request.actor, id, sub, version=version)
