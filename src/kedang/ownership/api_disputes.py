"""Disputes over HTTP."""

from ninja import Router

from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs
from kedang.ownership import disputes, hearing, presenting_disputes, rights
from kedang.ownership import schemas_disputes as schemas
from kedang.ownership.schemas import Made, VersionIn

router = Router()
SEES, DECIDES = needs(archive_rights.VIEW), needs(rights.ARBITRATE)


@router.get("/disputes", response=schemas.DisputePage, openapi_extra=SEES)
def dispute_list(
    request: Request,
    state: schemas.DisputeState = "open",
    customer_id: IdIn | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.DisputePage:
    """The disputes one has a part in or may decide, the newest first."""
    found = hearing.listed(request.actor, state=state, customer_id=customer_id, cursor=cursor, limit=limit)
    return presenting_disputes.page(request.actor, found)


@router.get("/disputes/{int:id}", response=schemas.DisputeCaseOut, openapi_extra=SEES)
def dispute(request: Request, id: IdIn) -> schemas.DisputeCaseOut:
    """One dispute: the parties, what they say, what the archive knows, and what was decided."""
    return presenting_disputes.case(request.actor, hearing.hear(request.actor, id))


@router.post("/customers/{int:id}/disputes", response={201: Made}, openapi_extra=SEES)
def raise_dispute(request: Request, id: IdIn, body: schemas.DisputeIn) -> Made:
    """Say that a customer is somebody else's than it seems."""
    return Made(id=str(disputes.raise_dispute(request.actor, id, text=body.text, party_ids=body.party_ids)))


@router.post("/disputes/{int:id}/statements", response={204: None}, openapi_extra=SEES)
def answer_dispute(request: Request, id: IdIn, body: schemas.StatementIn) -> None:
    """Say something in an open dispute."""
    disputes.answer(request.actor, id, text=body.text)


@router.post("/disputes/{int:id}/withdraw", response={204: None}, openapi_extra=SEES)
def withdraw_dispute(request: Request, id: IdIn, body: VersionIn) -> None:
    """Take back a dispute one has raised."""
    disputes.withdraw(request.actor, id, version=body.version)


@router.post("/disputes/{int:id}/decide", response={204: None}, openapi_extra=DECIDES)
def decide_dispute(request: Request, id: IdIn, body: schemas.DecisionIn) -> None:
    """Say whose a disputed customer is."""
    disputes.decide(request.actor, id, **body.model_dump())
