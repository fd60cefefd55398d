"""Giving clearances and taking them back."""

from django.db import transaction

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.accounts.stepup import require_stepup
from kedang.archive.models import Customer
from kedang.classification import rights
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.levels import checked

OWN = Refusal(
    "clearance.own",
    403,
    "不能改变自己（或本人另一账号）的密级权限，请由另一位安全管理员操作。没有改动。",
    "Nobody changes their own clearance, or that of another account of theirs: ask another security administrator. Nothing was changed.",
)


@transaction.atomic
def give_clearance(actor: Actor, user_id: int, *, level: int) -> None:
    """Let somebody see customers up to this level, as far as their scope reaches; it holds from their next request on."""
    actor.require(rights.CLEAR)
    wanted = checked(level)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NOT_FOUND()
    if _is_self(actor, user):
        raise OWN()
    require_stepup(actor)
    former = user.clearance
    if wanted == former:
        return
    user.clearance = wanted
    user.save(update_fields=["clearance"])
    bump()
    details = {"from": former, "to": wanted, "out_of_sight": _out_of_sight(user)}
    record(
        actor, "clearance.given" if wanted > former else "clearance.taken", subject=("user", user.id), details=details
    )


def _is_self(actor: Actor, user: User) -> bool:
    """The same account, or another one with the same mail address."""
    if user.id == actor.id:
        return True
    mine = User.objects.filter(id=actor.id).values_list("email", flat=True).first() or ""
    return bool(mine.strip()) and mine.strip().casefold() == user.email.strip().casefold()


def _out_of_sight(user: User) -> int:
    """How many customers somebody owns and cannot see: the record says what a withdrawal left without an owner who looks."""
    return Customer.objects.filter(owner_id=user.id, classification__gt=user.clearance, trashed_at__isnull=True).count()
