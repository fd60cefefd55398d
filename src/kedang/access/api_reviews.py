"""Reviews of access over HTTP."""

from ninja import Router

from kedang.access import presenting_reviews, reading, review_rules, reviewing
from kedang.access import schemas_reviews as schemas
from kedang.accounts.rights import AUDIT_READ, ROLES_MANAGE
from kedang.approvals.rights import DECIDE
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()
READS, DECIDES, SETS = needs(ROLES_MANAGE, DECIDE, AUDIT_READ), needs(ROLES_MANAGE, DECIDE), needs(ROLES_MANAGE)


@router.get("/access-reviews", response=schemas.AccessReviewsOut, openapi_extra=READS)
def access_reviews(request: Request) -> schemas.AccessReviewsOut:
    """Reviews of who holds what, newest first, with their progress."""
    return presenting_reviews.reviews(reading.reviews(request.actor))


@router.get("/access-reviews/count", response=schemas.AccessReviewCount, openapi_extra=SIGNED_IN)
def access_review_count(request: Request) -> schemas.AccessReviewCount:
    """How many lines wait for one's decision; none for whoever decides nothing."""
    return schemas.AccessReviewCount(waiting=reading.waiting(request.actor))


@router.post("/access-reviews", response={201: schemas.AccessReviewsOut}, openapi_extra=SETS)
def start_access_review(request: Request) -> schemas.AccessReviewsOut:
    """List everybody's roles and clearances now, and ask those who lead them to confirm or take away each within thirty days."""
    reviewing.start(request.actor)
    return presenting_reviews.reviews(reading.reviews(request.actor))


@router.get("/access-reviews/{int:id}/lines", response=schemas.AccessLinePage, openapi_extra=READS)
def access_review_lines(
    request: Request, id: IdIn, which: reading.Which = "all", cursor: str | None = None, limit: int | None = None
) -> schemas.AccessLinePage:
    """Who held what on that day, when they were last here, and who said what of it."""
    found = reading.lines(request.actor, id, which=which, cursor=cursor, limit=limit)
    return presenting_reviews.page(found, request.actor.language)


@router.post("/access-reviews/{int:id}/confirm", response={204: None}, openapi_extra=DECIDES)
def confirm_access(request: Request, id: IdIn, body: schemas.AccessConfirmIn) -> None:
    """Say that these lines still hold; never one's own."""
    reviewing.confirm(request.actor, id, body.lines)


@router.post("/access-review-lines/{int:id}/take", response={204: None}, openapi_extra=DECIDES)
def take_access(request: Request, id: IdIn) -> None:
    """Take the role or the clearance away at once; of an account without a role, disable it."""
    reviewing.take(request.actor, id)


@router.get("/access-review-rules", response=schemas.AccessReviewRulesOut, openapi_extra=SETS)
def access_review_rules(request: Request) -> schemas.AccessReviewRulesOut:
    """How often access is reviewed, and what becomes of what nobody confirms."""
    return presenting_reviews.rules(review_rules.read(request.actor))


@router.put("/access-review-rules", response=schemas.AccessReviewRulesOut, openapi_extra=SETS)
def change_access_review_rules(request: Request, body: schemas.AccessReviewRulesIn) -> schemas.AccessReviewRulesOut:
    """Set both; a review that runs keeps the end it was started with."""
    return presenting_reviews.rules(review_rules.change(request.actor, **body.model_dump()))
