"""The demonstration's transactions: bearings and gears sold to companies on invoice, purchases and returns of members, some of it overdue.

Sums, dates and who paid are made up.
"""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from kedang.archive.models import KIND_CODES, Customer
from kedang.commerce import products, recording
from kedang.commerce.kinds import INVOICE, PAYMENT, PURCHASE, RETURN
from kedang.commerce.lines import Given
from kedang.commerce.recording import Entry
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now

_SEED = 20261122
_COMPANIES, _MEMBERS = 40, 120
_TO_COMPANIES = (
    ("Z-6204", "深沟球轴承 6204", "套", "18.50"),
    ("Z-6308", "深沟球轴承 6308", "套", "56.00"),
    ("C-2M40", "斜齿轮 2M40", "件", "132.00"),
    ("J-NMRV", "蜗轮减速机 NMRV063", "台", "685.00"),
    ("M-Y2", "三相电机 Y2-2.2kW", "台", "1180.00"),
    ("F-YB", "安装调试服务", "次", "800.00"),
)
_TO_MEMBERS = (
    ("S-TEA", "明前龙井 250g", "罐", "268.00"),
    ("S-SILK", "真丝围巾", "条", "399.00"),
    ("S-CUP", "青瓷茶杯", "只", "88.00"),
    ("S-FAN", "王星记折扇", "把", "158.00"),
)
_REMARKS = ("", "", "", "含运费", "客户自提", "分两次送货", "月底统一开票")
_WAYS = ("wechat", "alipay", "card", "cash")
Goods = tuple[tuple[str, str, str, str], ...]


def build(actor: Actor) -> None:
    """Make the products, and a year of dealings with some customers."""
    chance = random.Random(_SEED)  # noqa: S311 - the same dealings every time
    for code, name, unit, price in (*_TO_COMPANIES, *_TO_MEMBERS):
        values = {"code": code, "name": name, "unit": unit, "price": int(Decimal(price) * 10_000), "currency": "CNY"}
        products.make(actor, values)
    seen = Customer.objects.visible_to(actor).order_by("id")
    for customer_id in _ids(seen.filter(kind=KIND_CODES["organisation"]), _COMPANIES, chance):
        with transaction.atomic():
            _company(actor, customer_id, chance)
    for customer_id in _ids(seen.filter(kind=KIND_CODES["person"]), _MEMBERS, chance):
        with transaction.atomic():
            _member(actor, customer_id, chance)


def _ids(found: object, most: int, chance: random.Random) -> list[int]:
    ids = list(found.values_list("id", flat=True))  # type: ignore[attr-defined]
    return sorted(chance.sample(ids, min(most, len(ids))))


def _lines(goods: Goods, most: int, chance: random.Random) -> tuple[Given, ...]:
    chosen = chance.sample(goods, chance.randint(1, min(3, len(goods))))
    return tuple(
        Given(quantity=Decimal(chance.randint(1, 1 if unit == "次" else most)), price=Decimal(price), product_code=code)
        for code, _, unit, price in chosen
    )


def _ago(days: int, chance: random.Random) -> datetime:
    return now() - timedelta(days=days, hours=chance.randint(0, 9), minutes=chance.randint(0, 59))


def _company(actor: Actor, customer_id: int, chance: random.Random) -> None:
    """Invoices at 30 or 60 days; most are paid about their day, some in part, some not yet."""
    for days in sorted(chance.sample(range(5, 330), chance.randint(1, 5)), reverse=True):
        term = chance.choice((30, 30, 60))
        lines = _lines(_TO_COMPANIES, 40, chance)
        due_on = today() - timedelta(days=days - term)
        bill = Entry(
            kind=INVOICE,
            currency="CNY",
            at=_ago(days, chance),
            due_on=due_on,
            lines=lines,
            remark=chance.choice(_REMARKS),
        )
        invoice = recording.write_down(actor, customer_id, bill)
        paid_after = term + chance.randint(-12, 20)
        share = chance.choice((1, 1, 1, 1, 0, "0.5"))
        if share == 0 or paid_after >= days:
            continue
        total = sum((line.quantity * line.price for line in lines), Decimal())
        amount = (total * Decimal(share)).quantize(Decimal("0.01"))
        pays = Entry(
            kind=PAYMENT,
            currency="CNY",
            amount=amount,
            at=_ago(days - paid_after, chance),
            method="transfer",
            refers_to=invoice,
        )
        recording.write_down(actor, customer_id, pays)


def _member(actor: Actor, customer_id: int, chance: random.Random) -> None:
    """Purchases at the counter; one in ten brings something back."""
    for days in sorted(chance.sample(range(1, 360), chance.randint(1, 4)), reverse=True):
        lines = _lines(_TO_MEMBERS, 3, chance)
        bought = Entry(kind=PURCHASE, currency="CNY", at=_ago(days, chance), method=chance.choice(_WAYS), lines=lines)
        purchase = recording.write_down(actor, customer_id, bought)
        if days > 10 and chance.randrange(10) == 0:
            back = Entry(
                kind=RETURN,
                currency="CNY",
                at=_ago(days - 7, chance),
                lines=lines[:1],
                refers_to=purchase,
                remark="颜色不合适",
            )
            recording.write_down(actor, customer_id, back)
