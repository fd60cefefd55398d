"""Persons and organisations in one table: every row is read by the fields of its own kind."""

import pytest

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.intake.findings import findings_of
from kedang.intake.lifecycle import run_key
from kedang.intake.tests.builders import COMMAND, bring, counts, stage, table

pytestmark = pytest.mark.django_db

CODE = "91330108MA27XY1234"
HEAD = ("客户类型", "客户名称", "手机", "身份证号", "统一社会信用代码", "联系人", "联系人手机")
LIN = ("个人", "林晓", "13800001111", "", "", "她妹妹", "")
ZHOU = ("个人", "周敏", "13800002222", "", "", "", "")
FIRM = ("企业", "杭州云起科技有限公司", "", "", CODE, "宋雅", "13568776984")


def content(name: str) -> Content:
    """The content of the customer of this name."""
    customer = Customer.objects.get(name=name)
    return load_contents([customer.id])[customer.id]


def test_the_columns_of_both_kinds_are_recognised() -> None:
    run = stage(COMMAND, table(HEAD, LIN, ZHOU, FIRM))
    found = findings_of(run, run_key(run))
    assert found is not None
    fields = ["kind", "name", "mobile", "id_number", "credit_code", "contact_name", "contact_mobile"]
    assert [c.field for c in found.table.columns] == fields


def test_an_organisation_gets_its_contact_and_a_person_keeps_what_has_no_field_as_an_extra() -> None:
    assert counts(bring(COMMAND, table(HEAD, LIN, ZHOU, FIRM))) == {"created": 3}
    firm, lin = content(FIRM[1]), content("林晓")
    assert [(c.name, [p.value for p in c.points]) for c in firm.contacts] == [("宋雅", ["+8613568776984"])]
    assert [p.value for p in firm.points] == []
    assert [(i.kind, i.value) for i in firm.identifiers] == [("credit_code", CODE)]
    assert lin.contacts == []
    assert lin.extras == {"联系人": "她妹妹"}


def test_an_organisation_among_persons_is_named_by_their_employer_column() -> None:
    head = ("类型", "姓名", "公司名称", "职务", "手机")
    rows = (
        ("个人", "林晓", "海蓝贸易有限公司", "会计", "13800001111"),
        ("企业", "宋雅", "云起科技有限公司", "经理", ""),
    )
    assert counts(bring(COMMAND, table(head, *rows, ("个人", "周敏", "", "", "13800002222")))) == {"created": 3}
    assert content("林晓").fields["employer"] == "海蓝贸易有限公司"
    firm = content("云起科技有限公司")
    assert firm.kind == "organisation"
    assert [(c.name, c.title) for c in firm.contacts] == [("宋雅", "经理")]
