"""What was found of a number, and what is on its way to it, when customers become one or several again.

Both are rows that follow the value. The state of a contact point only says what they say, so it is read from them anew.
"""

from collections.abc import Collection
from typing import Any

from kedang.archive.models import ContactPoint
from kedang.archive.point_states import hold_customer
from kedang.kit.actor import Actor
from kedang.verification.models import OPEN, Fact, OfPoint, Request

Value = tuple[int, str, int | None]
# Bounced and expired are findings of their own, which no row contradicts.
_RESTING = ("unverified", "sent", "verified")


def home_of_value(row: OfPoint, survivor_id: int, loser_ids: Collection[int]) -> int | None:
    """Whose value a row that came after the merge is about, when the survivor does not have that value itself."""
    holders = ContactPoint.objects.filter(kind=row.kind, blind=row.blind)
    if holders.filter(customer_id=survivor_id).exists():
        return None
    owners = holders.filter(customer_id__in=loser_ids).order_by("customer_id")
    return owners.values_list("customer_id", flat=True).first()


def settle_points(actor: Actor, customer_ids: Collection[int]) -> None:
    """These became one, or several again: a point is verified or asked if something says so, else neither."""
    for customer_id in sorted(customer_ids):
        hold_customer(customer_id)
    found = _values(Fact.objects.filter(customer_id__in=customer_ids, ended_at__isnull=True))
    asked = _values(Request.objects.filter(customer_id__in=customer_ids, state=OPEN))
    standing = ContactPoint.objects.filter(customer_id__in=customer_ids, customer__survivor_id__isnull=True)
    for point in standing.filter(state__in=_RESTING):
        value = (point.customer_id, point.kind, point.blind)
        state = "verified" if value in found else "sent" if value in asked else "unverified"
        if state != point.state:
            ContactPoint.objects.filter(id=point.id).update(state=state)


def _values(rows: Any) -> set[Value]:
    return set(rows.values_list("customer_id", "kind", "blind"))
