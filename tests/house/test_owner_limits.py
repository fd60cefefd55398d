"""Whatever people, imports and rules do, and in whatever order: nobody gets more than the limit, claims more than the quota, gets
back what they lost within the cooling period, or loses what is protected; and what was simulated is what then happens.

What is allowed is written down here a second time, from the outside: who got and lost whom, and how many days ago.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kedang.accounts.models import User
from kedang.archive import bulk, customers
from kedang.archive.figures import keep_contact, keep_deals
from kedang.archive.models import Customer, CustomerTag, Figures, Tag
from kedang.archive.tests.filing import content
from kedang.commerce_import.tests.builders import RETAIL
from kedang.commerce_import.tests.builders import bring as sales
from kedang.commerce_import.tests.builders import table as sheet
from kedang.deals.models import Opportunity
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.fields.values import LOCAL
from kedang.intake.models import ImportRun
from kedang.intake.tests.builders import bring, table, take_back
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.ownership import claiming, disputes, rules, succession
from kedang.ownership.coming import tonight
from kedang.ownership.models import ON, Claim, Cooling, Holding, Rule
from kedang.ownership.tests.scene import Scene, make_scene
from kedang.ownership.tests.test_rules import night_passes
from tests.people import actor

pytestmark = pytest.mark.django_db
HEAD = ("客户编号", "姓名", "负责人")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


class World:
    """A random organisation, and a second account of what happened in it."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.chance = scene, random.Random(seed)
        self.people: list[User] = [scene.cast.zhou, scene.wu, scene.cast.lin]
        pick = self.chance.randint
        self.day_quota, self.week_quota = pick(1, 2), pick(2, 4)
        self.cooling, self.protection = pick(0, 4), pick(0, 20)
        self.most = pick(3, 6)
        scene.terms(
            per_day=self.day_quota,
            per_week=self.week_quota,
            cooling_days=self.cooling,
            protection_days=self.protection,
        )
        self.free = Tag.objects.create(name="不计数").id
        rows = [(f"N{n}", f"客户{n}", self.chance.choice(["周敏", "吴迪", "林晓", ""])) for n in range(9)]
        bring(scene.wang, table(HEAD, *rows), source="crm")
        for customer_id in Customer.objects.order_by("id").values_list("id", flat=True)[:2]:
            CustomerTag.objects.create(customer_id=customer_id, tag_id=self.free)
        scene.cap(self.most, free_tag_ids=[self.free], free_open_deals=True)
        for days in (pick(1, 4), pick(2, 6)):
            scene.rule(days=days, misses=self.chance.choice(["contact", "deal"]))
        self.claims: list[tuple[int, int]] = []
        self.lost: dict[tuple[int, int], int] = {}
        self.got: dict[int, int] = {}
        self.today = 0
        self.runs: list[ImportRun] = []
        self.merges: list[int] = []

    def any(self, **where: Any) -> int:
        """Some customer."""
        found = list(
            Customer.objects.filter(survivor_id__isnull=True, **where).order_by("id").values_list("id", flat=True)
        )
        return self.chance.choice(found) if found else 0

    def somebody(self) -> User:
        """Some colleague."""
        return self.chance.choice(self.people)


def claim(world: World) -> None:
    who, wanted = world.somebody(), world.any(owner_id__isnull=True)
    claiming.claim(actor(who), world.scene.pool.id, wanted)
    world.claims.append((who.id, world.today))


def release(world: World) -> None:
    who = world.somebody()
    wanted = world.any(owner_id=who.id)
    claiming.release(actor(who), wanted, pool_id=world.scene.pool.id, reason="no_need")


def give(world: World) -> None:
    claiming.give(world.scene.wang, world.scene.pool.id, world.any(), owner_id=world.somebody().id)


def assign(world: World) -> None:
    owner_id = world.chance.choice([world.somebody().id, None])
    customers.assign(world.scene.wang, world.any(), owner_id)


def assign_many(world: World) -> None:
    ids = [world.any() for _ in range(4)]
    bulk.act_on_many(world.scene.wang, ids, action="assign", values=[world.somebody().id])


def create(world: World) -> None:
    customers.create(actor(world.somebody()), content("person", {"name": "新客户"}), owner_id=world.somebody().id)


def trash(world: World) -> None:
    customers.trash(world.scene.wang, world.any(trashed_at__isnull=True))


def restore(world: World) -> None:
    customers.restore(world.scene.wang, world.any(trashed_at__isnull=False))


def import_(world: World) -> None:
    rows = [(f"N{world.chance.randrange(14)}", f"客户{n}", world.somebody().name) for n in range(3)]
    world.runs.append(bring(world.scene.wang, table(HEAD, *rows), source="crm", mode="upsert"))


def undo(world: World) -> None:
    if world.runs:
        take_back(world.scene.wang, world.runs.pop(), also="all")


def dispute(world: World) -> None:
    """A customer is disputed, and given to somebody."""
    wanted, rival, owner = world.any(owner_id__isnull=False), world.somebody(), world.somebody()
    made = disputes.raise_dispute(world.scene.wang, wanted, text="撞单", party_ids=[rival.id])
    disputes.decide(world.scene.wang, made, version=1, owner_id=owner.id, reason="按先后")


def succeed(world: World) -> None:
    """Everything somebody has goes to the two others."""
    leaving = world.somebody()
    shares = {person.id: world.chance.randint(1, 3) for person in world.people if person.id != leaving.id}
    succession.begin(world.scene.wang, leaving.id, shares=shares)
    claimed = claim_job(Job.objects.filter(kind=succession.JOB).latest("id").id)
    assert claimed is not None
    run_claimed(claimed)


def merge_two(world: World) -> None:
    """Two customers become one."""
    kept, gone = world.any(trashed_at__isnull=True), world.any(trashed_at__isnull=True)
    world.merges.append(merge(world.scene.wang, kept, [gone]).id)


def unmerge(world: World) -> None:
    """One of the merges is taken back; who would be one too many comes back as nobody's."""
    if world.merges:
        made = world.chance.choice(world.merges)
        undo_merge(world.scene.wang, made)
        world.merges.remove(made)


def sell(world: World) -> None:
    """The department's head brings in transactions of numbers nobody knows, and is their owner."""
    rows = [
        (f"I{world.chance.randrange(10**6)}", "A1", "货", "1", "2026-01-02 08:26:00", "1.55", f"{n}.0", "中国")
        for n in (world.chance.randrange(10**6), world.chance.randrange(10**6))
    ]
    sales(actor(world.scene.cast.lin), sheet(RETAIL, rows), source="shop")


def opportunity(world: World) -> None:
    """An opportunity keeps a customer from counting."""
    draft = Draft(title="订单", amount=1, currency="CNY", expected_on=date_of(world))
    open_opportunity(world.scene.wang, world.any(trashed_at__isnull=True), draft)


def contact(world: World) -> None:
    """Somebody was in contact with a customer, or it bought something."""
    if world.chance.random() < 0.5:
        keep_contact({world.any(): (datetime.now(LOCAL), None)})
    else:
        keep_deals({world.any(): datetime.now(LOCAL)})


def night(world: World) -> None:
    """A rule that is off is tried out and switched on; then the night comes."""
    off = Rule.objects.exclude(state=ON).order_by("id").first()
    expected: set[int] | None = None
    if off is not None:
        existing = world.chance.random() < 0.8
        shown = rules.simulate(world.scene.wang, off.id, existing=existing)
        rules.switch_on(world.scene.wang, off.id, version=off.version, existing=existing, seen=shown.mark)
        # Of the coming night this rule takes exactly those; the others are the earlier rules'.
        expected = {c.id for c in shown.shown}
        assert len(expected) == shown.total
    before = set(Holding.objects.filter(pool__isnull=False).values_list("customer_id", flat=True))
    outcome = night_passes()
    assert outcome.due == outcome.fallen
    if expected is not None and off is not None:
        by_it = Holding.objects.filter(how="recycled", reason=str(off.id), pool__isnull=False)
        fallen = set(by_it.values_list("customer_id", flat=True)) - before
        assert fallen == expected
    if world.chance.random() < 0.3:
        rule = Rule.objects.filter(state=ON).order_by("id").first()
        assert rule is not None
        rules.switch_off(world.scene.wang, rule.id, version=rule.version)


def day(world: World) -> None:
    """One to four days pass: everything lies so much further back."""
    passed = world.chance.randint(1, 4)
    world.today += passed
    step = timedelta(days=passed)
    Holding.objects.update(since=F("since") - step)
    Claim.objects.update(at=F("at") - step)
    Cooling.objects.update(until=F("until") - step)
    Customer.objects.update(created_at=F("created_at") - step)
    for figure in ("last_contact_at", "last_deal_at"):
        Figures.objects.filter(**{f"{figure}__isnull": False}).update(**{figure: F(figure) - step})
    for rule in Rule.objects.filter(from_day__isnull=False):
        Rule.objects.filter(id=rule.id).update(from_day=(rule.from_day or tonight()) - step)


STEPS: dict[str, Callable[[World], None]] = {
    step.__name__: step
    for step in (
        claim,
        release,
        give,
        assign,
        assign_many,
        dispute,
        succeed,
        merge_two,
        unmerge,
        sell,
        opportunity,
        create,
        trash,
        restore,
        import_,
        undo,
        contact,
        night,
        day,
    )
}
OFTEN = [
    *STEPS,
    *["dispute", "merge_two", "unmerge"] * 2,
    *["claim"] * 5,
    *["release"] * 4,
    *["night"] * 3,
    *["day"] * 4,
]


def owners() -> dict[int, int]:
    """Whose each customer is that is in use."""
    found = Customer.objects.filter(trashed_at__isnull=True).values_list("id", "owner_id")
    return {customer_id: owner_id for customer_id, owner_id in found if owner_id is not None}


def counted(world: World, mine: dict[int, int]) -> Counter[int]:
    """How many each has that count."""
    free = set(CustomerTag.objects.filter(tag_id=world.free).values_list("customer_id", flat=True))
    free |= set(Opportunity.objects.filter(ended_at__isnull=True).values_list("customer_id", flat=True))
    return Counter(owner_id for customer_id, owner_id in mine.items() if customer_id not in free)


def held_to(world: World, step: str, before: dict[int, int], trashed: set[int]) -> None:
    """What a step may not have done."""
    after = owners()
    were, are = counted(world, before), counted(world, after)
    for person in world.people:
        assert are[person.id] <= max(world.most, were[person.id]), (step, "limit")
        mine = [at for who, at in world.claims if who == person.id]
        monday = world.today - date_of(world).weekday()
        assert mine.count(world.today) <= world.day_quota, (step, "a day")
        assert sum(at >= monday for at in mine) <= world.week_quota, (step, "a week")
    pooled = set(Holding.objects.filter(pool__isnull=False).values_list("customer_id", flat=True))
    for customer_id in before.keys() | after.keys():
        was, is_now = before.get(customer_id), after.get(customer_id)
        if was == is_now or customer_id in trashed or step == "trash":
            continue
        if is_now is not None:
            since = world.lost.get((customer_id, is_now))
            assert since is None or world.today - since >= world.cooling, (step, "cooling")
            world.got[customer_id] = world.today
        if was is not None and customer_id in pooled:
            if step == "night":
                assert world.today - world.got.get(customer_id, 0) >= world.protection, (step, "protection")
            world.lost[customer_id, was] = world.today


def date_of(world: World) -> date:
    """The day it is."""
    return datetime.now(LOCAL).date()


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(OFTEN), min_size=20, max_size=40))
# A step is a transaction or a whole import: making a failure smaller would take minutes.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_no_limit_is_ever_broken(scene: Scene, seed: int, steps: list[str]) -> None:
    with transaction.atomic():
        world = World(scene, seed)
        for step in steps:
            before = owners()
            trashed = set(Customer.objects.filter(trashed_at__isnull=False).values_list("id", flat=True))
            try:
                with transaction.atomic():
                    STEPS[step](world)
            except DomainError:
                assert owners() == before
            held_to(world, step, before, trashed)
        transaction.set_rollback(True)
