"""The demonstration's interactions and follow-ups: half a year of calls and visits, and a desk with something to do today."""

import random
from datetime import datetime, time, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.activity.planning import Plan, plan
from kedang.activity.recording import Happened, write_down
from kedang.archive.models import Customer
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now

_SEED = 20261124
_MOST = 90
_SAID = (
    ("call", "out", "talked", 12, "确认上批货已收齐，外包装有两箱受潮，对方拍照后发来。"),
    ("call", "in", "interested", 8, "主动来问新品价格，希望本月内拿到样品。"),
    ("call", "out", "no_answer", None, ""),
    ("visit", "out", "talked", 90, "看了二号车间，旧线明年三月到期，更换预算还在报批。"),
    ("visit", "out", "agreed", 60, "口头同意按季度框架供货，合同由采购走流程。"),
    ("meeting", "out", "waiting", 75, "三方会议，技术参数定稿，商务部分等对方下周答复。"),
    ("email", "out", "waiting", None, "发出分阶段报价，附两种付款方式。"),
    ("email", "in", "talked", None, "来信索要质检报告和近三年供货业绩。"),
    ("chat", "in", "talked", 5, "微信问发货时间，已告知周四到。"),
    ("call", "out", "declined", 6, "今年已与别家签约，明年十月再谈。"),
)
_TO_DO = (
    ("call", "问报价意见"),
    ("visit", "带样品上门，约技术一起看"),
    ("email", "寄质检报告"),
    ("call", "提醒合同盖章"),
    ("meeting", "季度回顾，准备去年供货数据"),
    ("call", "回访使用情况"),
)
# Days from today on which something is due, and at what hour; the past is what somebody is behind with.
_DUE = ((-6, 10), (-1, 15), (0, 10), (0, 14), (0, 16), (1, 9), (3, 10), (6, 14), (12, 9), (25, 9))


def build(actor: Actor) -> None:
    """Interactions and follow-ups of customers that have an owner, by their owners."""
    found = list(Customer.objects.visible_to(actor).filter(owner_id__isnull=False).order_by("id"))
    chance = random.Random(_SEED)  # noqa: S311 - the same story every time
    chance.shuffle(found)
    with transaction.atomic():
        for number, customer in enumerate(_spread(found)):
            assert customer.owner_id is not None
            owner = actor_for(customer.owner_id)
            _tell(chance, owner, customer.id)
            _plan(chance, owner, customer.id, number)


def _spread(found: list[Customer]) -> list[Customer]:
    """Some customers, of every owner alike."""
    by_owner: dict[int | None, list[Customer]] = {}
    for customer in found:
        by_owner.setdefault(customer.owner_id, []).append(customer)
    share = max(1, _MOST // max(1, len(by_owner)))
    return [customer for mine in by_owner.values() for customer in mine[:share]]


def _tell(chance: random.Random, owner: Actor, customer_id: int) -> None:
    # Now and then somebody was left alone for long.
    latest = 120 if chance.random() < 0.2 else chance.randrange(1, 40)
    for step in range(chance.randrange(1, 5)):
        kind, direction, outcome, minutes, text = chance.choice(_SAID)
        at = now() - timedelta(days=latest + step * chance.randrange(5, 30), hours=chance.randrange(8))
        happened = Happened(kind=kind, direction=direction, outcome=outcome, minutes=minutes, text=text, at=at)
        write_down(owner, customer_id, happened)


def _plan(chance: random.Random, owner: Actor, customer_id: int, number: int) -> None:
    if number % 3 == 0:
        return
    days, hour = chance.choice(_DUE)
    kind, text = chance.choice(_TO_DO)
    due = datetime.combine(today() + timedelta(days=days), time(hour), LOCAL)
    plan(owner, customer_id, Plan(kind=kind, text=text, due_at=due))
