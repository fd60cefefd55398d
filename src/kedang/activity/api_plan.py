"""The contact plan over HTTP."""

from ninja import Router

from kedang.activity import contact_plan, keeping_contact, presenting, rights, schemas_plan
from kedang.kit.doors import Request, needs

router = Router()
PLANS = needs(rights.PLAN)


@router.get("/contact-plan", response=schemas_plan.ContactPlanOut, openapi_extra=PLANS)
def contact_plan_now(request: Request) -> schemas_plan.ContactPlanOut:
    """Customers of which level are to be contacted how often."""
    return schemas_plan.plan_out(contact_plan.read(request.actor))


@router.put("/contact-plan", response=schemas_plan.ContactPlanOut, openapi_extra=PLANS)
def set_contact_plan(request: Request, body: schemas_plan.ContactPlanIn) -> schemas_plan.ContactPlanOut:
    """Set the plan; while it is active it is followed each working day."""
    actor = request.actor
    contact_plan.save(actor, active=body.active, rhythms=body.rhythms(), most=body.most, version=body.version)
    return schemas_plan.plan_out(contact_plan.read(actor))


@router.post("/contact-plan/outlook", response=schemas_plan.ContactOutlookOut, openapi_extra=PLANS)
def contact_plan_outlook(request: Request, body: schemas_plan.ContactOutlookIn) -> schemas_plan.ContactOutlookOut:
    """What a plan would do now: how many follow-ups for whom. Changes nothing."""
    return presenting.outlook(keeping_contact.outlook(request.actor, body.rhythms(), most=body.most))


@router.post("/contact-plan/run", response={204: None}, openapi_extra=PLANS)
def follow_contact_plan(request: Request) -> None:
    """Follow the plan at once, in the background."""
    keeping_contact.run_now(request.actor)
