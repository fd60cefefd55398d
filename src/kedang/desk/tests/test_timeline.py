"""The timeline: one story of all rooms, by pages, and as far as each reader may read it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.activity.models import TOLD, FollowUp, Interaction
from kedang.activity.tests.scene import SAID, Scene, at, make_scene
from kedang.archive.models import Customer
from kedang.archive.moments import Moment, Slice, latest
from kedang.desk.timeline import SOURCES, newest
from kedang.history.models import ReadEvent
from kedang.kit.clock import now
from tests.people import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def story(scene: Scene, user: Any = None, query: str = "") -> dict[str, Any]:
    answer = scene.ask(user or scene.cast.zhou, "GET", f"/timeline{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    return [moment["kind"] for moment in found["moments"]]


def test_it_tells_what_happened_the_latest_first(scene: Scene) -> None:
    scene.told(at=at(-2))
    done = scene.planned()
    assert scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{done}/done", {"version": 1}).status_code == 204
    assert scene.ask(scene.cast.zhou, "POST", "/notes", {"body": "喜欢喝茶"}).status_code == 201
    found = story(scene)
    assert kinds(found) == ["note", "follow_up", "event", "interaction"], (
        "a call of the day before is told before filing"
    )
    assert found["moments"][0]["note"]["body"] == "喜欢喝茶"
    assert found["moments"][2]["event"]["verb"] == "customer.created"
    assert found["moments"][3]["interaction"]["text"] == SAID
    assert found["next"] is None


def test_a_follow_up_that_an_interaction_fulfilled_stands_with_it(scene: Scene) -> None:
    planned = scene.planned()
    scene.told(finishes=str(planned))
    assert kinds(story(scene)) == ["interaction", "event"]


def test_pages_follow_each_other_without_gap_or_repetition(scene: Scene) -> None:
    moment = at(-1)
    for number in range(7):
        scene.told(at=moment if number < 4 else at(-number))
        scene.ask(scene.cast.zhou, "POST", "/notes", {"body": f"第 {number} 条"})
        done = scene.planned()
        scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{done}/done", {"version": 1})
    whole = [m["id"] for m in story(scene)["moments"]]
    assert len(whole) == 22
    found, cursor = [], ""
    while True:
        page = story(scene, query=f"?limit=2{cursor}")
        found += [m["id"] for m in page["moments"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == whole


def test_a_room_is_asked_only_for_what_still_fits_on_the_page(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [scene.told(at=at(-day)) for day in range(1, 4)]
    asked: list[Slice] = []

    def notes(_actor: object, _customer: object, part: Slice) -> list[Moment]:
        asked.append(part)
        return []

    monkeypatch.setitem(SOURCES, "note", notes)
    moments = newest(actor(scene.cast.zhou), Customer.objects.get(id=scene.zhang), ("interaction", "note"), Slice(2))
    assert [moment.id for moment in moments] == told[:2]
    assert asked == [Slice(2, after=(moments[-1].at, told[1]))]


def test_only_the_kinds_asked_for(scene: Scene) -> None:
    scene.told()
    scene.ask(scene.cast.zhou, "POST", "/notes", {"body": "一条"})
    assert kinds(story(scene, query="?kinds=note,event")) == ["note", "event"]
    refused = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=secret")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")


def test_a_stranger_finds_nothing_and_a_reader_without_notes_no_words(scene: Scene) -> None:
    scene.told()
    scene.ask(scene.cast.zhou, "POST", "/notes", {"body": "暗号白鹭"})
    assert scene.ask(scene.cast.chen, "GET", "/timeline").status_code == 404
    role = Role.objects.get(code="lead")
    role.field_modes = {"notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    answer = scene.ask(scene.cast.lin, "GET", "/timeline")
    assert kinds(answer.json()) == ["interaction", "event"]
    assert answer.json()["moments"][0]["interaction"]["text"] is None
    assert "翠鸟" not in answer.content.decode()


def test_who_may_not_read_the_history_gets_no_events(scene: Scene) -> None:
    scene.told()
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != "customers.history"]
    role.save()
    bump()
    assert kinds(story(scene)) == ["interaction"]


def test_reading_it_is_recorded(scene: Scene) -> None:
    story(scene)
    read = ReadEvent.objects.get(verb="timeline.read")
    assert (read.actor_id, read.customer_id) == (scene.cast.zhou.id, scene.zhang)


def test_every_source_walks_its_index(scene: Scene) -> None:
    """The queries behind an edge search, and sort nothing."""
    scene.told()
    happened = Interaction.objects.filter(customer_id=scene.zhang)
    done = FollowUp.objects.filter(TOLD, customer_id=scene.zhang)
    read = {
        "activity_interaction_of": latest(happened, "at", Slice(50, (now(), 1), (now() - timedelta(days=9), 1))),
        "activity_follow_up_told": latest(done, "ended_at", Slice(50, (now(), 1), (now() - timedelta(days=9), 1))),
    }
    for index, found in read.items():
        if connection.vendor == "sqlite":
            plan = found.explain()
            assert index in plan
            assert "TEMP B-TREE" not in plan
    assert set(SOURCES) >= {"interaction", "follow_up", "note", "event"}
