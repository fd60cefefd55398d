"""Assignment rules over HTTP."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.ownership import assigning, presenting_assigning, rights, trying
from kedang.ownership import schemas_assigning as schemas
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.schemas import Made, SimulateIn, VersionIn

router = Router()
MANAGES = needs(rights.MANAGE)


@router.get("/assignment-rules", response=list[schemas.AssignmentRuleOut], openapi_extra=MANAGES)
def assignment_list(request: Request) -> list[schemas.AssignmentRuleOut]:
    """The assignment rules, in the order in which they are asked."""
    return presenting_assigning.assignments(request.actor)


@router.post("/assignment-rules", response={201: Made}, openapi_extra=MANAGES)
def write_assignment(request: Request, body: schemas.AssignmentRuleIn) -> Made:
    """Write an assignment rule down; it does nothing yet."""
    return Made(id=str(assigning.write_assignment(request.actor, AssignmentTerms(**body.model_dump())).id))


@router.put("/assignment-rules/order", response={204: None}, openapi_extra=MANAGES)
def order_assignments(request: Request, body: schemas.AssignmentOrderIn) -> None:
    """Say in which order the rules are asked."""
    assigning.put_in_order(request.actor, body.ids)


@router.put("/assignment-rules/{int:id}", response={204: None}, openapi_extra=MANAGES)
def change_assignment(request: Request, id: IdIn, body: schemas.AssignmentRuleChangesIn) -> None:
    """Change an assignment rule that is not in force."""
    terms = AssignmentTerms(**body.model_dump(exclude={"version"}))
    assigning.change_assignment(request.actor, id, terms, version=body.version)


@router.post("/assignment-rules/{int:id}/drop", response={204: None}, openapi_extra=MANAGES)
def drop_assignment(request: Request, id: IdIn, body: VersionIn) -> None:
    """Delete an assignment rule that is not in force."""
    assigning.drop_assignment(request.actor, id, version=body.version)


@router.post("/assignment-rules/{int:id}/simulate", response=schemas.AssignmentTrialOut, openapi_extra=MANAGES)
def simulate_assignment(request: Request, id: IdIn, body: SimulateIn) -> schemas.AssignmentTrialOut:
    """What a rule would do with those without an owner now. Changes nothing."""
    found = trying.simulate_assignment(request.actor, id, existing=body.existing)
    return presenting_assigning.trial(request.actor, found)


@router.post("/assignment-rules/{int:id}/on", response={204: None}, openapi_extra=MANAGES)
def switch_on_assignment(request: Request, id: IdIn, body: schemas.AssignmentOnIn) -> None:
    """Put an assignment rule in force, with the simulation that was looked at."""
    trying.switch_on_assignment(request.actor, id, version=body.version, existing=body.existing, seen=body.seen)


@router.post("/assignment-rules/{int:id}/off", response={204: None}, openapi_extra=MANAGES)
def switch_off_assignment(request: Request, id: IdIn, body: VersionIn) -> None:
    """Take an assignment rule out of force."""
    assigning.rest(request.actor, id, version=body.version)
