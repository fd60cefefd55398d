"""Validation rules on every path alike: screen, program, import (its check and its filing), edit; refusing and marking."""

import threading
from typing import Any

import orjson
import pytest
from django.db import connections

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.digest import archive_digest
from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.fields.models import ValidationRule
from kedang.history.models import Event
from kedang.intake import commit, lifecycle
from kedang.intake.fates import CHECK, FILE
from kedang.intake.report import text_of
from kedang.intake.tests.builders import COMMAND, bring, fates, stage, table, work
from kedang.intake.tests.test_one_path import HEADERS, Row, filed, firm, person, taken_back, token_of
from kedang.intake.undo import undo
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
REACH = {"test": "required", "fields": ["mobile", "email"]}
MOBILE = {"test": "pattern", "fields": ["mobile"], "pattern": r"13\d{9}"}
MAIL = {"test": "pattern", "fields": ["email"], "pattern": "*@example.com", "mask": True}
ADULT = {"test": "range", "fields": ["birth_date"], "greatest": "today-18y", "kinds": ["person"]}
STAFF = {"test": "range", "fields": ["employees"], "least": "1", "greatest": "9000", "kinds": ["organisation"]}
SHORT = {"test": "range", "fields": ["name"], "measure": "length", "greatest": "10"}
PLACES = {"test": "compare", "fields": ["employer", "name"], "operator": "ne", "kinds": ["person"]}
LEVEL = {
    "test": "required",
    "fields": ["landline"],
    "condition": {"field": "level", "operator": "is", "values": ["A"]},
}
ALONE = {"test": "unique", "fields": ["mobile"]}

COLUMNS = {
    **HEADERS,
    "job_title": "职务",
    "employer": "工作单位",
    "level": "等级",
    "employees": "员工人数",
}
CASES: tuple[tuple[dict[str, Any], Row, Row], ...] = (
    (REACH, person("", name="林晓", mobile="13800001111"), person("", name="周敏", job_title="医生")),
    (MOBILE, person("", name="林晓", mobile="138 0000 1111"), person("", name="周敏", mobile="15912345678")),
    (MOBILE, person("", name="林晓"), person("", name="周敏", mobile="1381234")),
    (MAIL, firm("", name="华盛科技", email="A@example.com"), firm("", name="云帆仪器", email="a@example.org")),
    (ADULT, person("", name="林晓", birth_date="1990年5月"), person("", name="周敏", birth_date="2020/1/2")),
    (STAFF, firm("", name="华盛科技", employees="120"), firm("", name="云帆仪器", employees="12000")),
    (SHORT, firm("", name="华盛科技"), firm("", name="杭州华盛云帆精密仪器贸易有限公司")),
    (PLACES, person("", name="林晓", employer="华盛科技"), person("", name="周敏", employer="周敏")),
    (LEVEL, person("", name="林晓", level="B"), person("", name="周敏", level="A")),
    (ALONE, person("", name="林晓", mobile="13800001111"), person("", name="周敏", mobile="13899990000")),
)


@pytest.fixture
def cast() -> Cast:
    """Everybody, and one customer whose number is taken, of 陈 and beyond the reach of 周."""
    made = make_cast()
    body = {"kind": "person", "values": {"name": "何志远", "mobile": "13899990000", "email": "he@example.com"}}
    assert send(browser(made.chen), "POST", "/customers", body).status_code == 201
    return made


def rule(cast: Cast, asked: dict[str, Any], *, severity: str = "refuse") -> str:
    """The rule in force; its reason."""
    answer = send(browser(cast.admin), "POST", "/rules", {"active": True, "severity": severity, **asked})
    assert answer.status_code == 201, answer.content
    return f"rule:{answer.json()['id']}"


def marks(name: str) -> list[str]:
    """The rules somebody is marked with, as reasons."""
    text = Customer.objects.get(name=name).rule_marks
    return [f"rule:{rule_id}" for rule_id in orjson.loads(text or "{}")]


def file_of(row: Row) -> bytes:
    """The row as a file of one line."""
    return table([COLUMNS[code] for code in row.values], list(row.values.values()))


def imported(cast: Cast, row: Row) -> tuple[str, str]:
    """(fate, reason) of the row in a file, which its check must have said already."""
    run = stage(actor(cast.zhou), file_of(row), kind=row.kind, mode="create")
    lifecycle.check(actor(cast.zhou), run.id)
    (checked,) = fates(work(run.id), CHECK)
    lifecycle.commit(actor(cast.zhou), run.id)
    (done,) = fates(work(run.id), FILE)
    assert (checked.fate, checked.reason, checked.notes) == (done.fate, done.reason, done.notes)
    return done.fate, done.reason


@pytest.mark.parametrize(
    ("asked", "good", "bad"), CASES, ids=lambda value: value.get("test") if isinstance(value, dict) else ""
)
def test_a_rule_refuses_alike_on_every_path(cast: Cast, asked: dict[str, Any], good: Row, bad: Row) -> None:
    reason = rule(cast, asked)
    before = Customer.objects.count()
    for client in (browser(cast.zhou), token_of(cast)):
        answer = filed(client, bad)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (422, "rule.broken")
        assert [f"rule:{found['rule']}" for found in error["details"]["rules"]] == [reason]
        assert error["details"]["rules"][0]["text"] in error["message"]
        assert {found["code"] for found in error["details"]["rules"][0]["fields"]} == set(asked["fields"])
        with taken_back():
            assert filed(client, good).status_code == 201
    assert imported(cast, bad) == ("refused", reason)
    assert text_of(reason, "zh-CN") == error["details"]["rules"][0]["text"]
    assert Customer.objects.count() == before
    assert imported(cast, good) == ("created", "")


@pytest.mark.parametrize(
    ("asked", "good", "bad"), CASES, ids=lambda value: value.get("test") if isinstance(value, dict) else ""
)
def test_a_rule_marks_alike_on_every_path(cast: Cast, asked: dict[str, Any], good: Row, bad: Row) -> None:
    reason = rule(cast, asked, severity="mark")
    name = bad.values["name"]
    with taken_back():
        made = filed(browser(cast.zhou), bad)
        assert made.status_code == 201
        assert marks(name) == [reason]
        page = send(browser(cast.zhou), "GET", f"/customers/{made.json()['id']}").json()
        assert [found["rule"] for found in page["broken_rules"]] == [reason.removeprefix("rule:")]
    with taken_back():
        assert imported(cast, bad) == ("created", "")
        assert marks(name) == [reason]
    with taken_back():
        assert imported(cast, good)[0] == "created"
        assert marks(good.values["name"]) == []


def page_of(who: User, name: str) -> dict[str, Any]:
    """The page of somebody, as one person sees it."""
    found: dict[str, Any] = send(browser(who), "GET", f"/customers/{Customer.objects.get(name=name).id}").json()
    return found


def create(who: User, **values: str) -> str:
    """A person; the id."""
    answer = send(browser(who), "POST", "/customers", {"kind": "person", "values": values, "force": True})
    assert answer.status_code == 201, answer.content
    made: str = answer.json()["id"]
    return made


def edit(who: User, customer: str, **values: Any) -> Any:
    """Change values on the page."""
    return send(browser(who), "PATCH", f"/customers/{customer}", {"values": values})


def test_an_edit_is_held_to_what_it_breaks_and_not_to_what_was_broken(cast: Cast) -> None:
    lin = create(cast.zhou, name="林晓", mobile="15912345678", occupation="教师")
    rule(cast, MOBILE)
    rule(cast, REACH)
    assert edit(cast.zhou, lin, occupation="医生").status_code == 200
    added = send(
        browser(cast.zhou), "POST", f"/customers/{lin}/contact-points", {"kind": "mobile", "value": "13800001111"}
    )
    assert added.status_code in (200, 201), added.content
    digest = archive_digest(COMMAND)
    worse = send(
        browser(cast.zhou), "POST", f"/customers/{lin}/contact-points", {"kind": "mobile", "value": "18800001111"}
    )
    assert (worse.status_code, worse.json()["error"]["code"]) == (422, "rule.broken")
    gone = edit(cast.zhou, lin, mobile=None)
    assert (gone.status_code, gone.json()["error"]["details"]["rules"][0]["text"]) == (422, "“手机”、“邮箱”至少填一项")
    assert archive_digest(COMMAND) == digest
    assert page_of(cast.zhou, "林晓")["broken_rules"][0]["text"] == "“手机”须符合规定的格式"
    assert edit(cast.zhou, lin, mobile="13800001111").status_code == 200
    assert page_of(cast.zhou, "林晓")["broken_rules"] == []


def test_contact_people_are_held_to_rules_as_well(cast: Cast) -> None:
    firm_id = send(
        browser(cast.zhou), "POST", "/customers", {"kind": "organisation", "values": {"name": "华盛科技"}}
    ).json()["id"]
    rule(cast, {"test": "pattern", "fields": ["contact_mobile"], "pattern": r"13\d{9}", "kinds": ["organisation"]})
    body = {"name": "陆远航", "points": [{"kind": "mobile", "value": "15900001111"}]}
    answer = send(browser(cast.zhou), "POST", f"/customers/{firm_id}/contacts", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "rule.broken")
    assert page_of(cast.zhou, "华盛科技")["contacts"] == []


def test_an_import_that_updates_is_held_to_the_whole_record(cast: Cast) -> None:
    create(cast.zhou, name="林晓", mobile="13800001111", email="lin@example.com")
    create(cast.zhou, name="周敏", mobile="13800002222", email="min@example.com")
    reason = rule(cast, {"test": "required", "fields": ["occupation"], "kinds": ["person"]})
    form = rule(cast, {"test": "pattern", "fields": ["level"], "pattern": "[ABC]"})
    header = ("姓名", "手机", "等级")
    rows = [("林晓", "13800001111", "A"), ("周敏", "13800002222", "Z"), ("何静", "13800003333", "A")]
    run = bring(actor(cast.zhou), table(header, *rows), kind="person", mode="upsert", match_key="phone")
    found = [(f.fate, f.reason) for f in fates(run, FILE)]
    assert found == [("updated", ""), ("refused", form), ("refused", reason)]
    assert marks("林晓") == [reason]
    undo(actor(cast.wang), run.id)
    work(run.id)
    assert Customer.objects.get(name="林晓").level == ""
    assert marks("林晓") == [reason]  # undoing refuses nothing, and what it leaves is marked by today's rules


def test_a_refused_row_keeps_nobody_out(cast: Cast) -> None:
    reason = rule(cast, REACH)
    header = ("名称", "统一社会信用代码", "手机")
    code = "91330106MA2GY7XB2R"
    rows = [("华盛科技", code, ""), ("华盛科技", code, "13800001111"), ("华盛科技", code, "13800001111")]
    run = bring(actor(cast.zhou), table(header, *rows), kind="organisation", mode="create")
    assert [(f.fate, f.reason) for f in fates(run, FILE)] == [
        ("refused", reason),
        ("created", ""),
        ("duplicate", "duplicate.in_file"),
    ]


@pytest.mark.parametrize(("severity", "second"), [("refuse", "refused"), ("mark", "created")])
def test_unique_holds_inside_a_file_and_against_the_archive(cast: Cast, severity: str, second: str) -> None:
    reason = rule(cast, ALONE, severity=severity)
    rows = [("林晓", "13800001111"), ("周敏", "13800001111"), ("何静", "13899990000")]
    run = bring(actor(cast.zhou), table(("姓名", "手机"), *rows), kind="person", mode="create", match_key="row")
    assert [f.fate for f in fates(run, FILE)] == ["created", second, second]
    assert [(n[0], n[3]) for f in fates(run, FILE) for n in f.notes if n[3] == reason] == (
        [] if severity == "refuse" else [("mobile", reason)] * 2
    )
    assert marks("林晓") == []
    if severity == "mark":
        assert marks("周敏") == marks("何静") == [reason]


def test_the_form_is_told_while_it_is_filled_in(cast: Cast) -> None:
    rule(cast, MOBILE)
    values = {"name": "林晓", "mobile": "159 1234 5678"}
    answer = send(browser(cast.zhou), "POST", "/customers/check", {"kind": "person", "values": values}).json()
    assert [(v["field"], v["valid"], v["reason"]) for v in answer["values"]] == [
        ("name", True, None),
        ("mobile", False, "“手机”须符合规定的格式"),
    ]


def test_a_large_file_into_an_empty_archive(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    remove([*Customer.objects.values_list("id", flat=True)])
    monkeypatch.setattr(lifecycle, "BATCH_ROWS", 20)
    monkeypatch.setattr(commit, "ALONE_BELOW", 0)  # rows are prepared in another process
    alone, form = rule(cast, ALONE), rule(cast, MAIL, severity="mark")
    rows = [(f"客户{n}", f"138{n % 40:08d}", "a@example.org" if n < 3 else "") for n in range(45)]
    run = stage(actor(cast.zhou), table(("姓名", "手机", "邮箱"), *rows), kind="person", mode="create", match_key="row")
    lifecycle.check(actor(cast.zhou), run.id)
    checked = fates(work(run.id), CHECK)
    lifecycle.commit(actor(cast.zhou), run.id)
    found = fates(work(run.id), FILE)
    assert [(f.fate, f.reason) for f in checked] == [(f.fate, f.reason) for f in found]
    assert [f.fate for f in found] == ["created"] * 40 + ["refused"] * 5
    assert {f.reason for f in found[40:]} == {alone}
    assert marks("客户0") == marks("客户2") == [form]
    assert Customer.objects.exclude(rule_marks=None).count() == 3


def test_a_merge_refuses_nothing_and_leaves_its_marks_until_it_is_undone(cast: Cast) -> None:
    ids = [create(cast.wang, name="林晓", mobile="13800001111"), create(cast.wang, name="林晓", mobile="13800002222")]
    reason = rule(cast, {"test": "pattern", "fields": ["mobile"], "pattern": r"138\d{4}1111"})
    body = {"survivor_id": ids[0], "loser_ids": [ids[1]]}
    merged = send(browser(cast.wang), "POST", "/merges", body)
    assert merged.status_code == 201, merged.content
    survivor = Customer.objects.get(id=ids[0])
    assert survivor.rule_marks == f'{{"{reason[5:]}":["mobile"]}}'
    assert send(browser(cast.wang), "POST", f"/merges/{merged.json()['id']}/undo", {}).status_code == 200
    assert set(Customer.objects.filter(id__in=ids).values_list("rule_marks", flat=True)) == {None}


def test_a_rule_about_a_hidden_field_tells_nothing_of_it(cast: Cast) -> None:
    lin = create(cast.zhou, name="林晓", mobile="13800001111")
    rule(cast, {**LEVEL, "fields": ["website"]})
    assert edit(cast.zhou, lin, level="A").status_code == 422
    Role.objects.filter(code="member").update(field_modes={"website": {"own": "hidden", "other": "hidden"}})
    bump()
    # 周 is neither told that the website is missing nor kept from what is hers to say; who sees the field sees the mark
    assert edit(cast.zhou, lin, level="A").status_code == 200
    assert create(cast.zhou, name="周敏", mobile="13800002222", level="A")
    header, row = ("姓名", "手机", "等级"), ("何静", "13800003333", "A")
    run = bring(actor(cast.zhou), table(header, row), kind="person", mode="create")
    assert [(f.fate, f.reason, f.notes) for f in fates(run, FILE)] == [("created", "", [])]
    assert page_of(cast.zhou, "林晓")["broken_rules"] == []
    assert [page_of(cast.wang, name)["broken_rules"][0]["fields"] for name in ("林晓", "周敏", "何静")] == [
        ["website"]
    ] * 3


def test_unique_conceals_who_holds_the_value(cast: Cast) -> None:
    rule(cast, ALONE)
    answer = filed(browser(cast.zhou), person("", name="林晓", mobile="13899990000"))
    assert "何志远" not in answer.content.decode()
    (hit,) = answer.json()["error"]["details"]["hits"]
    assert hit["visible"] is False
    assert set(hit) == {"visible", "initial", "department", "state", "reasons"}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_cannot_both_have_a_unique_value(cast: Cast) -> None:
    ids = [create(cast.zhou, name="林晓", email="a@example.com"), create(cast.zhou, name="周敏", email="b@example.com")]
    rule(cast, ALONE)
    together = threading.Barrier(4)
    found: list[int] = []

    def change(customer: str) -> None:
        client = browser(cast.zhou)
        together.wait()
        found.append(send(client, "PATCH", f"/customers/{customer}", {"values": {"mobile": "13800001111"}}).status_code)
        connections.close_all()

    def make(name: str) -> None:
        client = browser(cast.zhou)
        together.wait()
        values = {"name": name, "mobile": "13800001111", "email": f"{len(name)}@example.com"}
        found.append(
            send(client, "POST", "/customers", {"kind": "person", "values": values, "force": True}).status_code
        )
        connections.close_all()

    work_of = [(change, ids[0]), (change, ids[1]), (make, "何静"), (make, "陆远航")]
    threads = [threading.Thread(target=step, args=(what,)) for step, what in work_of]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found)[0] in (200, 201)
    assert sorted(found)[1:] == [422, 422, 422]


def test_no_value_stands_in_clear_where_a_rule_speaks(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    rule(cast, MOBILE, severity="mark")
    rule(cast, {**ALONE, "fields": ["id_number"], "kinds": ["person"]}, severity="mark")
    canaries = ("15987654321", "330106199003077232")
    for name in ("林晓", "周敏"):
        create(cast.zhou, name=name, mobile=canaries[0], id_number=canaries[1])
    assert len(marks("周敏")) == 2
    stored = " ".join(
        [
            *(str(row) for row in Event.objects.values()),
            *(str(row) for row in Customer.objects.values()),
            *(str(row) for row in ValidationRule.objects.values()),
            caplog.text,
        ]
    )
    assert [canary for canary in canaries if canary in stored] == []


def test_a_condition_is_kept_as_records_hold_it(cast: Cast) -> None:
    condition = {"field": "region", "operator": "is", "values": ["浙江"]}
    rule(cast, {**REACH, "condition": condition})
    (kept,) = send(browser(cast.admin), "GET", "/rules").json()["rules"]
    assert (kept["condition"]["values"], kept["text"]) == (["330000"], "当“地区”为“浙江省”时，“手机”、“邮箱”至少填一项")
    assert (
        filed(browser(cast.zhou), firm("", name="华盛科技", address="浙江省杭州市西湖区文三路1号")).status_code == 422
    )
    assert filed(browser(cast.zhou), firm("", name="云帆仪器", address="上海市黄浦区南京东路1号")).status_code == 201


def test_rules_that_are_off_or_gone_say_nothing(cast: Cast) -> None:
    reason = rule(cast, MOBILE, severity="mark")
    rule_id = reason.removeprefix("rule:")
    create(cast.zhou, name="林晓", mobile="15912345678")
    assert len(page_of(cast.zhou, "林晓")["broken_rules"]) == 1
    assert send(browser(cast.admin), "PATCH", f"/rules/{rule_id}", {"active": False}).status_code == 200
    assert page_of(cast.zhou, "林晓")["broken_rules"] == []
    assert send(browser(cast.admin), "DELETE", f"/rules/{rule_id}").status_code == 204
    assert send(browser(cast.admin), "GET", "/rules").json() == {"rules": []}
    assert create(cast.zhou, name="周敏", mobile="15912345679")
