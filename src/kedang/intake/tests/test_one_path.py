"""Thirty dirty rows, each brought by the screen, by a program and in a file: the same standard values, the same verdict."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.intake import lifecycle
from kedang.intake.fates import CHECK
from kedang.intake.tests.builders import bring, fates, stage, table, work
from kedang.intake.verdict import HELD_ARCHIVE, IN_ARCHIVE, LISTED_POSSIBLE
from tests.people import Cast, actor, browser, make_cast, script, send

pytestmark = pytest.mark.django_db
HEADERS = {
    "name": "客户名称",
    "mobile": "手机",
    "landline": "座机",
    "email": "邮箱",
    "id_number": "身份证号",
    "credit_code": "统一社会信用代码",
    "birth_date": "出生日期",
    "address": "地址",
    "contact_name": "联系人",
    "legal_representative": "法定代表人",
}
DOOR = "浙江省杭州市西湖区文三路138号3幢501室"
# Who is there: 周's customers, and one of 陈's that 周 may not see.
THERE: dict[str, tuple[str, dict[str, str]]] = {
    "张伟": ("person", {"name": "张伟", "mobile": "13812345678", "address": DOOR}),
    "欧阳娜娜": ("person", {"name": "欧阳娜娜", "mobile": "13900001111", "email": "nana@example.com"}),
    "王小明": ("person", {"name": "王小明", "id_number": "330106199003077232", "mobile": "13700002222"}),
    "李国强": (
        "person",
        {"name": "李国强", "birth_date": "1985-06-07", "address": "杭州市滨江区江南大道100号2幢301室"},
    ),
    "华盛": (
        "organisation",
        {
            "name": "杭州华盛科技有限公司",
            "credit_code": "91330106MA2GY7XB2R",
            "landline": "0571-87654321",
            "address": DOOR,
        },
    ),
    "云帆": (
        "organisation",
        {"name": "上海云帆精密仪器有限公司", "landline": "021-65432100", "contact_name": "陆远航"},
    ),
    "concealed": (
        "organisation",
        {"name": "广州南粤贸易有限公司", "landline": "020-83345678", "contact_name": "何志远"},
    ),
}
CERTAIN, POSSIBLE, NEW = "certain", "possible", "new"


@dataclass(frozen=True, slots=True)
class Row:
    """What comes in, one standard value it must have, whom it leads to and how surely."""

    kind: str
    values: dict[str, str]
    standard: str
    whom: str = ""
    verdict: str = NEW


def person(standard: str, whom: str = "", verdict: str = NEW, **values: str) -> Row:
    """A row of a person."""
    return Row("person", values, standard, whom, verdict)


def firm(standard: str, whom: str = "", verdict: str = NEW, **values: str) -> Row:
    """A row of an organisation."""
    return Row("organisation", values, standard, whom, verdict)


ROWS = (
    person("张伟", "张伟", CERTAIN, name="张伟", mobile="138 1234 5678"),
    person("张伟", "张伟", CERTAIN, name=" 张　伟 ", mobile="＋８６ １３８－１２３４－５６７８"),
    person("張偉", "张伟", CERTAIN, name="張偉", mobile="13812345678"),
    person("张玮", "张伟", CERTAIN, name="张玮", mobile="0086 13812345678"),
    person("章伟", "张伟", CERTAIN, name="章伟", mobile="13812345678", address="杭州西湖区文三路138号3幢501"),
    person("张伟", "张伟", CERTAIN, name="张伟", mobile="13812345679", address="西湖区文三路一百三十八号3幢501室"),
    person("张伟", name="张伟", mobile="15999998888"),
    person("张伟", name="张伟", mobile="13511112222", address="四川省成都市武侯区人民南路四段1号"),
    person("+8613812345678", name="刘洋", mobile="13812345678"),
    person("nana@example.com", "欧阳娜娜", CERTAIN, name="歐陽娜娜", email="NANA@Example.com"),
    person("欧阳那那", "欧阳娜娜", CERTAIN, name="欧阳那那", mobile="139-0000-1111"),
    person("娜娜 欧阳", "欧阳娜娜", CERTAIN, name="娜娜 欧阳", email="nana@example.com"),
    # 周 may not read id numbers: she is told who it is because name and birth date, which she may read, say so by themselves.
    person("330106199003077232", "王小明", CERTAIN, name="王小明", id_number="330106900307723"),
    person("330106199003077232", "王小明", CERTAIN, name="王晓明", id_number="330106199003077232"),
    person("王晓明", "王小明", CERTAIN, name="王晓明", mobile="１３７００００２２２２"),
    person("王小明", name="王小明", id_number="110101198001010010"),
    person("李国强", "李国强", CERTAIN, name="李国强", birth_date="1985年6月7日", address="滨江区江南大道100号2幢301"),
    person("李国强", name="李国强", birth_date="1970/1/2", address="北京市朝阳区建国路88号"),
    person("陈小红", name="陈小红", mobile="1381234567"),
    person("赵敏", name="赵敏", email="zhao.min@"),
    firm("杭州华盛科技有限公司", "华盛", CERTAIN, name="杭州华盛科技有限公司"),
    firm("+8657187654321", "华盛", CERTAIN, name="杭州華盛科技有限公司 ", landline="(0571) 8765 4321"),
    firm("91330106MA2GY7XB2R", "华盛", CERTAIN, name="华盛科技", credit_code="91330106ma2gy7xb2r"),
    firm("华盛科技", "华盛", CERTAIN, name="华盛科技", landline="0571-87654321", address=DOOR),
    firm("杭州华晟科技有限公司", "华盛", CERTAIN, name="杭州华晟科技有限公司", landline="0571-87654321", address=DOOR),
    firm("宁波华盛建材有限公司", name="宁波华盛建材有限公司", landline="0574-87001122"),
    firm("+862165432100", "云帆", CERTAIN, name="上海云帆精密仪器（有限公司）", landline="02165432100"),
    firm("云帆精密仪器", "云帆", CERTAIN, name="云帆精密仪器", landline="021 6543 2100", contact_name="陆远航"),
    firm("广州南粤贸易有限公司", "concealed", CERTAIN, name="广州南粤贸易有限公司"),
    firm("成都锦江餐饮有限公司", name="成都锦江餐饮有限公司", landline="028-86001234"),
)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def token_of(cast: Cast) -> Client:
    """A program that acts for 周."""
    given = {"name": "同步", "rights": ["customers.view", "customers.create"]}
    return script(send(browser(cast.zhou), "POST", "/me/tokens", given).json()["secret"])


def filed(client: Client, row: Row) -> Any:
    """The row through the door that screens and programs use."""
    return send(client, "POST", "/customers", {"kind": row.kind, "values": row.values})


def file_of(row: Row) -> bytes:
    """The row as a file of one line."""
    return table([HEADERS[code] for code in row.values], list(row.values.values()))


def signature() -> tuple[object, ...]:
    """The content of the only customer there is."""
    return load_content(Customer.objects.get().id).signature()


def contents(cast: Cast, row: Row) -> list[tuple[object, ...]]:
    """What is kept of the row in an empty archive, by each way in."""
    found = []
    for client in (browser(cast.zhou), token_of(cast)):
        with taken_back():
            assert filed(client, row).status_code == 201
            found.append(signature())
    with taken_back():
        bring(actor(cast.zhou), file_of(row), kind=row.kind, mode="create")
        found.append(signature())
    return found


def settle(cast: Cast) -> dict[str, str]:
    """Those who are there: archive number → what the rows call them."""
    called = {}
    for label, (kind, values) in THERE.items():
        owner = cast.chen if label == "concealed" else cast.zhou
        made = send(browser(owner), "POST", "/customers", {"kind": kind, "values": values})
        called[made.json()["number"]] = label
    return called


def by_check(client: Client, row: Row, called: dict[str, str]) -> tuple[str, str]:
    """(whom, verdict) of the check, which must agree with what filing says."""
    answer = send(client, "POST", "/customers/check", {"kind": row.kind, "values": row.values})
    # A number that is shared and nothing else is worth a look on the screen, and no verdict.
    hits = [hit for hit in answer.json()["duplicates"] if hit["likeness"] or not hit["visible"]]
    with taken_back():
        status = filed(client, row).status_code
    if not hits:
        assert status == 201
        return "", NEW
    assert (status == 409) == (hits[0]["likeness"] != POSSIBLE)
    return called[hits[0]["number"]] if hits[0]["visible"] else "concealed", CERTAIN if status == 409 else POSSIBLE


def by_import(cast: Cast, row: Row, called: dict[str, str]) -> tuple[str, str]:
    """(whom, verdict) of a dry run."""
    run = stage(actor(cast.zhou), file_of(row), kind=row.kind, mode="create", fuzzy="hold")
    lifecycle.check(actor(cast.zhou), run.id)
    (fate,) = fates(work(run.id), CHECK)
    if fate.reason in (IN_ARCHIVE, HELD_ARCHIVE):
        return called[fate.number] if fate.number else "concealed", CERTAIN
    assert fate.fate == "created"
    return ("", POSSIBLE) if fate.reason == LISTED_POSSIBLE else ("", NEW)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind} {' '.join(row.values.values())}")
def test_a_row_is_the_same_by_every_way_in(cast: Cast, row: Row) -> None:
    screen, program, file = contents(cast, row)
    assert screen == program == file
    assert row.standard in str(screen)
    called = settle(cast)
    with taken_back():
        assert by_check(browser(cast.zhou), row, called) == (row.whom, row.verdict)
    with taken_back():
        assert by_check(token_of(cast), row, called) == (row.whom, row.verdict)
    whom, verdict = by_import(cast, row, called)
    assert (whom, verdict) == (row.whom if verdict == CERTAIN else "", row.verdict)


def test_there_are_thirty_rows() -> None:
    assert len(ROWS) == 30
