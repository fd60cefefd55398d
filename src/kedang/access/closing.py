"""What a review does by itself: begins when its time has come, reminds a week before the end, and ends.

At the end what nobody confirmed is listed, its role taken away, or its account disabled, as the review was started. What cannot be done,
above all the last administrator, is kept, listed with the reason, and told: nobody is locked out of the installation by nobody's answer.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction

from kedang.access import review_rules, reviewing, telling
from kedang.access.models import GONE, KEPT, LAPSED, OPEN, REMOVED, SUSPENDED, WARN, Line, Review
from kedang.access.models import REMOVE as TO_REMOVE
from kedang.accounts import users
from kedang.classification.clearing import give_clearance
from kedang.history.record import event_row, record, record_many
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.levels import ORDINARY

WEEK = timedelta(days=7)


def look_after() -> None:
    """Repeated work, safe to do twice."""
    end()
    remind()
    begin()


def begin() -> Review | None:
    """Start the review whose time has come."""
    with transaction.atomic():
        at = review_rules.next_start(review_rules.locked())
    if at is None or at > now() or Review.objects.filter(is_open=True).exists():
        return None
    return reviewing.start(system_actor("worker"))


@transaction.atomic
def remind() -> int:
    """Tell once more, a week before the end, whoever still has lines to decide; how many people."""
    review = Review.objects.select_for_update().filter(is_open=True, reminded_at__isnull=True).first()
    if review is None or review.due_at - WEEK > now():
        return 0
    review.reminded_at = now()
    review.save(update_fields=["reminded_at"])
    return telling.reminded(review)


@transaction.atomic
def end() -> Review | None:
    """End the review when nothing waits any more, or its time is over."""
    review = Review.objects.select_for_update().filter(is_open=True).first()
    if review is None:
        return None
    waiting = _settled(list(Line.objects.filter(review=review, state=OPEN).order_by("id")))
    if waiting and review.due_at > now():
        return None
    worker = system_actor("worker")
    for line in waiting:
        line.state, line.why = _unconfirmed(worker, review, line)
        line.decided_at = now()
    Line.objects.bulk_update(waiting, ["state", "why", "decided_at"], batch_size=500)
    record_many(
        event_row(
            worker,
            "access.line_lapsed",
            subject=("user", line.user_id),
            details=reviewing.facts(line) | {"then": line.state, "why": line.why},
        )
        for line in waiting
    )
    _close(worker, review)
    return review


def _close(worker: Actor, review: Review) -> None:
    review.is_open, review.ended_at = None, now()
    review.save(update_fields=["is_open", "ended_at"])
    counts = Counter(Line.objects.filter(review=review).values_list("state", flat=True))
    record(worker, "access.review_ended", subject=("access_review", review.id), details=dict(counts))
    telling.ended(review, counts)


def _settled(lines: list[Line]) -> list[Line]:
    """The lines that still wait, after those are put aside that are true no more."""
    true = reviewing.held(lines)
    gone = [line.id for line in lines if line.id not in true]
    Line.objects.filter(id__in=gone).update(state=GONE, decided_at=now())
    return [line for line in lines if line.id in true]


def _unconfirmed(worker: Actor, review: Review, line: Line) -> tuple[str, str]:
    """What becomes of a line nobody confirmed."""
    if review.at_deadline == WARN:
        return LAPSED, ""
    try:
        # Its own savepoint: what is refused for one person is undone for that person only.
        with transaction.atomic():
            if review.at_deadline == TO_REMOVE and line.clearance:
                give_clearance(worker, line.user_id, level=ORDINARY)
                return REMOVED, ""
            if review.at_deadline == TO_REMOVE and line.role_id is not None:
                users.take_role(worker, line.user_id, line.role_id)
                return REMOVED, ""
            users.change_user(worker, line.user_id, {"is_active": False})
    except DomainError as refused:
        return KEPT, refused.code
    return SUSPENDED, ""
