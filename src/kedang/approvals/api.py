"""Approvals over HTTP."""

from ninja import Router

from kedang.approvals import asking, emergency, granting, presenting, reading, reviewing, rights, schemas, terms
from kedang.archive import rights as archive_rights
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
ASKS, DECIDES, REVIEWS, SETS = needs(rights.ASK), needs(rights.DECIDE), needs(rights.REVIEW), needs(rights.MANAGE)
SEES = needs(archive_rights.VIEW)
# Requests to see, and requests to export.
ASKED = needs(rights.ASK, archive_rights.EXPORT)


@router.get("/approvals/mine", response=schemas.ApprovalPage, openapi_extra=ASKED)
def my_approvals(request: Request, cursor: str | None = None, limit: int | None = None) -> schemas.ApprovalPage:
    """One's own requests to see masked values or to export, the newest first."""
    return presenting.page(request.actor, reading.mine(request.actor, cursor=cursor, limit=limit))


@router.get("/approvals/waiting", response=schemas.ApprovalPage, openapi_extra=DECIDES)
def approvals_to_decide(request: Request) -> schemas.ApprovalPage:
    """The requests that wait for one's decision, the oldest first."""
    return presenting.page(request.actor, reading.to_decide(request.actor))


@router.get("/approvals/past", response=schemas.ApprovalPage, openapi_extra=needs(rights.DECIDE, rights.REVIEW))
def past_approvals(request: Request, cursor: str | None = None, limit: int | None = None) -> schemas.ApprovalPage:
    """What became of requests: those one decided, or all of them for whoever reviews."""
    return presenting.page(request.actor, reading.past(request.actor, cursor=cursor, limit=limit))


@router.get("/approvals/count", response=schemas.ApprovalCounts, openapi_extra=SIGNED_IN)
def approval_counts(request: Request) -> schemas.ApprovalCounts:
    """How much waits for one's decision and for one's review."""
    found = reading.counts(request.actor)
    return schemas.ApprovalCounts(decide=found.decide, review=found.review)


@router.post("/approvals", response={201: schemas.ApprovalMade}, openapi_extra=ASKS)
def ask_for_approval(request: Request, body: schemas.ApprovalIn) -> schemas.ApprovalMade:
    """Ask to see masked fields of customers, for a purpose, a time and a number of looks."""
    made = asking.ask(request.actor, asking.Wanted(**body.model_dump()))
    return schemas.ApprovalMade(id=str(made.id))


@router.post("/approvals/{int:id}/approve", response={204: None}, openapi_extra=DECIDES)
def approve_request(request: Request, id: IdIn, body: schemas.ApproveIn) -> None:
    """Grant what was asked, or less of it; the time begins now."""
    granting.approve(
        request.actor,
        id,
        version=body.version,
        fields=body.fields,
        minutes=body.minutes,
        looks=body.looks,
        words_said=body.words,
    )


@router.post("/approvals/{int:id}/refuse", response={204: None}, openapi_extra=DECIDES)
def refuse_request(request: Request, id: IdIn, body: schemas.RefuseApprovalIn) -> None:
    """Say no, and why."""
    granting.refuse(request.actor, id, version=body.version, reason=body.reason)


@router.post("/approvals/{int:id}/withdraw", response={204: None}, openapi_extra=ASKED)
def withdraw_request(request: Request, id: IdIn) -> None:
    """Take one's own request back while it waits."""
    asking.withdraw(request.actor, id)


@router.post("/approval-grants/{int:id}/revoke", response={204: None}, openapi_extra=SIGNED_IN)
def revoke_grant(request: Request, id: IdIn) -> None:
    """End a grant at once."""
    granting.revoke(request.actor, id)


@router.get("/approval-reviews", response=schemas.GrantReviewPage, openapi_extra=REVIEWS)
def approval_reviews(
    request: Request, done: bool = False, cursor: str | None = None, limit: int | None = None
) -> schemas.GrantReviewPage:
    """Used grants to look at afterwards, with who saw what, when and why; or what was found."""
    found = reading.reviews(request.actor, done=done, cursor=cursor, limit=limit)
    return presenting.reviews(request.actor, found)


@router.post("/approval-reviews/{int:id}", response={204: None}, openapi_extra=REVIEWS)
def review_grant(request: Request, id: IdIn, body: schemas.GrantReviewIn) -> None:
    """Say whether a grant was used as it should have been."""
    reviewing.review(request.actor, id, fine=body.fine, finding=body.finding)


@router.get("/customers/{int:id}/approvals", response=schemas.ApprovalStanding, openapi_extra=SEES)
def customer_approvals(request: Request, id: IdIn) -> schemas.ApprovalStanding:
    """What one may do about a customer's masked fields, and how one's requests stand."""
    return presenting.standing(request.actor, id)


@router.post("/customers/{int:id}/break-glass", response=schemas.GlassOut, openapi_extra=needs(rights.BREAK_GLASS))
def break_glass(request: Request, id: IdIn, body: schemas.GlassIn) -> schemas.GlassOut:
    """Values in clear at once; leads and reviewers hear of it, and somebody reviews it within a day."""
    found = emergency.break_glass(request.actor, id, keys=body.fields, reason=body.reason)
    return schemas.GlassOut(values=found)


@router.get("/approval-terms", response=schemas.ApprovalTermsOut, openapi_extra=SETS)
def approval_terms(request: Request) -> schemas.ApprovalTermsOut:
    """The rules in force."""
    return presenting.rules(terms.read(request.actor))


@router.put("/approval-terms", response=schemas.ApprovalTermsOut, openapi_extra=SETS)
def change_approval_terms(request: Request, body: schemas.ApprovalTermsIn) -> schemas.ApprovalTermsOut:
    """Set rules; what is left out stays."""
    return presenting.rules(terms.change(request.actor, body.changes(), version=body.version))
