"""Demonstration data of ownership: two pools, a limit, some customers that came back, and a rule that waits to be simulated."""

from datetime import timedelta

from kedang.accounts.models import Department
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.ownership import caps, claiming, pools, rules
from kedang.ownership.models import Holding, Pool, below
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms

REGIONS = ("华东", "华南")
MOST = 500
RELEASED = ("no_need", "unreachable", "not_mine", "unreachable", "other")
LONG_HELD = 14


def build(actor: Actor) -> None:
    """Make it all once."""
    places = {place.name: place.id for place in Department.objects.all()}
    for region in REGIONS:
        pool = pools.open_pool(actor, _terms(region, places[f"{region}销售部"]))
        _release(actor, pool, places[f"{region}销售部"])
    caps.set_cap(actor, department_id=None, most=MOST, free_tag_ids=[])
    _hold_long(actor)
    first = Pool.objects.get(name="华东公海")
    rules.write_rule(actor, RuleTerms(name="三十个工作日未联系", pool_id=first.id, days=30, remind_days=5))


def _terms(region: str, department_id: int) -> PoolTerms:
    return PoolTerms(
        name=f"{region}公海",
        department_ids=[department_id],
        from_department_ids=[department_id],
        per_day=5,
        per_week=15,
        cooling_days=7,
        protection_days=15,
    )


def _release(actor: Actor, pool: Pool, department_id: int) -> None:
    """The newest customers of a region's people come back, over the last days."""
    found = Customer.objects.filter(owner_id__isnull=False, trashed_at__isnull=True).order_by("-id")
    left = iter(RELEASED)
    for customer in found.iterator():
        if not pools.takes(pool, customer):
            continue
        reason = next(left, None)
        if reason is None:
            return
        claiming.release(actor, customer.id, pool_id=pool.id, reason=reason)
        days = timedelta(days=2 * RELEASED.index(reason), hours=3)
        Holding.objects.filter(customer_id=customer.id).update(since=now() - days)


def _hold_long(actor: Actor) -> None:
    """Some were somebody's for months before this archive was begun."""
    for region in REGIONS:
        found = Customer.objects.filter(owner_id__isnull=False, trashed_at__isnull=True)
        people = found.filter(department_id__in=below([Department.objects.get(name=f"{region}销售部").id]))
        ids = people.order_by("id").values_list("id", flat=True)[:LONG_HELD]
        Holding.objects.bulk_create(
            [
                Holding(
                    customer_id=customer_id, since=now() - timedelta(days=40 + 5 * number), by=actor.id, how="assigned"
                )
                for number, customer_id in enumerate(ids)
            ]
        )
