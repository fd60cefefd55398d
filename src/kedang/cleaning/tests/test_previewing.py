"""The preview: whom it would change, whom it leaves out and why; nothing is changed, and a killed one is not made twice."""

import pytest

from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import file_customer
from kedang.cleaning import previewing, reading
from kedang.cleaning.models import FixRow
from kedang.cleaning.tests.scene import Scene, change, counts, digest, killed_after, make_scene, read
from kedang.cleaning.tests.test_profiling import cleaner
from kedang.fields import definitions
from kedang.history.models import Event
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import system_actor
from tests.people import browser, send

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def test_a_preview_changes_nobody(scene: Scene) -> None:
    before, versions = digest(), list(Customer.objects.order_by("id").values_list("version", "updated_at"))
    fix = scene.prepare("source", changes=[change(ONE, "展会"), change("老客户介绍", "  "), change("没有人有", "甲")])
    assert (fix["state"], fix["title"], counts(fix), fix["changes"][1]["after"]) == (
        "ready",
        "手工修正",
        {"will_change": 4},
        None,
    )
    assert [row[:4] for row in scene.rows(fix["id"])] == [
        ("张伟", ONE, "展会", "will_change"),
        ("王芳", ONE, "展会", "will_change"),
        ("李娜", ONE, "展会", "will_change"),
        ("周涛", "老客户介绍", None, "will_change"),
    ]
    assert digest() == before
    assert list(Customer.objects.order_by("id").values_list("version", "updated_at")) == versions
    assert not Event.objects.filter(run_id=int(fix["id"])).exists()


def test_a_preview_tells_nothing_of_a_rule_about_a_hidden_field(scene: Scene) -> None:
    draft = definitions.Draft(code="risk", label_zh="风险名单", label_en="Risk", type="text", sensitivity="S")
    definitions.create(system_actor("demo"), draft)
    user = cleaner(scene.cast, **{"custom:risk": {"own": "hidden", "other": "hidden", "list": "hidden"}})
    file_customer(scene.cast.zhou, name="郑爽", source=ONE, **{"custom:risk": "甲类"})
    rule = {"test": "pattern", "fields": ["source"], "pattern": ".*推荐", "severity": "refuse", "active": True}
    condition = {"field": "custom:risk", "operator": "is", "values": ["甲类"]}
    made = send(browser(scene.cast.admin), "POST", "/rules", {**rule, "condition": condition})
    assert made.status_code == 201, made.content
    fix = scene.prepare("source", user, changes=[change(ONE, "展会")])
    assert {row[3:5] for row in scene.rows(fix["id"], user)} == {("will_change", "")}
    assert scene.act("apply", fix["id"], user)["changed"] == len(scene.rows(fix["id"], user))


def test_who_may_only_be_read_is_left_out(scene: Scene) -> None:
    user = cleaner(scene.cast)
    Grant.objects.create(customer_id=scene.ids["赵磊"], user_id=user.id, level="read", created_by=1)
    fix = scene.prepare("source", user, suggestion_id="placeholder")
    assert counts(fix) == {"left_out": 1}
    assert scene.rows(fix["id"], user) == [("赵磊", "暂无", None, "left_out", "denied")]
    assert fix["can_apply"] is False


def test_a_field_that_is_read_only_with_others_is_left_out(scene: Scene) -> None:
    user = cleaner(scene.cast, source={"own": "edit", "other": "read"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    fix = scene.prepare("source", user, changes=[change(ONE, "展会")])
    assert [(row[0], row[3], row[4]) for row in scene.rows(fix["id"], user)] == [
        ("张伟", "will_change", ""),
        ("王芳", "left_out", "field.locked"),
        ("李娜", "left_out", "field.locked"),
    ]
    page = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows?fate=left_out", user))["rows"]
    assert page[0]["text"] == "您不能修改“来源”，内容没有改动。"
    assert counts(scene.act("apply", fix["id"], user)) == {"changed": 1, "left_out": 2}
    assert [scene.values("source")[name] for name in ("张伟", "王芳")] == ["展会", ONE]


def test_a_preview_is_no_oracle_for_masked_values(scene: Scene) -> None:
    """Whoever names a number must not learn whose it is."""
    user = cleaner(scene.cast, mobile={"own": "edit", "other": "masked"})
    Customer.objects.filter(id=scene.ids["张伟"]).update(owner_id=user.id)
    fix = scene.prepare("mobile", user, changes=[change("+8613800138001", None), change("+8613800138000", None)])
    assert [row[0] for row in scene.rows(fix["id"], user)] == ["张伟"]


def test_a_name_cannot_be_cleared(scene: Scene) -> None:
    before = digest()
    fix = scene.prepare("name", changes=[change("张伟", None), change("王芳", "王方")])
    assert [(row[0], row[2], row[3], row[4]) for row in scene.rows(fix["id"])] == [
        ("张伟", None, "left_out", "customer.name_required"),
        ("王芳", "王方", "will_change", ""),
    ]
    scene.act("apply", fix["id"])
    assert Customer.objects.get(id=scene.ids["王芳"]).name_key.endswith("王方")
    scene.act("undo", fix["id"])
    assert digest() == before


def test_a_killed_preview_names_nobody_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    look = scene.profile("source")
    made = read(scene.post("/cleaning/fixes", {"profile_id": look["id"], "suggestion_id": "spelling"}))
    assert (made["state"], made["total"], made["can_apply"]) == ("previewing", 9, False)
    killed_after(monkeypatch, previewing, "_keep", 2)
    assert FixRow.objects.filter(fix_id=int(made["id"])).count() == 1
    run_waiting()
    assert [row[0] for row in scene.rows(made["id"])] == ["刘洋", "陈静", "杨帆"]


def test_a_preview_can_be_stopped(scene: Scene) -> None:
    look = scene.profile("source")
    made = read(scene.post("/cleaning/fixes", {"profile_id": look["id"], "suggestion_id": "spelling"}))
    assert read(scene.post(f"/cleaning/fixes/{made['id']}/cancel"))["state"] == "cancelled"
    run_waiting()
    stopped = scene.fix(made["id"])
    assert (stopped["state"], counts(stopped), stopped["can_apply"], stopped["can_undo"]) == (
        "cancelled",
        {},
        False,
        False,
    )


def required(scene: Scene, field: str) -> None:
    """From now on nobody is without this."""
    body = {"test": "required", "fields": [field], "severity": "refuse", "active": True, "kinds": ["person"]}
    assert scene.post("/rules", body).status_code == 201


def test_what_a_rule_refuses_is_left_out_and_said(scene: Scene) -> None:
    required(scene, "source")
    before = digest()
    fix = scene.prepare("source", suggestion_id="placeholder")
    assert counts(fix) == {"left_out": 1}
    (row,) = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows"))["rows"]
    assert (row["name"], row["before"], row["reason"]) == ("赵磊", "暂无", "rule.broken")
    assert "校验规则" in row["text"]
    assert digest() == before


def test_a_rule_made_after_the_preview_is_obeyed(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="placeholder")
    required(scene, "source")
    before = digest()
    assert counts(scene.act("apply", fix["id"])) == {"skipped": 1}
    assert [row[4] for row in scene.rows(fix["id"])] == ["rule.broken"]
    assert digest() == before


def test_undoing_brings_back_what_a_rule_of_today_refuses(scene: Scene) -> None:
    before = digest()
    fix = scene.prepare("source", changes=[change("暂无", "网站")])
    scene.act("apply", fix["id"])
    body = {
        "test": "range",
        "fields": ["source"],
        "severity": "refuse",
        "active": True,
        "kinds": ["person"],
        "measure": "length",
        "least": "3",
    }
    assert scene.post("/rules", body).status_code == 201
    assert counts(scene.act("undo", fix["id"])) == {"undone": 1}
    assert digest() == before
