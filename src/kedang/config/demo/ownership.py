"""Demonstration data of ownership: two pools, a limit, some customers that came back, rules that wait to be simulated, and
disputes."""

from datetime import datetime, time, timedelta

from kedang.accounts.behind import actor_for
from kedang.accounts.models import Department, User
from kedang.activity.recording import Happened, write_down
from kedang.archive.models import Customer
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.ownership import assigning, caps, claiming, disputes, pools, rules
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.models import Holding, Pool, below
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms

REGIONS = ("华东", "华南")
TERRITORIES = {"华东": [310_000, 320_000, 330_000, 340_000], "华南": [440_000, 450_000, 460_000]}
MOST = 500
RELEASED = ("no_need", "unreachable", "not_mine", "unreachable", "other")
LONG_HELD = 14
CONTACTS = (
    ("lin", 247, "meeting", "展会上交换名片，约了样品"),
    ("zhou", 211, "call", "介绍自己，确认采购流程"),
    ("zhou", 180, "visit", "到厂拜访，看了二号线"),
    ("lin", 176, "email", "对方问账期，转发了报价单"),
    ("zhou", 92, "call", "确认到货，没有异常"),
    ("zhou", 33, "meeting", "谈明年的框架协议"),
)


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
    no_deal = RuleTerms(name="半年未成交", pool_id=first.id, misses="deal", days=125, remind_days=10)
    rules.write_rule(actor, no_deal)
    territories = [
        {"regions": regions, "user_ids": [], "department_ids": [places[f"{region}销售部"]]}
        for region, regions in TERRITORIES.items()
    ]
    unclaimed = AssignmentTerms(name="三天没人领的，按区域分配", way="territory", territories=territories, wait_days=3)
    assigning.write_assignment(actor, unclaimed)


def dispute() -> None:
    """Two customers of 华东 that somebody else says are theirs: one waits, one is decided."""
    people = {person.login: actor_for(person.id) for person in User.objects.all()}
    zhou, lin, wang = (people[login] for login in ("zhou", "lin", "wang"))
    found = Customer.objects.filter(owner_id=zhou.id, trashed_at__isnull=True).order_by("id")
    open_one, decided_one = found[2:4]
    afternoon = datetime.combine(today(), time(16), LOCAL)
    for who, days, kind, said in CONTACTS:
        happened = Happened(
            kind=kind, text=said, outcome="talked", at=afternoon - timedelta(days=days, minutes=11 * days % 400)
        )
        write_down(people[who], open_one.id, happened)
    said = "三月的行业展会上由我先接触，名片和后续邮件都在；客户希望由我继续对接。"
    raised = disputes.raise_dispute(lin, open_one.id, text=said)
    disputes.answer(zhou, raised, text="档案由我建立，四月起每两周联系一次，上一单也是我签的。")
    said = "客户的采购负责人调到广州后一直和何婷联系，两边都在报价，归属需要明确。"
    parties = [people["he"].id]
    raised = disputes.raise_dispute(wang, decided_one.id, text=said, party_ids=parties)
    reason = "建档和往来记录都在周敏名下，归属不变；何婷作为协作人负责广州的对接。"
    disputes.decide(wang, raised, version=1, owner_id=zhou.id, collaborator_ids=parties, reason=reason)


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
