"""Assignment rules in that world: written, tried out, put in force, ordered, and at work; and a second account of whom they may give
what to.

Nothing here asks the rules' own choice: whose turn it is, whose territory, who is full and who had the customer before is found anew.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from kedang.accounts.models import User
from kedang.archive.models import Customer, CustomerTag
from kedang.deals.models import Opportunity
from kedang.history.models import Event
from kedang.kit.clock import now
from kedang.ownership import assigning, giving, trying
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.models import ON, Assignment, Cooling, Holding
from tests.house.owner_world import World

ZHEJIANG, HANGZHOU, XIHU, BEIJING = 330_000, 330_100, 330_106, 110_000
WITHIN = {"field": "region", "op": "under", "value": [str(ZHEJIANG)]}


def as_shown(world: World) -> None:
    """A rule is written, tried out and switched on; it does what was shown, which is what the second account says, and rests again."""
    for _ in range(4):
        at_work(world)
    others = Assignment.objects.filter(state=ON).exists()
    rule, shown = switched_on(world, existing=True)
    assert shown.fates == expected(world, rule, shown.fates)
    if not others:
        assert set(shown.fates) == waiting(rule)
    assert shown.total == len(shown.fates)
    at_work(world)
    for customer_id, fate in shown.fates.items():
        found = Customer.objects.values_list("owner_id", flat=True).get(id=customer_id)
        assert found == (fate if fate > 0 else None)
        assert fate != trying.INTO_POOL or Holding.objects.get(customer_id=customer_id).pool_id == rule.pool_id
    drop(world, rule)


def stands(world: World) -> None:
    """A rule that goes on working is put in force, for everybody or only for whoever comes from now on."""
    if Assignment.objects.count() < 3:
        switched_on(world, existing=world.chance.random() < 0.5)


def rests(world: World) -> None:
    """A rule in force is taken away."""
    found = list(Assignment.objects.filter(state=ON).order_by("id"))
    if found:
        drop(world, world.chance.choice(found))


def in_another_order(world: World) -> None:
    """The rules are asked in another order."""
    ids = list(Assignment.objects.order_by("id").values_list("id", flat=True))
    if ids:
        world.chance.shuffle(ids)
        assigning.put_in_order(world.scene.wang, ids)


def a_minute(world: World) -> None:
    """The rules in force do their work; where there is one alone, what it would have been shown to do."""
    found = list(Assignment.objects.filter(state=ON))
    shown = None
    if len(found) == 1 and found[0].from_at is None:
        shown = trying.simulate_assignment(world.scene.wang, found[0].id, existing=True)
    at_work(world)
    for customer_id, fate in shown.fates.items() if shown else ():
        assert Customer.objects.values_list("owner_id", flat=True).get(id=customer_id) == (fate if fate > 0 else None)


def at_work(world: World) -> None:
    """Whatever they give was nobody's, and goes to whom that rule may give it to."""
    before = dict(Customer.objects.values_list("id", "owner_id"))
    pools = dict(Holding.objects.values_list("customer_id", "pool_id"))
    giving.give_out()
    active = set(User.objects.filter(is_active=True).values_list("id", flat=True))
    for customer_id, owner_id in Customer.objects.values_list("id", "owner_id"):
        if owner_id == before[customer_id]:
            continue
        assert before[customer_id] is None, "what others own is never touched"
        assert owner_id is not None
        event = Event.objects.filter(verb="customer.assigned", subject_id=customer_id).latest("id")
        rule = Assignment.objects.get(id=int(json.loads(event.details)["rule"]))
        assert owner_id in active, "who left gets nothing"
        assert owner_id in receivers(rule, customer_id), "another's territory"
        assert owner_id != world.former.get(customer_id), "who had it last"
        assert pools.get(customer_id) is None or rule.wait_days is not None, "who waits in a pool"


def switched_on(world: World, *, existing: bool) -> tuple[Assignment, trying.Tried]:
    """A random rule, tried out and put in force."""
    rule = assigning.write_assignment(world.scene.wang, some_terms(world))
    shown = trying.simulate_assignment(world.scene.wang, rule.id, existing=existing)
    trying.switch_on_assignment(world.scene.wang, rule.id, version=1, existing=existing, seen=shown.mark)
    return Assignment.objects.get(id=rule.id), shown


def drop(world: World, rule: Assignment) -> None:
    """Out of force, and deleted."""
    rule.refresh_from_db()
    assigning.rest(world.scene.wang, rule.id, version=rule.version)
    assigning.drop_assignment(world.scene.wang, rule.id, version=rule.version + 1)


def some_terms(world: World) -> AssignmentTerms:
    """Any of the three ways."""
    chance, mates = world.chance, [person.id for person in world.people]
    way = chance.choice(["round", "load", "territory"])
    territories = [
        {"regions": regions, "user_ids": chance.sample(mates, chance.randint(1, 2)), "department_ids": []}
        for regions in ([ZHEJIANG, BEIJING], [HANGZHOU], [XIHU])
        if chance.random() < 0.7
    ]
    named = mates if way != "territory" or not territories else chance.sample(mates, chance.randint(0, 2))
    return AssignmentTerms(
        name="分配",
        way=way if territories else "round",
        conditions=[WITHIN] if chance.random() < 0.2 else [],
        user_ids=named,
        territories=territories if way == "territory" else [],
        pool_id=chance.choice([world.scene.pool.id, None]),
        wait_days=chance.choice([None, 0, 2]),
    )


def receivers(rule: Assignment, customer_id: int) -> list[int]:
    """Whose territory a customer is in, the smallest that holds it; without one, the rule's own people."""
    region = Customer.objects.values_list("region", flat=True).get(id=customer_id)
    around = [region, region // 100 * 100, region // 10_000 * 10_000] if region else []
    for code in around:
        for place in rule.territories:
            if code in place["regions"]:
                return list(place["user_ids"])
    return list(rule.user_ids)


def waiting(rule: Assignment) -> set[int]:
    """Whom a rule finds that stands alone."""
    found = set()
    for customer in Customer.objects.filter(owner_id__isnull=True, trashed_at__isnull=True):
        held = Holding.objects.filter(customer_id=customer.id, pool__isnull=False).first()
        waited = held is None or (rule.wait_days is not None and (now() - held.since).days >= rule.wait_days)
        within = not rule.conditions or (customer.region or 0) // 10_000 * 10_000 == ZHEJIANG
        if waited and within:
            found.add(customer.id)
    return found


def expected(world: World, rule: Assignment, customer_ids: Iterable[int]) -> Mapping[int, int]:
    """What a rule nobody was served by yet does with some customers, worked out anew."""
    free = free_of(world)
    has: Counter[int | None] = Counter(
        owner_id
        for customer_id, owner_id in Customer.objects.filter(trashed_at__isnull=True).values_list("id", "owner_id")
        if customer_id not in free
    )
    active = set(User.objects.filter(is_active=True).values_list("id", flat=True))
    served: list[int] = []
    fates = {}
    for customer_id in sorted(customer_ids):
        held = Holding.objects.filter(customer_id=customer_id).first()
        barred = {held.from_id} if held else set()
        barred |= set(
            Cooling.objects.filter(customer_id=customer_id, until__gt=now()).values_list("user_id", flat=True)
        )
        may = [one for one in receivers(rule, customer_id) if one in active and one not in barred]
        if customer_id not in free:
            may = [one for one in may if has[one] < world.most]
        load: Counter[int | None] = has if rule.way != "round" else Counter()
        may.sort(key=lambda one: (load[one], _last(served, one), one))
        if may:
            fates[customer_id] = may[0]
            served.append(may[0])
            has[may[0]] += customer_id not in free
        else:
            pooled = held is not None and held.pool_id is not None
            fates[customer_id] = trying.INTO_POOL if rule.pool_id is not None and not pooled else trying.NOBODY
    return fates


def free_of(world: World) -> set[int]:
    """The customers that do not count."""
    free = set(CustomerTag.objects.filter(tag_id=world.free).values_list("customer_id", flat=True))
    return free | set(Opportunity.objects.filter(ended_at__isnull=True).values_list("customer_id", flat=True))


def _last(served: list[int], user_id: int) -> int:
    """When somebody was served last, 0 for never."""
    return max((turn for turn, one in enumerate(served, start=1) if one == user_id), default=0)
