"""Validation rules about fields that whoever edits or imports gets masked: neither a refusal nor a report tells of them."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive import rights
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.intake import lifecycle
from kedang.intake.fates import CHECK, Fate
from kedang.intake.models import ImportRun
from kedang.intake.report import fate_reason, rules_told
from kedang.intake.tests.builders import fates, stage, table, work
from kedang.kit.actor import system_actor
from tests.people import Cast, actor, browser, make_cast, make_user, send

pytestmark = pytest.mark.django_db
BORN = "1983-07-19"
COMPARED = {"test": "compare", "fields": ["birth_date", "custom:joined"], "operator": "le", "kinds": ["person"]}
NUMBER = {"test": "pattern", "fields": ["mobile"], "pattern": r"137\d{8}", "kinds": ["person"]}
OF_A = {"condition": {"field": "level", "operator": "is", "values": ["A"]}}


@pytest.fixture
def cast() -> Cast:
    """Everybody, and a day on which customers joined. 林 gets contact data and birth dates of 周's customers masked."""
    made = make_cast()
    draft = Draft(code="joined", label_zh="入会日期", label_en="Joined", type="date", kinds=("person",))
    definitions.create(system_actor("demo"), draft)
    return made


def rule(cast: Cast, asked: dict[str, Any], severity: str) -> str:
    """The rule in force; its reason."""
    answer = send(browser(cast.admin), "POST", "/rules", {"active": True, "severity": severity, **asked})
    assert answer.status_code == 201, answer.content
    return f"rule:{answer.json()['id']}"


def customer(cast: Cast) -> int:
    """张伟, of 周."""
    values = {"birth_date": BORN, "mobile": "13912345678", "level": "B", "external_id": "CRM-1"}
    return file_customer(cast.zhou, name="张伟", **values)


def edit(who: User, customer_id: int, **values: Any) -> int:
    """The status of an edit."""
    status: int = send(browser(who), "PATCH", f"/customers/{customer_id}", {"values": values}).status_code
    return status


def row_of(who: User, header: str, value: str) -> tuple[Fate, dict[str, Any]]:
    """How a file of one row about 张伟 is checked: as kept, and as its importer is told."""
    content = table(("客户编号", "姓名", header), ("CRM-1", "张伟", value))
    run = stage(actor(who), content, kind="person", mode="update", match_key="external_id")
    lifecycle.check(actor(who), run.id)
    (fate,) = fates(work(run.id), CHECK)
    (row,) = send(browser(who), "GET", f"/imports/{run.id}/rows").json()["rows"]
    return fate, row


def test_an_edit_is_not_refused_by_what_is_masked(cast: Cast) -> None:
    zhang = customer(cast)
    rule(cast, COMPARED, "refuse")
    joined = {"custom:joined": "1950-01-01"}
    assert edit(cast.zhou, zhang, **joined) == 422
    assert edit(cast.lin, zhang, **joined) == 200
    page = send(browser(cast.lin), "GET", f"/customers/{zhang}").json()
    assert page["broken_rules"] == []
    assert len(send(browser(cast.zhou), "GET", f"/customers/{zhang}").json()["broken_rules"]) == 1


def test_who_replaces_a_masked_value_is_held_to_the_rules(cast: Cast) -> None:
    zhang = customer(cast)
    rule(cast, NUMBER, "refuse")
    rule(cast, COMPARED, "refuse")
    Role.objects.filter(code="lead").update(field_modes={"*C": {"own": "masked", "other": "masked"}})
    role = Role.objects.get(code="lead")
    role.rights = [*{*role.rights, "customers.reveal"}]
    role.save()
    bump()
    assert edit(cast.lin, zhang, mobile="13611112222") == 422
    assert edit(cast.lin, zhang, mobile="13711112222") == 200
    assert edit(cast.lin, zhang, **{"birth_date": "1990-01-01", "custom:joined": "1950-01-01"}) == 422


@pytest.mark.parametrize("severity", ["mark", "refuse"])
def test_a_report_repeats_no_stored_value(cast: Cast, severity: str) -> None:
    customer(cast)
    rule(cast, COMPARED, severity)
    rule(cast, {**NUMBER, **OF_A}, severity)
    for header, value in (("入会日期", "1950-01-01"), ("等级", "A")):
        fate, row = row_of(cast.lin, header, value)
        assert (fate.fate, fate.reason, list(fate.notes), row["cells"], row["reason"]) == ("updated", "", [], [], None)
    assert Customer.objects.get().version == 1


def test_of_what_may_be_read_the_field_is_told_but_no_stored_value(cast: Cast) -> None:
    customer(cast)
    reason = rule(cast, {**NUMBER, **OF_A}, "mark")
    fate, _ = row_of(cast.zhou, "等级", "A")
    assert [tuple(note) for note in fate.notes] == [("mobile", "", "", reason)]
    plain = rule(cast, NUMBER, "mark")
    fate, _ = row_of(cast.zhou, "手机", "13612345678")
    assert ("mobile", "+8613612345678", "", plain) in [tuple(note) for note in fate.notes]


def test_somebody_elses_import_tells_of_rules_only_what_its_reader_may_know(cast: Cast) -> None:
    customer(cast)
    rule(cast, {**NUMBER, **OF_A}, "refuse")
    _, told = row_of(cast.zhou, "等级", "A")
    assert "手机" in told["reason"]
    run = ImportRun.objects.get()
    role = Role.objects.get(code="steward")
    role.rights, role.field_modes = [*role.rights, rights.IMPORT], {"*C": {"own": "masked", "other": "masked"}}
    role.save()
    bump()
    steward = make_user("huang", "黄静", "steward", cast.head_office)
    answer = send(browser(steward), "GET", f"/imports/{run.id}/rows")
    assert answer.status_code == 200, answer.content
    assert answer.json()["rows"][0]["reason"] == "不符合校验规则"
    read = [
        fate_reason(fate, "zh-CN", rules_told(actor(who), run))
        for who in (cast.zhou, steward)
        for fate in fates(run, CHECK)
    ]
    assert ["手机" in text for text in read] == [True, False]
