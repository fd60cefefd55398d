"""Undoing a fix: the archive is as it was; what people did since stays, and is listed."""

from typing import Any

import pytest
from django.db import transaction

from kedang.accounts.policy import bump
from kedang.archive import customers
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import ContactPoint
from kedang.archive.parts import PointDraft, add_point
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.cleaning import carrying
from kedang.cleaning.models import Fix
from kedang.cleaning.tests.scene import COMMAND, Scene, change, counts, digest, killed_after, make_scene, read
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.history.models import Event
from kedang.jobs.worker import run_waiting
from kedang.merging.merge import merge
from kedang.vault.keys import shred
from tests.people import code

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def test_the_archive_is_as_it_was(scene: Scene) -> None:
    before = digest()
    fix = scene.prepare("source", suggestion_id="spelling")
    assert digest() == before
    scene.act("apply", fix["id"])
    assert digest() != before
    undone = scene.act("undo", fix["id"])
    assert (undone["state"], counts(undone), undone["can_undo"]) == ("undone", {"undone": 3}, False)
    assert digest() == before
    again = scene.post(f"/cleaning/fixes/{fix['id']}/undo")
    assert (again.status_code, code(again)) == (409, "cleaning.state")


def test_points_come_back_with_their_label_state_and_preference(scene: Scene) -> None:
    first = file_customer(scene.cast.zhou, name="钱一", mobile=["13700001111", "无", "13700002222"])
    ContactPoint.objects.filter(customer_id=first, reason="").update(state="verified")
    ContactPoint.objects.filter(customer_id=first, value_enc__isnull=False).update(label="家里")
    before = digest()
    changes = [change("+8613700001111", None), change("无", None), change("+8613700002222", "13700003333")]
    fix = scene.prepare("mobile", changes=changes)
    scene.act("apply", fix["id"])
    assert [(p.value, p.state, p.label, p.preferred) for p in load_content(first).points] == [
        ("+8613700003333", "unverified", "家里", True)
    ]
    scene.act("undo", fix["id"])
    assert digest() == before


def test_the_number_that_stayed_is_no_longer_preferred(scene: Scene) -> None:
    first = file_customer(scene.cast.zhou, name="钱一", mobile=["13700001111", "13700002222"])
    before = digest()
    fix = scene.prepare("mobile", changes=[change("+8613700001111", None)])
    scene.act("apply", fix["id"])
    assert [(p.value, p.preferred) for p in load_content(first).points] == [("+8613700002222", True)]
    scene.act("undo", fix["id"])
    assert digest() == before


@pytest.mark.parametrize(("act", "fate"), [("apply", "changed"), ("undo", "undone")])
def test_who_loses_the_right_in_the_middle_is_stopped(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, act: str, fate: str
) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    if act == "undo":
        scene.act("apply", fix["id"])
    monkeypatch.setattr(carrying, "BATCH", 1)
    real = carrying._batch

    def losing(*args: Any) -> None:
        real(*args)
        role = scene.steward.roles.get()
        role.rights = [right for right in role.rights if right != "cleaning.use"]
        role.save()
        bump()

    monkeypatch.setattr(carrying, "_batch", losing)
    scene.post(f"/cleaning/fixes/{fix['id']}/{act}")
    run_waiting()
    found = Fix.objects.get(id=int(fix["id"]))
    assert (found.state, found.error) == ("failed", "actor.rights_changed")
    assert found.rows.filter(fate=fate).count() == 1


def test_what_was_changed_since_stays_and_is_listed(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    change_values(COMMAND, scene.ids["刘洋"], {"source": "电话咨询"})
    change_values(COMMAND, scene.ids["陈静"], {"remark": "别的字段"})
    undone = scene.act("undo", fix["id"])
    assert counts(undone) == {"undone": 2, "kept": 1}
    values = scene.values("source")
    assert (values["刘洋"], values["陈静"], values["杨帆"]) == ("电话咨询", "行业展会推荐。", "行业展会-推荐")
    assert load_content(scene.ids["陈静"]).fields["remark"] == "别的字段"
    (listed,) = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows?fate=kept"))["rows"]
    assert (listed["name"], listed["text"]) == ("刘洋", "修正之后内容又被改过，保留现在的内容。")


def test_another_number_added_since_stays(scene: Scene) -> None:
    fix = scene.prepare("mobile", changes=[change("+8613800138000", "13900139000")])
    scene.act("apply", fix["id"])
    add_point(COMMAND, scene.ids["张伟"], PointDraft(kind="mobile", value="13700009999"))
    assert counts(scene.act("undo", fix["id"])) == {"undone": 1}
    points = load_content(scene.ids["张伟"]).points
    assert sorted((p.value, p.preferred) for p in points) == [("+8613700009999", False), ("+8613800138000", True)]


def test_a_field_of_one_value_never_holds_two(scene: Scene) -> None:
    definitions.create(COMMAND, Draft(code="hobby", label_zh="爱好", label_en="Hobby"))
    change_values(COMMAND, scene.ids["张伟"], {"custom:hobby": "待补充"})
    firm = file_customer(scene.cast.zhou, "organisation", name="某某有限公司", tax_number="待补充")
    for field, one, since in (("custom:hobby", scene.ids["张伟"], "钓鱼"), ("tax_number", firm, "330106000123456")):
        fix = scene.prepare(field, changes=[change("待补充", None)])
        scene.act("apply", fix["id"])
        change_values(COMMAND, one, {field: since})
        before = digest()
        assert counts(scene.act("undo", fix["id"])) == {"kept": 1}
        assert [row[3:] for row in scene.rows(fix["id"])] == [("kept", "cleaning.changed_after")]
        assert digest() == before
        change_values(COMMAND, one, {field: ""})
        assert counts(scene.act("undo", fix["id"])) == {"undone": 1}
    assert [c.value for c in load_content(scene.ids["张伟"]).customs] == ["待补充"]


def test_a_field_of_several_values_holds_what_came_since_and_what_was_cleared(scene: Scene) -> None:
    one = file_customer(scene.cast.zhou, name="钱一", former_name="待补充")
    fix = scene.prepare("former_name", changes=[change("待补充", None)])
    scene.act("apply", fix["id"])
    change_values(COMMAND, one, {"former_name": "钱壹"})
    assert counts(scene.act("undo", fix["id"])) == {"undone": 1}
    assert sorted(n.value for n in load_content(one).names if n.kind == "former_name") == ["待补充", "钱壹"]


def test_merged_trashed_and_erased_customers_are_listed_not_lost(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    merge(COMMAND, scene.ids["张伟"], [scene.ids["刘洋"]], choices={"mobile": scene.ids["张伟"]})
    customers.trash(COMMAND, scene.ids["陈静"])
    with transaction.atomic():
        remove([scene.ids["杨帆"]])
    shred([scene.ids["杨帆"]])
    undone = scene.act("undo", fix["id"])
    assert (undone["state"], counts(undone), undone["can_undo"]) == ("undone", {"kept": 3}, True)
    listed = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows"))["rows"]
    assert [(r["name"], r["reason"]) for r in listed] == [
        (None, "customer.merged"),
        ("陈静", "not_found"),
        (None, "not_found"),
    ]
    assert [r["customer_id"] for r in listed] == [None, str(scene.ids["陈静"]), None]
    customers.restore(COMMAND, scene.ids["陈静"])
    assert counts(scene.act("undo", fix["id"])) == {"undone": 1, "kept": 2}
    assert load_content(scene.ids["陈静"]).fields["source"] == "行业展会推荐。"


def test_a_killed_undo_goes_on_where_it_stopped(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(carrying, "BATCH", 1)
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    scene.post(f"/cleaning/fixes/{fix['id']}/undo")
    killed_after(monkeypatch, carrying, "_batch", 2)
    assert counts(scene.fix(fix["id"])) == {"changed": 1, "undone": 2}
    run_waiting()
    assert (counts(scene.fix(fix["id"])), digest()) == ({"undone": 3}, before)
    assert Event.objects.filter(run_id=int(fix["id"]), verb="customer.changed").count() == 6


def test_a_stopped_undo_can_go_on(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(carrying, "BATCH", 1)
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    scene.post(f"/cleaning/fixes/{fix['id']}/undo")
    killed_after(monkeypatch, carrying, "_batch", 1)
    scene.post(f"/cleaning/fixes/{fix['id']}/cancel")
    run_waiting()
    stopped = scene.fix(fix["id"])
    assert (stopped["state"], counts(stopped)) == ("cancelled", {"changed": 2, "undone": 1})
    assert counts(scene.act("undo", fix["id"])) == {"undone": 3}
    assert digest() == before
