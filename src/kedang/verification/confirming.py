"""Entering the code a customer tells us. A guess is counted, and the count committed, before it is looked at."""

from django.db import transaction
from django.db.models import F, QuerySet

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.verification import codes, rights
from kedang.verification.facts import found_right
from kedang.verification.models import CODE, CONFIRMED, OPEN, USED_UP, Fact, Request
from kedang.verification.points import ASKED, Point, load_point

MOST_TRIES = 5
NOT_A_CODE = Refusal("verification.not_a_code", 422, "核实码是 6 位数字。", "A code has 6 digits.")
NO_REQUEST = Refusal(
    "verification.no_request",
    409,
    "没有等待填写的核实码：可能已过期、已用过，或联系方式改过了。请重新发送。",
    "No code is waiting: it ran out, was used, or the contact point was changed. Send a new one.",
)
WRONG = Refusal(
    "verification.wrong_code",
    422,
    "核实码不对，还可以试 {left} 次。",
    "That is not the code. {left} more tries.",
)
USED = Refusal(
    "verification.used_up",
    422,
    "核实码不对，次数已用完。请重新发送。",
    "That is not the code, and there are no tries left. Send a new one.",
)


def confirm_code(actor: Actor, customer_id: int, point_id: int, *, code: str) -> Fact:
    """Verify a point by its code. At most five guesses of a request are ever evaluated, however many come at once."""
    actor.require(rights.CONFIRM)
    guess = codes.tidy(code)
    if not guess:
        raise NOT_A_CODE()
    request = _count(actor, customer_id, point_id)
    if not codes.matches(request, guess):
        left = _wrong(actor, customer_id, point_id, request)
        raise WRONG(left=left) if left else USED()
    return _right(actor, customer_id, point_id, request)


@transaction.atomic
def _count(actor: Actor, customer_id: int, point_id: int) -> Request:
    point = load_point(actor, customer_id, point_id)
    request = _open(point).first()
    if request is None or point.row.state not in ASKED:
        raise NO_REQUEST()
    counted = Request.objects.filter(id=request.id, state=OPEN, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise NO_REQUEST()
    return request


def _open(point: Point) -> QuerySet[Request]:
    return point.requests().filter(method=CODE, state=OPEN, expires_at__gt=now())


@transaction.atomic
def _wrong(actor: Actor, customer_id: int, point_id: int, request: Request) -> int:
    point = load_point(actor, customer_id, point_id)
    request.refresh_from_db()
    left = MOST_TRIES - request.tries
    if left <= 0 and request.state == OPEN:
        Request.objects.filter(id=request.id, state=OPEN).update(state=USED_UP, ended_at=now())
        point.set_state("unverified", only=("sent",))
    details = {"point": str(point.row.id), "request": str(request.id), "left": left}
    record(actor, "contact_point.code_wrong", subject=point.subject, fields=[point.code], details=details)
    return max(left, 0)


@transaction.atomic
def _right(actor: Actor, customer_id: int, point_id: int, request: Request) -> Fact:
    point = load_point(actor, customer_id, point_id)
    used = _open(point).filter(id=request.id).update(state=CONFIRMED, ended_at=now())
    if not used or point.row.state not in ASKED:
        raise NO_REQUEST()
    fact = found_right(point, method=CODE, by=actor.id)
    details = {"point": str(point.row.id), "request": str(request.id), "method": CODE}
    record(actor, "contact_point.verified", subject=point.subject, fields=[point.code], details=details)
    return fact
