"""Sharing one customer with a colleague: to read or to edit, for good or until a day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import customers, rights
from kedang.archive.models import Customer, Grant
from kedang.archive.reindexing import reindex_customers
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.errors import DENIED, NOT_FOUND, Refusal

LEVELS = ("read", "edit")
NOBODY = Refusal("share.nobody", 422, "没有这位同事，或账号已停用。", "No such colleague, or the account is disabled.")
NO_CLEARANCE = Refusal(
    "share.clearance",
    409,
    "{who} 的密级权限不够，共享后仍看不到这位客户。没有共享。",
    "{who} has no clearance for this customer and would not see it. Nothing was shared.",
)
OWNER_ALREADY = Refusal("share.owner", 422, "负责人已有全部权限。", "The owner has everything already.")
BAD_LEVEL = Refusal("share.level", 422, "权限只能是只读或可编辑。", "The level is read or edit.")
PAST = Refusal("share.past", 422, "截止时间须在将来。", "The end must lie in the future.")


def _require_sharer(actor: Actor, customer: Customer) -> None:
    """The owner may share, and whoever may assign it; what was only shared with one is not one's to share."""
    if customer.owner_id != actor.id:
        actor.require(rights.ASSIGN)
    if not customers.in_reach(actor, customer):
        raise DENIED(right=rights.ASSIGN)


@transaction.atomic
def share(
    actor: Actor,
    customer_id: int,
    *,
    user_id: int,
    level: str = "edit",
    until: datetime | None = None,
    deals: bool = False,
) -> int:
    """Let a colleague see, and perhaps change, one customer; `deals`: with the opportunities of others. Sharing again changes all of
    this. Returns the grant's id."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, lock=True)
    _require_sharer(actor, customer)
    return lend(actor, customer, user_id=user_id, level=level, until=until, deals=deals)


@transaction.atomic
def lend(
    actor: Actor,
    customer: Customer,
    *,
    user_id: int,
    level: str = "edit",
    until: datetime | None = None,
    deals: bool = False,
) -> int:
    """Let a colleague see a locked customer; the verb before this has checked that the actor may."""
    person = directory().people.get(user_id)
    if person is None or not person.is_active:
        raise NOBODY()
    if person.clearance < (customer.classification or 0):
        raise NO_CLEARANCE(who=person.name)
    if user_id == customer.owner_id:
        raise OWNER_ALREADY()
    _check(level, until)
    row, _ = Grant.objects.update_or_create(
        customer_id=customer.id,
        user_id=user_id,
        defaults={"level": level, "deals": deals, "until": until, "created_by": actor.id},
    )
    reindex_customers([customer.id])
    details = {"user": str(user_id), "level": level, "until": iso(until), "deals": deals}
    record(actor, "customer.shared", subject=("customer", customer.id), details=details)
    return row.id


def _check(level: str, until: datetime | None) -> None:
    if level not in LEVELS:
        raise BAD_LEVEL()
    if until is not None and until <= now():
        raise PAST()


@transaction.atomic
def change(actor: Actor, customer_id: int, grant_id: int, changes: Mapping[str, Any]) -> None:
    """Change a grant's level or end, or whether it shows the opportunities of others."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, lock=True)
    _require_sharer(actor, customer)
    row = _load(customer, grant_id)
    row.level = changes.get("level", row.level)
    row.deals = changes.get("deals", row.deals)
    row.until = changes.get("until", row.until)
    _check(row.level, changes.get("until"))
    row.save(update_fields=["level", "deals", "until"])
    reindex_customers([customer.id])
    details = {"user": str(row.user_id), "level": row.level, "until": iso(row.until), "deals": row.deals}
    record(actor, "customer.shared", subject=("customer", customer.id), details=details)


@transaction.atomic
def unshare(actor: Actor, customer_id: int, grant_id: int) -> None:
    """End a grant. A colleague may also end their own."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id, lock=True)
    row = _load(customer, grant_id)
    if row.user_id != actor.id:
        _require_sharer(actor, customer)
    row.delete()
    reindex_customers([customer.id])
    record(actor, "customer.unshared", subject=("customer", customer.id), details={"user": str(row.user_id)})


def _load(customer: Customer, grant_id: int) -> Grant:
    row = Grant.objects.select_for_update().filter(customer_id=customer.id, id=grant_id).first()
    if row is None:
        raise NOT_FOUND()
    return row
