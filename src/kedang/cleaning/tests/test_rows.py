"""The customers of a fix, as the reader may see them now."""

import json

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import Customer
from kedang.cleaning.tests.scene import Scene, change, make_scene, read
from kedang.cleaning.tests.test_profiling import cleaner
from kedang.history.models import ReadEvent

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def test_pages_and_fates(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    page = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows?limit=2"))
    assert [r["name"] for r in page["rows"]] == ["刘洋", "陈静"]
    page = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows?limit=2&after={page['next']}"))
    assert ([r["name"] for r in page["rows"]], page["next"]) == (["杨帆"], None)
    assert scene.rows(fix["id"], query="?fate=changed") == []
    assert scene.get(f"/cleaning/fixes/{fix['id']}/rows?after=nonsense").status_code == 422


def test_the_look_at_them_is_recorded(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.rows(fix["id"])
    event = ReadEvent.objects.get(verb="cleaning.rows_listed")
    assert (event.count, event.fields) == (3, '["source"]')


def test_who_sees_less_now_sees_less_here(scene: Scene) -> None:
    user = cleaner(scene.cast, mobile={"own": "edit", "other": "edit"})
    fix = scene.prepare("mobile", user, changes=[change("+8613800138000", "13900139000")])
    assert scene.rows(fix["id"], user) == [("张伟", "13800138000", "13900139000", "will_change", "")]
    role = Role.objects.get(code="cleaner")
    role.field_modes = {"mobile": {"other": "masked"}, "name": {"list": "masked"}}
    role.save()
    bump()
    assert scene.rows(fix["id"], user) == [("张*", "138****8000", "139****9000", "will_change", "")]
    role.field_modes = {"mobile": {"other": "hidden", "own": "hidden"}, "name": {"list": "hidden"}}
    role.save()
    bump()
    assert scene.rows(fix["id"], user) == [(None, None, None, "will_change", "")]
    assert scene.fix(fix["id"], user)["changes"] == []


def test_who_is_out_of_sight_now_is_nobody(scene: Scene) -> None:
    user = cleaner(scene.cast)
    fix = scene.prepare("source", user, suggestion_id="spelling")
    south = {"owner_id": scene.cast.chen.id, "department_id": scene.cast.south.id}
    Customer.objects.filter(id=scene.ids["刘洋"]).update(**south)
    answer = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows", user))
    first = answer["rows"][0]
    assert (first["customer_id"], first["number"], first["name"], first["before"], first["after"]) == (None,) * 5
    assert "刘洋" not in json.dumps(answer, ensure_ascii=False)
    assert scene.act("apply", fix["id"], user)["skipped"] == 1
    assert scene.values("source")["刘洋"] == "行业 展会推荐"


def test_what_would_not_be_valid_says_so_to_who_sees_it(scene: Scene) -> None:
    user = cleaner(scene.cast, mobile={"own": "edit", "other": "edit"})
    fix = scene.prepare("mobile", user, changes=[change("+8613800138000", "1380")])
    rows = f"/cleaning/fixes/{fix['id']}/rows"
    [row] = read(scene.get(rows, user))["rows"]
    assert (row["after"], row["fate"], row["text"]) == (
        "1380",
        "will_change",
        "号码位数不对，会照原样保留并标为无效。",
    )
    Role.objects.filter(code="cleaner").update(field_modes={"mobile": {"other": "masked"}})
    bump()
    [row] = read(scene.get(rows, user))["rows"]
    assert row["text"] == ""
