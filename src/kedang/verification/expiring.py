"""Time passes: requests nobody answered end, and confirmations hold only as long as the settings say."""

from django.db import transaction

from kedang.archive.point_states import hold_customer, set_point_state
from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.verification.limits import forget_counters
from kedang.verification.models import EXPIRED, OPEN, Fact, OfPoint, Request

_BATCH = 500


def expire() -> int:
    """End everything whose time is over; how many that were. Safe to run twice."""
    forget_counters()
    count = 0
    while due := list(Request.objects.filter(state=OPEN, expires_at__lte=now())[:_BATCH]):
        for request in due:
            _end_request(request)
        count += len(due)
    while over := list(Fact.objects.filter(ended_at__isnull=True, valid_until__lte=now())[:_BATCH]):
        for fact in over:
            _end_fact(fact)
        count += len(over)
    return count


@transaction.atomic
def _end_request(request: Request) -> None:
    hold_customer(request.customer_id)
    if not Request.objects.filter(id=request.id, state=OPEN).update(state=EXPIRED, ended_at=now()):
        return  # an answer came while we looked
    _set_state(request, "unverified", was="sent")
    details = {"point": str(request.point_id), "request": str(request.id)}
    subject = ("customer", request.customer_id)
    worker = system_actor("worker")
    record(worker, "contact_point.request_expired", subject=subject, fields=[request.kind], details=details)


@transaction.atomic
def _end_fact(fact: Fact) -> None:
    hold_customer(fact.customer_id)
    if not Fact.objects.filter(id=fact.id, ended_at__isnull=True).update(ended_at=now(), why=EXPIRED):
        return
    _set_state(fact, "expired", was="verified")
    subject, details = ("customer", fact.customer_id), {"point": str(fact.point_id)}
    record(system_actor("worker"), "contact_point.expired", subject=subject, fields=[fact.kind], details=details)


def _set_state(row: OfPoint, state: str, *, was: str) -> None:
    set_point_state(row.customer_id, state, kind=row.kind, blind=row.blind, only=(was,))
