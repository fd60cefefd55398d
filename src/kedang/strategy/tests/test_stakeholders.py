"""Stakeholders: written down, changed, linked to their own archives, taken away."""

import pytest
from django.db import connection, transaction

from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.strategy import stakeholders
from kedang.strategy.models import Stakeholder
from kedang.strategy.tests.scene import HE, make_scene
from tests.people import actor, code

pytestmark = pytest.mark.django_db


def test_somebody_is_written_down_in_cipher_changed_and_taken_away() -> None:
    scene = make_scene()
    made = scene.made("/stakeholders", HE | {"note": "看重交期"})
    (he,) = scene.seen()["people"]
    assert {name: he[name] for name in HE} == HE
    assert (he["note"], he["person_id"]) == ("看重交期", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM strategy_stakeholder")
        assert "赵暗号".encode() not in bytes(cursor.fetchone()[0])
    path = f"/stakeholders/{made}"
    assert scene.ask(scene.cast.zhou, "PATCH", path, {"attitude": "for", "version": 1}).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", path, {"attitude": "against", "version": 1})
    assert (stale.status_code, code(stale)) == (409, "stale")
    (he,) = scene.seen()["people"]
    assert (he["attitude"], he["name"], he["version"]) == ("for", "赵暗号", 2)
    assert scene.ask(scene.cast.zhou, "DELETE", f"{path}?version=1").status_code == 409
    assert scene.ask(scene.cast.zhou, "DELETE", f"{path}?version=2").status_code == 204
    assert scene.seen()["people"] == []
    event = Event.objects.get(verb="stakeholder.dropped")
    assert event.before is not None
    assert "赵暗号".encode() not in bytes(event.before)
    assert "赵暗号" not in str(event.details)


def test_a_stakeholder_has_a_name_and_known_words() -> None:
    scene = make_scene()
    for wrong in ({"name": " "}, {"role": "boss"}, {"influence": "some"}, {"attitude": "hot"}, {"extra": 1}):
        assert scene.ask(scene.cast.zhou, "POST", "/stakeholders", HE | wrong).status_code == 422, wrong
    assert Stakeholder.objects.count() == 0


def test_a_stakeholder_is_linked_to_a_person_the_writer_sees_and_shown_to_who_sees_them() -> None:
    scene = make_scene()
    friend = file_customer(scene.cast.zhou, name="赵明")
    strange = scene.ask(scene.cast.zhou, "POST", "/stakeholders", HE | {"person_id": str(scene.li)})
    assert (strange.status_code, code(strange)) == (422, "strategy.person")
    made = scene.made("/stakeholders", HE | {"person_id": str(friend)})
    assert scene.seen()["people"][0]["person_id"] == str(friend)
    # 王 links one whom 周 does not see: 周 sees the stakeholder, not the link, and keeps it.
    body = {"person_id": str(scene.li), "version": 1}
    assert scene.ask(scene.cast.wang, "PATCH", f"/stakeholders/{made}", body).status_code == 204
    assert scene.seen()["people"][0]["person_id"] is None
    assert scene.seen(scene.cast.wang)["people"][0]["person_id"] == str(scene.li)
    assert scene.ask(scene.cast.zhou, "PATCH", f"/stakeholders/{made}", {"note": "新", "version": 2}).status_code == 204
    assert Stakeholder.objects.get().person_id == scene.li
    assert (
        scene.ask(scene.cast.wang, "PATCH", f"/stakeholders/{made}", {"person_id": None, "version": 3}).status_code
        == 204
    )
    assert Stakeholder.objects.get().person_id is None


def test_a_link_leads_to_a_person_and_trying_tells_nothing_of_one_that_is_hidden() -> None:
    scene = make_scene()
    firm = file_customer(scene.cast.zhou, name="远山机电", kind="organisation")
    made = scene.made("/stakeholders", HE)
    for who, status in ((firm, 422), (scene.zhang, 204)):
        sent = {"person_id": str(who), "version": 1}
        assert scene.ask(scene.cast.zhou, "PATCH", f"/stakeholders/{made}", sent).status_code == status
    Stakeholder.objects.update(person_id=scene.li)
    # 周 sees no link, and learns of it neither by naming the right one nor a wrong one.
    for who in (scene.li, file_customer(scene.cast.chen, name="王强")):
        answer = scene.ask(scene.cast.zhou, "PATCH", f"/stakeholders/{made}", {"person_id": str(who), "version": 2})
        assert (answer.status_code, code(answer)) == (422, "strategy.person")


def test_the_link_follows_a_person_into_a_merge_and_back() -> None:
    scene = make_scene()
    friend, twin = (file_customer(scene.cast.zhou, name=name) for name in ("赵明", "赵鸣"))
    scene.made("/stakeholders", HE | {"person_id": str(friend)})
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [friend])
    (he,) = scene.seen()["people"]
    assert (he["person_id"], he["name"]) == (str(twin), "赵暗号")
    undo_merge(who, merged.id)
    assert scene.seen()["people"][0]["person_id"] == str(friend)


def test_whoever_is_erased_leaves_no_link_behind() -> None:
    scene = make_scene()
    friend = file_customer(scene.cast.zhou, name="赵明")
    scene.made("/stakeholders", HE | {"person_id": str(friend)})
    with transaction.atomic():
        remove([friend])
    assert Stakeholder.objects.get().person_id is None
    with transaction.atomic():
        remove([scene.zhang])
    assert Stakeholder.objects.count() == 0


def test_there_are_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stakeholders, "MOST", 1)
    scene = make_scene()
    scene.made("/stakeholders", HE)
    answer = scene.ask(scene.cast.zhou, "POST", "/stakeholders", HE)
    assert (answer.status_code, code(answer), Stakeholder.objects.count()) == (409, "strategy.too_many", 1)
