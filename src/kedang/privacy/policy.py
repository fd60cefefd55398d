"""The periods and rules in force, and who may change them."""

from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.privacy import rights
from kedang.privacy.models import Policy

BOUNDS = {"answer_days": (1, 60), "invoice_years": (0, 50)}


def current() -> Policy:
    """What is in force; the shipped rules when nobody has said anything."""
    return Policy.objects.filter(id=1).first() or Policy()


@transaction.atomic
def change(actor: Actor, *, answer_days: int, four_eyes: bool, invoice_years: int) -> None:
    """Put other rules in force."""
    actor.require(rights.MANAGE)
    said = {"answer_days": answer_days, "invoice_years": invoice_years}
    for name, (least, most) in BOUNDS.items():
        if not least <= said[name] <= most:
            raise INVALID(what=name)
    Policy.objects.update_or_create(id=1, defaults={**said, "four_eyes": four_eyes})
    record(actor, "privacy.policy_changed", subject=("privacy_policy", 1), fields=[*said, "four_eyes"])
