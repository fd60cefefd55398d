"""A plan goes with its customer: whoever was responsible for both and gives the customer away gives the plan away, too."""

from collections.abc import Collection, Mapping

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.archive.owning import Governor, Handover
from kedang.deals.models import STILL_OPEN
from kedang.deals.projects import save
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.strategy import rights
from kedang.strategy.models import Plan
from kedang.strategy.plans import about


def follow(actor: Actor, done: Handover) -> None:
    """Hand the running plans of who had the customer to who has it now, if they may see plans; otherwise they stay."""
    if done.former_id is None or done.owner_id in (None, done.former_id):
        return
    theirs = Plan.objects.filter(STILL_OPEN, customer_id=done.customer_id, owner_id=done.former_id)
    for row in theirs.select_for_update():
        if actor_for(done.owner_id).can(rights.VIEW):
            _hand_over(actor, row, done.owner_id)


@transaction.atomic
def _hand_over(actor: Actor, row: Plan, owner_id: int) -> None:
    row.owner_id = owner_id
    save(row)
    record(actor, "key_account.changed", fields=["owner_id"], **about(row))


def _allowed(actor: Actor, wanted: Handover) -> None:
    """A plan keeps nobody from anything."""


def _unlimited(owner_ids: Collection[int]) -> Mapping[int, int]:
    return {}


GOVERNOR = Governor(_allowed, _unlimited, follow)
