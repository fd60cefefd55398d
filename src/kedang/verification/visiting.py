"""What a customer can do with the link: see who asks, and confirm. Looking changes nothing; an unknown link, a used one and
one that ran out answer alike, and nobody can try many."""

from dataclasses import dataclass

from django.db import transaction

from kedang.accounts.secrets import hashed
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.policy import contact_code
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.verification.facts import found_right
from kedang.verification.limits import take
from kedang.verification.models import CONFIRMED, LINK, OPEN, Request
from kedang.verification.points import ASKED, Point
from kedang.verification.wording import sender_name

PER_ADDRESS, WINDOW = 40, 900
NOT_OPEN = Refusal(
    "verification.link",
    404,
    "这个链接无效、已使用或已过期。如需确认，请联系给您发送它的单位。",
    "This link is not valid, was used, or ran out. To confirm, please contact who sent it.",
)
SLOWLY = Refusal(
    "verification.slowly",
    429,
    "打开次数过多，请 15 分钟后再试。",
    "Opened too often. Please try again in 15 minutes.",
)
CUSTOMER = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page says: which organisation asks, and about which kind of contact point."""

    organisation: str
    kind: str


def look(visitor: Actor, token: str) -> Asked:
    """What a link asks to confirm. The value and the name are not shown: a mailed link can be forwarded."""
    _throttle(visitor)
    request = _open_request(token)
    if request is None or _point_of(request) is None:
        raise NOT_OPEN()
    return Asked(sender_name(), request.kind)


def _throttle(visitor: Actor) -> None:
    with transaction.atomic():
        full = take("visit", visitor.ip, cap=PER_ADDRESS, seconds=WINDOW)
    if full is not None:
        raise SLOWLY()


def _open_request(token: str) -> Request | None:
    return Request.objects.filter(secret=hashed(token), method=LINK, state=OPEN, expires_at__gt=now()).first()


def _point_of(request: Request, *, lock: bool = False) -> Point | None:
    """The point a request is about, while it still has the value that was asked for."""
    found = Customer.objects.filter(id=request.customer_id, trashed_at__isnull=True)
    customer = (found.select_for_update() if lock else found).first()
    row = ContactPoint.objects.filter(
        customer_id=request.customer_id, kind=request.kind, blind=request.blind, state__in=ASKED
    ).first()
    if customer is None or row is None:
        return None
    return Point(customer, row, contact_code(row.kind) if row.contact_id else row.kind)


def confirm_link(visitor: Actor, token: str) -> Asked:
    """Confirm, once."""
    _throttle(visitor)
    return _confirm(visitor, token)


@transaction.atomic
def _confirm(visitor: Actor, token: str) -> Asked:
    request = _open_request(token)
    point = _point_of(request, lock=True) if request else None
    if request is None or point is None:
        raise NOT_OPEN()
    if not Request.objects.filter(id=request.id, state=OPEN).update(state=CONFIRMED, ended_at=now()):
        raise NOT_OPEN()
    found_right(point, method=LINK, by=CUSTOMER)
    details = {"point": str(point.row.id), "request": str(request.id), "method": LINK}
    record(visitor, "contact_point.confirmed", subject=point.subject, fields=[point.code], details=details)
    return Asked(sender_name(), request.kind)
