"""Canary customers: somebody files a customer who does not exist, marks it here, and whoever opens it had no reason to.

The mark is a keyed hash: the table does not say whom it means, no page of a customer shows it, and the event of marking names nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kedang.archive.models import Customer
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.oversight import rights
from kedang.oversight.models import Canary
from kedang.vault.blind import token_apart

MOST = 200
NO_SUCH = Refusal(
    "canary.no_such",
    422,
    "没有这个档号的客户，没有标记。请先建立一个虚构客户，再填写它的档号。",
    "No customer has this archive number: nothing was marked. File an invented customer first, then give its number.",
)
MARKED = Refusal("canary.marked", 409, "该客户已经是诱饵。", "This customer is a canary already.")
TOO_MANY = Refusal("canary.too_many", 409, "诱饵客户最多 200 位。", "There may be 200 canaries at most.")


@dataclass(frozen=True, slots=True)
class Mark:
    """A canary, without saying which."""

    id: int
    by: int
    at: datetime


def token_of(customer_id: int) -> str:
    """A customer as its mark names it."""
    return token_apart("oversight.canary", str(customer_id))


def marks(actor: Actor) -> list[Mark]:
    """The marks there are."""
    actor.require(rights.MANAGE)
    rows = list(Canary.objects.order_by("-id"))
    record_read(actor, "canaries.listed", count=len(rows))
    return [Mark(row.id, row.by, row.at) for row in rows]


@transaction.atomic
def mark(actor: Actor, *, number: str) -> int:
    """Make a customer a canary, by its archive number."""
    actor.require(rights.MANAGE)
    # Whoever sets traps sees no customers: that there is one with a number is all that is said.
    customer_id = Customer.objects.filter(number=number.strip()).values_list("id", flat=True).first()
    if customer_id is None:
        raise NO_SUCH()
    if Canary.objects.count() >= MOST:
        raise TOO_MANY()
    row, fresh = Canary.objects.get_or_create(token=token_of(customer_id), defaults={"by": actor.id})
    if not fresh:
        raise MARKED()
    record(actor, "canary.marked", subject=("canary", row.id))
    return row.id


@transaction.atomic
def unmark(actor: Actor, canary_id: int) -> None:
    """It is a canary no more."""
    actor.require(rights.MANAGE)
    deleted, _ = Canary.objects.filter(id=canary_id).delete()
    if not deleted:
        raise NOT_FOUND()
    record(actor, "canary.unmarked", subject=("canary", canary_id))
