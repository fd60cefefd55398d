"""The demonstration's files: contracts, letters, invoices and photographs of the companies, as a year of work leaves them."""

import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import typst
from django.db import transaction
from pylopdf_fonts_zh_cn import sans_path

from kedang.accounts.models import User
from kedang.archive.models import ORGANISATION, Customer
from kedang.documents.arriving import arrival_of
from kedang.documents.filing import Described, file
from kedang.documents.models import Document, Version
from kedang.kit.actor import Actor
from kedang.kit.clock import now

_SEED = 20261123
_COMPANIES = 14
_DAYS = 240
_GOODS = ("伺服电机", "工业滤芯", "不锈钢阀门", "包装薄膜", "控制线缆", "轴承组件")


@dataclass(frozen=True, slots=True)
class _Paper:
    """One file and what it is said to be."""

    name: str
    content: bytes
    said: Described


def build(actor: Actor) -> None:
    """File some documents with the first companies, in the names of their owners, the oldest first."""
    chance = random.Random(_SEED)  # noqa: S311 - the same files every time
    found = Customer.objects.visible_to(actor).filter(kind=ORGANISATION, owner_id__isnull=False).order_by("id")
    papers = [(customer, paper) for customer in found[:_COMPANIES] for paper in _papers(customer, chance)]
    chance.shuffle(papers)
    people = User.objects.in_bulk({customer.owner_id for customer, _ in papers})
    for place, (customer, paper) in enumerate(papers):
        assert customer.owner_id is not None
        owner = people[customer.owner_id]
        author = replace(actor, id=owner.id, name=owner.name)
        filed = file(author, customer.id, arrival_of(paper.name, paper.content), paper.said)
        _date(filed, now() - timedelta(days=_DAYS * (len(papers) - place) / len(papers), minutes=37 * place % 480))


@transaction.atomic
def _date(document_id: int, at: datetime) -> None:
    Document.objects.filter(id=document_id).update(created_at=at, updated_at=at)
    Version.objects.filter(document_id=document_id).update(at=at)


def _papers(customer: Customer, chance: random.Random) -> Iterator[_Paper]:
    goods, thousands = chance.choice(_GOODS), chance.randrange(8, 95)
    said = Described(type="contract", title=f"{goods}采购框架合同", retention="d30")
    yield _Paper(f"{goods}采购框架合同.pdf", _contract(customer.name, goods, thousands), said)
    if chance.random() < 0.6:
        letter = f"{customer.name}：\n\n贵司三月订购的{goods}已全部发出，请于收货后五个工作日内验收。\n\n山海贸易"
        said = Described(type="correspondence", title=f"关于{goods}发货的函")
        yield _Paper(f"发货函-{goods}.txt", letter.encode(), said)
    if chance.random() < 0.5:
        yield _Paper("门头照片.png", _picture(chance), Described(type="photo", title="门头照片"))
    if chance.random() < 0.25:
        terms = f"{customer.name} {goods} 特别折扣：{chance.randrange(82, 96)} 折，仅限本年度，不得外传。"
        said = Described(type="other", title="特别折扣约定", sensitivity="most")
        yield _Paper("特别折扣.txt", terms.encode(), said)


def _contract(company: str, goods: str, thousands: int) -> bytes:
    """A contract of one page as PDF."""
    source = f"""
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt, lang: "zh", font: ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"))
#set par(leading: 1em)
#align(center, text(size: 18pt, weight: "bold")[采购框架合同])
#v(1em)
甲方：{_plain(company)}

乙方：山海贸易（演示）

一、乙方按甲方订单供应{goods}，质量符合国家标准和甲方技术要求。

二、本年度采购总额暂定人民币 {thousands} 万元，以实际订单结算，单价见附表。

三、甲方收货验收后三十日内付款。逾期付款的，每日按应付金额的万分之三支付违约金。

四、乙方质保期十二个月，质保期内免费更换有缺陷的产品。

五、本合同一式两份，自双方盖章之日起生效，有效期一年。
#v(4em)
甲方（盖章）： #h(6cm) 乙方（盖章）：
"""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[sans_path().parent])
    return typst.compile(source.encode(), font_paths=fonts)


def _plain(text: str) -> str:
    """A name without what means something to the typesetter."""
    return "".join(c for c in text if c.isalnum() or c in "（）·. ")


def _picture(chance: random.Random) -> bytes:
    """A small PNG: sky, wall, door and a sign."""
    wall, sign = chance.choice(((214, 205, 190), (188, 196, 204))), chance.choice(((176, 48, 48), (38, 84, 160)))
    rows = b"".join(b"\0" + b"".join(bytes(_colour(x, y, wall, sign)) for x in range(320)) for y in range(200))
    head = struct.pack(">IIBBBBB", 320, 200, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


_Colour = tuple[int, int, int]


def _colour(x: int, y: int, wall: _Colour, sign: _Colour) -> _Colour:
    if y < 60:
        return (198, 218, 235)
    if 75 <= y < 105 and 60 <= x < 260:
        return sign
    if 120 <= y < 190 and (130 <= x < 190 or 40 <= x < 100 or 220 <= x < 280):
        return (92, 104, 116)
    return (150, 150, 148) if y >= 190 else wall


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
