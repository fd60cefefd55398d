"""The demonstration's opportunities: what account managers work on, some of it late, some won, some lost, in a year's cycle."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.archive.models import ORGANISATION, Customer
from kedang.deals import moving
from kedang.deals.models import Opportunity, Step
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.deals.stages import DEFAULTS
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now

_SEED = 20261123
_MOST = 46
_STAGES = tuple(stage_id for stage_id, *_ in DEFAULTS)
# How many of a hundred get how far; the rest is won or lost.
_REACHED = (*[1] * 22, *[2] * 20, *[3] * 20, *[4] * 12, *[5] * 8)
_WHAT = (
    ("年度原料采购框架", 860_000, "价格条款对方法务在看，周三电话确认"),
    ("二期产线设备更新", 4_200_000, "约技术负责人现场勘察"),
    ("仓储系统升级", 380_000, "发送分阶段报价"),
    ("包装材料季度订单", 145_000, "寄样品，下周回访"),
    ("出口物流外包", 620_000, "提交两条线路的时效对比"),
    ("实验室耗材集采", 96_000, "补充资质文件"),
    ("厂区节能改造", 1_750_000, "等对方董事会排期"),
    ("数据采集终端试点", 230_000, "确定三个试点车间"),
    ("售后维保三年合同", 540_000, "改按台计价后重报"),
    ("新品联合开发", 2_900_000, "保密协议已签，等样机测试结果"),
    ("海外展会联合参展", 120_000, "确认展位和分摊比例"),
    ("备件寄售协议", 310_000, "对账方式谈妥后送签"),
)
_SOURCES = ("existing", "referral", "event", "tender", "inquiry", "outreach")
_RIVALS = ("", "", "本地一家同行，价格低约一成", "对方现有供应商，关系稳定", "另有两家参与比价")
_LOST = (
    ("price", "对方预算有限，最终选择低价方案"),
    ("competitor", "现有供应商延长了账期"),
    ("timing", "项目推迟到明年，年初再联系"),
    ("silent", "采购负责人离职后一直没有答复"),
)


@dataclass(frozen=True, slots=True)
class _Planned:
    customer: Customer
    draft: Draft
    stages: tuple[int, ...]
    end: str


def build(actor: Actor) -> None:
    """Opportunities of the organisations, entered and moved by their owners."""
    found = Customer.objects.visible_to(actor).filter(kind=ORGANISATION, owner_id__isnull=False)
    chance = random.Random(_SEED)  # noqa: S311 - the same board every time
    chosen = list(found.order_by("id")[: _MOST * 4])
    chance.shuffle(chosen)
    with transaction.atomic():
        for planned in _plans(chance, chosen[:_MOST]):
            _carry_out(chance, planned)


def _plans(chance: random.Random, chosen: list[Customer]) -> Iterator[_Planned]:
    for customer in chosen:
        title, amount, next_step = chance.choice(_WHAT)
        roll = chance.randrange(100)
        reached = _REACHED[roll] if roll < len(_REACHED) else chance.choice(_STAGES[1:])
        draft = Draft(
            title=title,
            amount=round(amount * chance.uniform(0.6, 1.5) / 1_000) * 100_000,
            currency="USD" if "出口" in title or "海外" in title else "CNY",
            expected_on=today() + timedelta(days=chance.randrange(-12, 150 - 20 * reached)),
            source=chance.choice(_SOURCES),
            competitors=chance.choice(_RIVALS),
            next_step=next_step,
        )
        end = "" if roll < len(_REACHED) else ("won" if roll % 2 else "lost")
        yield _Planned(customer, draft, _STAGES[1:reached], end)


def _carry_out(chance: random.Random, planned: _Planned) -> None:
    customer = planned.customer
    author = actor_for(customer.owner_id or 0)
    made = open_opportunity(author, customer.id, planned.draft)
    version = 1
    for stage_id in planned.stages:
        moving.move(author, customer.id, made, stage_id=stage_id, version=version)
        version += 1
    if planned.end == "won":
        moving.win(author, customer.id, made, version=version)
    elif planned.end == "lost":
        reason, note = chance.choice(_LOST)
        moving.lose(author, customer.id, made, reason=reason, note=note, version=version)
    _take_time(chance, made)


def _take_time(chance: random.Random, made: int) -> None:
    """Spread what happened over the past weeks."""
    steps = list(Step.objects.filter(opportunity_id=made).order_by("-id"))
    at, later = now(), None
    for step in steps:
        step.at = at = at - timedelta(days=chance.randrange(2, 24), hours=chance.randrange(9))
        if later is not None:
            later.stood = int((later.at - at).total_seconds())
        later = step
    Step.objects.bulk_update(steps, ["at", "stood"])
    row = Opportunity.objects.get(id=made)
    row.created_at, row.stage_since = at, steps[0].at
    row.ended_at = steps[0].at if row.ended_at else None
    row.save(update_fields=["created_at", "stage_since", "ended_at"])
