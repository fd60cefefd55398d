"""After how many days a lead hears of an overdue follow-up: read and set."""

from django.db import transaction

from kedang.activity.rights import PLAN
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.notices.models import Escalation

BAD_DAYS = Refusal("notices.days", 422, "天数为 1 至 90。没有保存任何改动。", "It is 1 to 90 days. Nothing was saved.")


def read(actor: Actor) -> Escalation:
    """What is set."""
    actor.require(PLAN)
    return Escalation.objects.filter(id=1).first() or Escalation()


@transaction.atomic
def save(actor: Actor, *, active: bool, days: int, version: int) -> None:
    """Set it."""
    actor.require(PLAN)
    if not 1 <= days <= 90:
        raise BAD_DAYS()
    Escalation.objects.get_or_create(id=1)
    row = Escalation.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    wanted = {"active": active, "days": days}
    fields = [name for name, value in wanted.items() if getattr(row, name) != value]
    row.active, row.days, row.version = active, days, version + 1
    row.save()
    record(actor, "escalation.changed", subject=("escalation", 1), fields=fields, details={"active": active})
