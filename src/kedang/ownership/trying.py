"""What an assignment rule would do with the customers that have no owner now, without doing it; and switching it on with that in hand.

It counts along in memory what people would get, asks the same limits and cooling periods, and so comes to what then happens.
"""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import transaction

from kedang.archive.models import Customer
from kedang.finding.reach import cleared_sql
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND
from kedang.ownership import assigning, pools, rights, unowned
from kedang.ownership.choosing import Chooser
from kedang.ownership.models import ON, Assignment, Cooling, Holding

MOST_TRIED, MOST_SHOWN = 2_000, 200
NOBODY, INTO_POOL = 0, -1


@dataclass(slots=True)
class Tried:
    """What would become of whom: `total` customers, of which the first `tried` were looked at; how many each person would get, and
    how many go to the pool or to nobody; the first of them; and a mark of exactly this."""

    total: int = 0
    people: Counter[int] = field(default_factory=Counter)
    fates: dict[int, int] = field(default_factory=dict)
    shown: list[Customer] = field(default_factory=list)
    mark: str = ""

    @property
    def tried(self) -> int:
        """How many were looked at."""
        return len(self.fates)


def simulate_assignment(actor: Actor, rule_id: int, *, existing: bool) -> Tried:
    """Which customers would go to whom if the rule were in force; `existing`: whether that is what switching it on brings about, or
    only an example. Changes nothing."""
    actor.require(rights.MANAGE)
    rule = Assignment.objects.select_related("pool").filter(id=rule_id).first()
    if rule is None:
        raise NOT_FOUND()
    assigning.require_readable(actor, assigning.conditions_of(rule))
    found = _try(actor, rule, existing=existing)
    ids = list(found.fates)[: MOST_SHOWN * 5]
    found.shown = list(Customer.objects.visible_to(actor).filter(id__in=ids).order_by("id")[:MOST_SHOWN])
    record_read(actor, "assignment_rule.simulated", customer_ids=[c.id for c in found.shown], count=found.total)
    return found


@transaction.atomic
def switch_on_assignment(actor: Actor, rule_id: int, *, version: int, existing: bool, seen: str) -> None:
    """Put a rule in force; `seen` is the mark of the simulation that was looked at."""
    actor.require(rights.MANAGE)
    rule = assigning.load_resting(rule_id, version)
    assigning.require_readable(actor, assigning.conditions_of(rule))
    found = _try(actor, rule, existing=existing)
    assigning.put_in_force(actor, rule, existing=existing, seen=seen, mark=found.mark, total=found.total)


def _try(actor: Actor, rule: Assignment, *, existing: bool) -> Tried:
    """Go through whom the rule finds, in the order in which they are given out. The rule finds those above the actor's clearance, too,
    and they are not counted here: by rules that are only tried somebody could ask for them one by one."""
    known = cleared_sql(actor)
    earlier = [other for other in assigning.in_order(state=ON) if _before(other, rule)]
    rule.from_at = None
    found, chooser = Tried(total=unowned.count_of(rule, earlier, known)), Chooser(rule)
    ids = unowned.found_by(rule, earlier, after=0, limit=MOST_TRIED, known=known)
    customers, holdings = Customer.objects.in_bulk(ids), _holdings(ids)
    cooling = set(Cooling.objects.filter(customer_id__in=ids, until__gt=now()).values_list("customer_id", "user_id"))
    for customer_id in ids:
        fate = _fate(rule, chooser, customers[customer_id], holdings.get(customer_id), cooling)
        found.fates[customer_id] = fate
        found.people[fate] += 1
    found.mark = _mark(rule, found, existing=existing)
    return found


def _before(other: Assignment, rule: Assignment) -> bool:
    return other.id != rule.id and (other.position, other.id) < (rule.position, rule.id)


def _holdings(ids: list[int]) -> dict[int, Holding]:
    return {row.customer_id: row for row in Holding.objects.filter(customer_id__in=ids)}


def _fate(
    rule: Assignment, chooser: Chooser, customer: Customer, holding: Holding | None, cooling: set[tuple[int, int]]
) -> int:
    """Who would get a customer, or what else becomes of it."""
    for user_id in chooser.in_turn(customer.region, holding.from_id if holding else None):
        if (customer.id, user_id) not in cooling and not chooser.is_full(customer.id, user_id):
            chooser.took(customer.id, user_id)
            return user_id
    pooled = holding is not None and holding.pool_id is not None
    return INTO_POOL if rule.pool is not None and not pooled and pools.takes(rule.pool, customer) else NOBODY


def _mark(rule: Assignment, found: Tried, *, existing: bool) -> str:
    mark = blake2b(f"{rule.id} {rule.version} {existing}".encode(), digest_size=12)
    if existing:
        # Of later customers nothing is known yet: then it is enough to have looked at this rule.
        mark.update(f" {found.total}".encode())
        for customer_id, fate in found.fates.items():
            mark.update(f" {customer_id}:{fate}".encode())
    return mark.hexdigest()
