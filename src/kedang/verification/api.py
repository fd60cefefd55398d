"""Verifying over HTTP: one customer's points, the lists, and the public answer to a link."""

from ninja import Router

from kedang.accounts.auth import visitor
from kedang.archive import rights as archive_rights
from kedang.kit.doors import PUBLIC, IdIn, Request, needs
from kedang.verification import confirming, marking, overview, presenting, requesting, rights, schemas, visiting
from kedang.verification.api_campaigns import router as campaigns
from kedang.verification.api_delivery import router as delivery

router = Router()
router.add_router("", campaigns)
router.add_router("", delivery)
VIEW = needs(archive_rights.VIEW)
SEND = needs(rights.SEND)
CONFIRM = needs(rights.CONFIRM)
Standings = schemas.StandingsOut


@router.get("/customers/{int:id}/verification", response=Standings, openapi_extra=VIEW)
def standings(request: Request, id: IdIn) -> Standings:
    """How each contact point of a customer stands: verified by whom and how, until when; what is under way."""
    return presenting.standings(request.actor, id)


@router.post("/customers/{int:id}/verification/{sub}/send", response=Standings, openapi_extra=SEND)
def send(request: Request, id: IdIn, sub: IdIn, body: schemas.SendIn) -> Standings:
    """Send a code or a link to a contact point."""
    requesting.send_request(request.actor, id, sub, method=body.method, language=body.language)
    return presenting.standings(request.actor, id)


@router.post("/customers/{int:id}/verification/{sub}/confirm", response=Standings, openapi_extra=CONFIRM)
def confirm(request: Request, id: IdIn, sub: IdIn, body: schemas.CodeIn) -> Standings:
    """Enter the code the customer tells. Five guesses, ten minutes."""
    confirming.confirm_code(request.actor, id, sub, code=body.code)
    return presenting.standings(request.actor, id)


@router.post("/customers/{int:id}/verification/{sub}/mark", response=Standings, openapi_extra=CONFIRM)
def mark(request: Request, id: IdIn, sub: IdIn, body: schemas.MarkIn) -> Standings:
    """Verify by telephone, document or in person; or say that the point reaches nobody."""
    marking.mark(request.actor, id, sub, how=body.how, note=body.note)
    return presenting.standings(request.actor, id)


@router.get("/verification/{what}", response=schemas.ListedPage, openapi_extra=VIEW)
def listed(request: Request, what: overview.What, cursor: str | None = None, limit: int | None = None) -> object:
    """What waits for an answer, runs out within 30 days, or bounced within 30 days, among the customers one sees."""
    page = overview.listed(request.actor, what, cursor=cursor, limit=limit)
    return presenting.listed_page(request.actor, page)


@router.post("/confirmation", response=schemas.AskedOut, auth=visitor, openapi_extra=PUBLIC)
def confirm_link(request: Request, body: schemas.LinkSecretIn) -> schemas.AskedOut:
    """Confirm by a link, once; or with `look` only say what it asks to confirm, which changes nothing."""
    step = visiting.look if body.look else visiting.confirm_link
    asked = step(request.actor, body.token)
    return schemas.AskedOut(organisation=asked.organisation, kind=asked.kind)
