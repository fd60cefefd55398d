"""Changes of need: written down, corrected, linked; in the timeline."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kedang.archive.models import Customer
from kedang.archive.moments import Slice
from kedang.deals.models import NeedChange
from kedang.deals.moments import needs
from kedang.deals.tests.scene import PROJECT, TITLE, Scene, make_scene
from kedang.history.models import Event
from kedang.kit.clock import now
from tests.people import actor, code

pytestmark = pytest.mark.django_db
SAID = {"before": "每季度交货", "after": "鹬鸟每月交货", "cause": "库存压力", "source": "采购总监电话"}


def written(scene: Scene, **more: Any) -> int:
    """周 writes down a change of need of 张伟; its id."""
    answer = scene.ask(scene.cast.zhou, "POST", "/needs", SAID | more)
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def shown(scene: Scene) -> list[Any]:
    """The changes of need of 张伟, the latest first."""
    answer: list[Any] = scene.ask(scene.cast.zhou, "GET", "/projects").json()["needs"]
    return answer


def test_a_change_of_need_is_written_down_in_cipher_and_linked() -> None:
    scene = make_scene()
    project, of = scene.project(), scene.opened()
    made = written(scene, project_id=str(project), opportunity_id=str(of))
    (need,) = shown(scene)
    assert {name: need[name] for name in SAID} == SAID
    assert (need["id"], need["project"], need["opportunity"], need["by"]["name"]) == (str(made), PROJECT, TITLE, "周敏")
    assert [each["id"] for each in scene.whole(project)["needs"]] == [str(made)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM deals_need_change")
        assert "鹬鸟".encode() not in bytes(cursor.fetchone()[0])
    assert "鹬鸟" not in Event.objects.get(verb="need.changed").details


def test_the_timeline_shows_the_latest_first_from_an_edge_backwards() -> None:
    scene = make_scene()
    made = [written(scene, at=(now() - timedelta(days=days)).isoformat()) for days in (9, 3, 6)]
    customer, who = Customer.objects.get(id=scene.zhang), actor(scene.cast.zhou)
    first = needs(who, customer, Slice(1))
    rest = needs(who, customer, Slice(9, (first[0].at, first[0].id)))
    assert [each.id for each in (*first, *rest)] == [made[1], made[2], made[0]]
    told = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=need_change").json()
    assert [each["need_change"]["after"] for each in told["moments"]] == [SAID["after"]] * 3


def test_it_is_corrected_by_whoever_saw_it_as_it_is_and_the_event_keeps_what_it_said() -> None:
    scene = make_scene()
    made = written(scene, project_id=str(scene.project()))
    body = {"version": 1, "after": "每周交货", "project_id": None}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/needs/{made}", body).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", f"/needs/{made}", body)
    assert (stale.status_code, code(stale)) == (409, "stale")
    (need,) = shown(scene)
    assert (need["after"], need["before"], need["project_id"], need["version"]) == ("每周交货", "每季度交货", None, 2)
    event = Event.objects.get(verb="need.corrected")
    assert event.before is not None
    assert "鹬鸟".encode() not in bytes(event.before)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"after": " "}, "deals.need_text"),
        ({"after": "x" * 5_001}, "deals.text"),
        ({"cause": "x" * 5_001}, "deals.text"),
        ({"at": "2150-01-01T00:00:00Z"}, "deals.need_time"),
        ({"at": "1950-01-01T00:00:00Z"}, "deals.need_time"),
        ({"project_id": "77"}, "deals.not_theirs"),
        ({"opportunity_id": "77"}, "deals.not_theirs"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(body: dict[str, Any], refused: str) -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.zhou, "POST", "/needs", SAID | body)
    assert (answer.status_code, code(answer), NeedChange.objects.count()) == (422, refused, 0)
    made = written(scene)
    answer = scene.ask(scene.cast.zhou, "PATCH", f"/needs/{made}", body | {"version": 1})
    assert (answer.status_code, code(answer)) == (422, refused)
    assert (NeedChange.objects.get().version, shown(scene)[0]["after"]) == (1, SAID["after"])


def test_the_stranger_neither_writes_nor_corrects() -> None:
    scene = make_scene()
    made = written(scene)
    for method, path, customer in (
        ("POST", "/needs", scene.zhang),
        ("PATCH", f"/needs/{made}", scene.zhang),
        ("PATCH", f"/needs/{made}", scene.li),
    ):
        body = {"after": "x"} if method == "POST" else {"after": "x", "version": 1}
        answer = scene.ask(scene.cast.chen, method, path, body, customer=customer)
        assert (answer.status_code, code(answer)) == (404, "not_found")
    assert (NeedChange.objects.count(), NeedChange.objects.get().version) == (1, 1)
