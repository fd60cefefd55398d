"""How often access is reviewed, and what becomes of what nobody confirms."""

import calendar
from datetime import datetime

from django.db import transaction

from kedang.access.models import AT_DEADLINE, Review, ReviewRules
from kedang.accounts.rights import ROLES_MANAGE
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, STALE

# 0: only when somebody starts one.
EVERY = (0, 3, 6, 12)


def read(actor: Actor) -> ReviewRules:
    """The rules, for whoever sets them."""
    actor.require(ROLES_MANAGE)
    return rules()


def rules() -> ReviewRules:
    """The rules in force."""
    return ReviewRules.objects.filter(id=1).first() or ReviewRules()


@transaction.atomic
def change(actor: Actor, *, every_months: int, at_deadline: str, version: int) -> ReviewRules:
    """Set both. A review that runs keeps the end it was started with."""
    actor.require(ROLES_MANAGE)
    require_stepup(actor)
    if every_months not in EVERY or at_deadline not in AT_DEADLINE:
        raise INVALID(what="every_months, at_deadline")
    row = locked()
    if row.version != version:
        raise STALE(version=row.version)
    wanted = {"every_months": every_months, "at_deadline": at_deadline}
    fields = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not fields:
        return row
    for name in fields:
        setattr(row, name, wanted[name])
    row.version += 1
    row.save()
    record(actor, "access.review_rules_changed", subject=("installation", 1), fields=fields, details=wanted)
    return row


def locked() -> ReviewRules:
    """The rules, held until the transaction ends: whoever starts a review or sets the rules waits for the other."""
    ReviewRules.objects.get_or_create(id=1)
    return ReviewRules.objects.select_for_update().get(id=1)


def next_start(row: ReviewRules) -> datetime | None:
    """When the next review begins by itself, or never."""
    if not row.every_months:
        return None
    last = Review.objects.order_by("-id").values_list("started_at", flat=True).first()
    return months_after(max(last, row.counted_from) if last else row.counted_from, row.every_months)


def months_after(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or its last."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
