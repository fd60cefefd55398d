"""Looking at used grants afterwards: by somebody who neither used nor made them."""

from django.db import transaction

from kedang.approvals import line, rights, words
from kedang.approvals.asking import OVER
from kedang.approvals.models import FINE, NOT_FINE, OPEN, Review
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal

OWN_CAUSE = Refusal(
    "approvals.own_review",
    403,
    "不能复核自己使用或自己批准的查看，请由其他人复核。没有改动。",
    "Nobody reviews what they used or granted themselves. Nothing was changed.",
)


@transaction.atomic
def review(actor: Actor, review_id: int, *, fine: bool, finding: str) -> None:
    """Say whether a grant was used as it should have been. What was not fine needs words."""
    actor.require(rights.REVIEW)
    row = Review.objects.select_for_update(of=("self",)).select_related("grant").filter(id=review_id).first()
    if row is None:
        raise NOT_FOUND()
    if any(line.same_person(actor.id, other) for other in (row.user_id, row.grant.granted_by)):
        raise OWN_CAUSE()
    if row.state != OPEN:
        raise OVER()
    text = words.checked(finding, shortest=0 if fine else words.SHORTEST)
    row.state = FINE if fine else NOT_FINE
    row.reviewed_by, row.reviewed_at = actor.id, now()
    row.finding_enc = words.seal(row.grant.request_id, "finding", text)
    row.save()
    details = {"user": str(row.user_id), "fine": fine, "emergency": row.emergency}
    record(actor, "approvals.reviewed", subject=("approval", row.grant.request_id), details=details)
