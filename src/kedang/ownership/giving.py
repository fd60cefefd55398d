"""Giving customers without an owner to people, as the rules in force say: each in a transaction of its own that has the turn of owners
and looks once more.

Whether somebody may have a customer is asked like on every other way. Who may not is passed over; who finds nobody goes into the
rule's pool, or stays until there is room.
"""

from collections.abc import Sequence

from django.db import transaction

from kedang.archive import owning
from kedang.archive.models import Customer
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from kedang.ownership import pools, unowned
from kedang.ownership.assigning import in_order
from kedang.ownership.choosing import Chooser
from kedang.ownership.claiming import put_into
from kedang.ownership.models import ON, Assignment, Holding
from kedang.ownership.policy import POOLED

# How many customers of a rule are looked at each time, so that whom nobody can have does not keep the others waiting.
STEP = 200


def give_out() -> None:
    """Repeated work: every rule in force gives out some of whom it finds."""
    rules = in_order(state=ON)
    for number, rule in enumerate(rules):
        give_by(rule, rules[:number])


def give_by(rule: Assignment, earlier: Sequence[Assignment]) -> int:
    """Give out the next customers a rule finds, going on where it stopped; how many got an owner."""
    chooser = Chooser(rule)
    if rule.pool is None and not chooser.has_room():
        return 0
    ids = unowned.found_by(rule, earlier, after=rule.last_id, limit=STEP)
    given = sum(_give(rule, earlier, chooser, customer_id) for customer_id in ids)
    rule.last_id = ids[-1] if len(ids) == STEP else 0
    Assignment.objects.filter(id=rule.id).update(last_id=rule.last_id)
    return given


@transaction.atomic
def _give(rule: Assignment, earlier: Sequence[Assignment], chooser: Chooser, customer_id: int) -> bool:
    """Give one customer to somebody, unless something happened meanwhile; whether it got an owner."""
    owning.take_turn()
    fresh = Assignment.objects.filter(id=rule.id, version=rule.version, state=ON).first()
    if fresh is None or not unowned.finds(rule, earlier, customer_id):
        return False
    chooser.remember(fresh.turns)
    customer = Customer.objects.select_for_update(of=("self",)).get(id=customer_id)
    holding = Holding.objects.filter(customer_id=customer_id).first()
    worker, details = system_actor("worker"), {"rule": str(rule.id)}
    for user_id in chooser.in_turn(customer.region, holding.from_id if holding else None):
        if chooser.is_full(customer_id, user_id):
            continue
        try:
            owning.hand_over(worker, customer, user_id, how=owning.ASSIGNED, details=details)
        except DomainError:
            continue
        chooser.took(customer_id, user_id)
        Assignment.objects.filter(id=rule.id).update(turns=chooser.said())
        return True
    _leave(worker, rule, customer, holding)
    return False


def _leave(worker: Actor, rule: Assignment, customer: Customer, holding: Holding | None) -> None:
    """Nobody may have it: into the rule's pool, if it is in none and that takes it."""
    if rule.pool is None or (holding is not None and holding.pool_id is not None):
        return
    if pools.takes(rule.pool, customer):
        put_into(worker, customer, rule.pool, how=POOLED, verb="customer.pooled", reason=str(rule.id))
