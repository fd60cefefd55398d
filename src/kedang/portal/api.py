"""The portal over HTTP, for staff: invitations, what waits for a decision, and the list of fields."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.portal import allowing, deciding, inviting, presenting, rights, schemas
from kedang.portal.api_customer import router as customer
from kedang.portal.inviting import InvitationDraft

router = Router()
router.add_router("", customer)
INVITES, REVIEWS, MANAGES = needs(rights.INVITE), needs(rights.REVIEW), needs(rights.MANAGE)


@router.get("/customers/{int:id}/invitations", response=schemas.InvitationsOut, openapi_extra=INVITES)
def list_invitations(request: Request, id: IdIn) -> schemas.InvitationsOut:
    """A customer's invitations, and where a link and its code could go."""
    return presenting.standing(request.actor, id)


@router.post("/customers/{int:id}/invitations", response={201: schemas.InvitedOut}, openapi_extra=INVITES)
def invite(request: Request, id: IdIn, body: schemas.InvitationIn) -> schemas.InvitedOut:
    """Send a customer a link; a code that is to be said is told this once."""
    made = inviting.invite(request.actor, id, InvitationDraft(**body.model_dump()))
    return schemas.InvitedOut(id=str(made.id), code=made.code or None)


@router.post("/customers/{int:id}/invitations/{sub}/revoke", response={204: None}, openapi_extra=INVITES)
def revoke_invitation(request: Request, id: IdIn, sub: IdIn) -> None:
    """End a link and the session that came of it."""
    inviting.revoke(request.actor, id, sub)


@router.get("/corrections", response=list[schemas.SentCorrectionOut], openapi_extra=REVIEWS)
def list_corrections(request: Request) -> list[schemas.SentCorrectionOut]:
    """What customers sent and nobody decided on."""
    return deciding.waiting(request.actor)


@router.get("/corrections/count", response=schemas.CorrectionCountOut, openapi_extra=REVIEWS)
def count_corrections(request: Request) -> schemas.CorrectionCountOut:
    """How many of them there are, up to a hundred."""
    return schemas.CorrectionCountOut(waiting=deciding.count(request.actor))


@router.post("/corrections/{id}/accept", response={204: None}, openapi_extra=REVIEWS)
def accept_correction(request: Request, id: IdIn, body: schemas.CorrectionAcceptIn) -> None:
    """Write it into the archive."""
    deciding.accept(request.actor, id, version=body.version)


@router.post("/corrections/{id}/refuse", response={204: None}, openapi_extra=REVIEWS)
def refuse_correction(request: Request, id: IdIn, body: schemas.CorrectionRefusalIn) -> None:
    """Leave the archive as it is, and tell the customer why."""
    deciding.refuse(request.actor, id, reason=body.reason)


@router.get("/portal/fields", response=schemas.PortalRuleOut, openapi_extra=MANAGES)
def portal_fields(request: Request) -> schemas.PortalRuleOut:
    """Which fields customers see."""
    return presenting.rule(request.actor)


@router.put("/portal/fields", response=schemas.PortalRuleOut, openapi_extra=MANAGES)
def set_portal_fields(request: Request, body: schemas.PortalRuleIn) -> schemas.PortalRuleOut:
    """Say which fields customers see; none: name, telephones, e-mail and address."""
    allowing.allow(request.actor, body.fields)
    return presenting.rule(request.actor)
