"""The demonstration's key accounts: plans with stakeholders and reviews, one of them overdue, one without anybody who decides."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.archive.models import PERSON, Customer
from kedang.deals.models import STILL_OPEN, Opportunity
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.strategy import plans, stakeholders
from kedang.strategy.plans import PlanDraft
from kedang.strategy.stakeholders import StakeholderDraft

_SEED = 20261127
_MOST = 12
_PLANS = (
    (
        "两年内供货份额从三成提到五成，明年六月前签下框架协议",
        "交期稳定第一，其次是质量追溯；今年两次断料影响了他们的旺季",
        "高层每季度见面一次；先用质量追溯打动技术部门，再谈份额和账期",
        "远山机电：价格低约 6%，交期不稳；本地一家贸易商供应零星规格",
    ),
    (
        "守住现有三个车间，年内进入新建的四号车间",
        "要求统一接口、减少供应商数量，预算向自动化倾斜",
        "与设计院一起参加四号车间方案评审，提前两个月提交样机",
        "两家进口品牌已在试样，服务响应慢是他们的弱点",
    ),
    (
        "把一次性采购变成三年维保合同",
        "设备停机损失大，希望按台计价、备件常备",
        "先做一次免费的设备体检，用数据说明维保价值",
        "原厂服务商，价格高，对方已有不满",
    ),
    (
        "打开集团总部，争取进入集采名录",
        "总部统一招标，看重资质、业绩和付款条件",
        "由分公司推荐，补齐资质文件，请集团采购来厂考察",
        "名录内已有四家，均为行业前列",
    ),
)
_DECIDERS = (
    ("郑启明", "总经理", "neutral", "只看结果，不喜欢长篇汇报"),
    ("方国栋", "采购总监", "for", "看重交期，去年推动了第二次合作"),
    ("汪静", "供应链副总", "against", "倾向现有供应商，认为切换风险大"),
)
_OTHERS = (
    ("蒋文博", "技术部长", "influencer", "high", "for", "认可我们的质量追溯方案"),
    ("苏敏", "财务经理", "gatekeeper", "medium", "neutral", "关注账期和对账效率"),
    ("丁海", "车间主任", "user", "medium", "for", "日常使用者，反馈很及时"),
    ("罗佳", "采购主管", "gatekeeper", "low", "unknown", "刚接手，还没有见过面"),
)
_REVIEWS = (
    "高层见面已落实，份额目标不变；下季度重点推进质量追溯的联合试点。",
    "对方预算推迟，先做维保和小批量；竞争对手交期问题给了机会。",
    "技术部门支持明确，采购仍有顾虑：准备两份同行案例，约总监来厂参观。",
)


def build(actor: Actor) -> None:
    """Plans for organisations that are worked on already, by their owners."""
    chance = random.Random(_SEED)  # noqa: S311 - the same plans every time
    with transaction.atomic():
        for number, customer in enumerate(_chosen(actor)):
            _work_out(chance, actor_for(customer.owner_id or 0), customer, number)


def _chosen(actor: Actor) -> list[Customer]:
    """Some customers with open opportunities, of every owner alike."""
    worked_on = Opportunity.objects.filter(STILL_OPEN).values("customer_id")
    found = Customer.objects.visible_to(actor).filter(id__in=worked_on, owner_id__isnull=False).order_by("id")
    by_owner: dict[int | None, list[Customer]] = {}
    for customer in found:
        by_owner.setdefault(customer.owner_id, []).append(customer)
    each = max(1, _MOST // max(1, len(by_owner)))
    return [customer for rows in by_owner.values() for customer in rows[:each]]


def _work_out(chance: random.Random, author: Actor, customer: Customer, number: int) -> None:
    goal, needs, strategy, competitors = _PLANS[number % len(_PLANS)]
    draft = PlanDraft(goal=goal, needs=needs, strategy=strategy, competitors=competitors)
    made = plans.begin(author, customer.id, draft)
    for somebody in _people(chance, author, number):
        stakeholders.add(author, customer.id, somebody)
    if number % 3 == 2:
        return
    held, following = today() - timedelta(days=chance.randrange(4, 40)), today() + timedelta(days=60 + 5 * number)
    plans.review(author, customer.id, made, words=chance.choice(_REVIEWS), held_on=held, next_on=following, version=1)
    if number % 4 == 0:
        # Nobody has looked at it again in time.
        plans.change(author, customer.id, made, {"review_on": today() - timedelta(days=9)}, version=2)


def _people(chance: random.Random, author: Actor, number: int) -> Iterator[StakeholderDraft]:
    """Who decides, unless nobody knows yet, others, and sometimes somebody who has an archive of their own."""
    if number % 5 != 4:
        name, position, attitude, note = _DECIDERS[number % len(_DECIDERS)]
        yield StakeholderDraft(
            name=name, position=position, role="decider", influence="high", attitude=attitude, note=note
        )
    for name, position, role, influence, attitude, note in chance.sample(_OTHERS, 2 + number % 2):
        yield StakeholderDraft(
            name=name, position=position, role=role, influence=influence, attitude=attitude, note=note
        )
    person = Customer.objects.visible_to(author).filter(kind=PERSON, owner_id=author.id).order_by("id").first()
    if person is not None and number % 2 == 0:
        yield StakeholderDraft(
            name=person.name,
            position="外部顾问",
            role="influencer",
            influence="medium",
            attitude="for",
            person_id=person.id,
        )
