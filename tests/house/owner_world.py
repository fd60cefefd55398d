"""A random organisation, and everything people, imports and rules do with the customers in it."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.accounts.queries import directory
from kedang.archive import bulk, customers
from kedang.archive.figures import keep_contact, keep_deals
from kedang.archive.models import Customer, CustomerTag, Figures, Tag
from kedang.archive.tests.filing import content
from kedang.commerce_import.tests.builders import RETAIL
from kedang.commerce_import.tests.builders import bring as sales
from kedang.commerce_import.tests.builders import table as sheet
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.fields.values import LOCAL
from kedang.intake.file import file_one
from kedang.intake.models import ImportRun
from kedang.intake.tests.builders import bring, table, take_back
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import system_actor
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.ownership import claiming, disputes, rules, succession
from kedang.ownership.coming import tonight
from kedang.ownership.models import ON, Assignment, Claim, Cooling, Holding, Rule
from kedang.ownership.tests.scene import Scene
from kedang.ownership.tests.test_rules import night_passes
from tests.people import actor

HEAD = ("客户编号", "姓名", "负责人", "所在地区")
NAMES = ("周敏", "吴迪", "林晓", "")
REGIONS = ("浙江省杭州市西湖区", "浙江省宁波市", "浙江省", "北京市", "")


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
        # What an earlier example knew of people was undone with it.
        directory()
        bring(scene.wang, table(HEAD, *(self.row(n) for n in range(9))), source="crm")
        for customer_id in Customer.objects.order_by("id").values_list("id", flat=True)[:2]:
            CustomerTag.objects.create(customer_id=customer_id, tag_id=self.free)
        scene.cap(self.most, free_tag_ids=[self.free], free_open_deals=True)
        for days in (pick(1, 4), pick(2, 6)):
            scene.rule(days=days, misses=self.chance.choice(["contact", "deal"]))
        self.claims: list[tuple[int, int]] = []
        self.lost: dict[tuple[int, int], int] = {}
        self.got: dict[int, int] = {}
        self.former: dict[int, int] = {}
        self.today = 0
        self.runs: list[ImportRun] = []
        self.merges: list[int] = []

    def row(self, number: int) -> tuple[str, str, str, str]:
        """Somebody in a file, of anybody or of nobody."""
        return (f"N{number}", f"客户{number}", self.chance.choice(NAMES), self.chance.choice(REGIONS))

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
    """By the form, as one's own; by the interface for programs or a form of the website, as nobody's."""
    region = world.chance.choice(REGIONS)
    values = {"name": f"新客户{world.chance.randrange(10**9)}", **({"region": region} if region else {})}
    by = world.chance.choice([actor(world.somebody()), system_actor("command")])
    file_one(by, "person", values, force=True)


def create_for(world: World) -> None:
    """Filed for somebody."""
    customers.create(actor(world.somebody()), content("person", {"name": "新客户"}), owner_id=world.somebody().id)


def trash(world: World) -> None:
    customers.trash(world.scene.wang, world.any(trashed_at__isnull=True))


def restore(world: World) -> None:
    customers.restore(world.scene.wang, world.any(trashed_at__isnull=False))


def import_(world: World) -> None:
    rows = [world.row(number) for number in world.chance.sample(range(20), 3)]
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


def leave_or_return(world: World) -> None:
    """Somebody's account is disabled, or somebody comes back."""
    who = world.somebody()
    User.objects.filter(id=who.id).update(is_active=not User.objects.get(id=who.id).is_active)
    bump()


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
    Assignment.objects.filter(from_at__isnull=False).update(from_at=F("from_at") - step)
    for rule in Rule.objects.filter(from_day__isnull=False):
        Rule.objects.filter(id=rule.id).update(from_day=(rule.from_day or tonight()) - step)


def date_of(world: World) -> date:
    """The day it is."""
    return datetime.now(LOCAL).date()
