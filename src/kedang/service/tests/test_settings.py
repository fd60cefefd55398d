"""Queues, targets and closing reasons: set, kept, refused; and what follows for cases."""

from typing import Any

import pytest

from kedang.history.models import Event
from kedang.service.models import Case, Queue, Settings
from kedang.service.tests.scene import Scene, make_scene
from tests.people import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def settings(scene: Scene) -> dict[str, Any]:
    """What is set."""
    found: dict[str, Any] = scene.ask(scene.cast.wang, "GET", "/service/settings").json()
    return found


def test_a_new_target_counts_for_new_cases(scene: Scene) -> None:
    before = scene.opened()
    said = settings(scene)
    assert (said["version"], len(said["targets"])) == (0, 9)
    for line in said["targets"]:
        line["first"], line["solve"] = 30, 60
    answer = scene.ask(scene.cast.wang, "PUT", "/service/settings", said)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    after = scene.opened()
    assert [Case.objects.get(id=each).first_target for each in (before, after)] == [240, 30]
    late = scene.ask(scene.cast.wang, "PUT", "/service/settings", said)
    assert (late.status_code, code(late)) == (409, "stale")
    assert Event.objects.filter(verb="service.settings_changed").count() == 1


@pytest.mark.parametrize(("first", "solve"), [(0, 60), (90, 60), (1, 60_001)])
def test_targets_that_cannot_be_are_refused(scene: Scene, first: int, solve: int) -> None:
    said = settings(scene)
    said["targets"][0] |= {"first": first, "solve": solve}
    answer = scene.ask(scene.cast.wang, "PUT", "/service/settings", said)
    assert (answer.status_code, code(answer), Settings.objects.exists()) == (422, "service.targets", False)


def test_reasons_are_added_and_taken_out_of_use_but_never_lost(scene: Scene) -> None:
    said = settings(scene)
    said["reasons"][0]["active"] = False
    said["reasons"].append({"code": "", "zh": "天气原因", "en": "", "active": True})
    assert scene.ask(scene.cast.wang, "PUT", "/service/settings", said).status_code == 200
    choices = scene.ask(scene.cast.zhou, "GET", "/cases/choices").json()
    assert "product" not in choices["closing"]
    assert "product" in [each["code"] for each in choices["reasons"]]
    added = next(each["code"] for each in choices["reasons"] if each["label"] == "天气原因")
    case_id = scene.opened()
    scene.went(case_id, "solve")
    assert code(scene.do(case_id, "move", move="close", reason="product")) == "service.reason"
    assert scene.do(case_id, "move", move="close", reason=added).status_code == 204
    lost = settings(scene)
    lost["reasons"].pop()
    assert code(scene.ask(scene.cast.wang, "PUT", "/service/settings", lost)) == "service.reasons"
    invented = settings(scene)
    invented["reasons"].append({"code": "mine", "zh": "x", "en": "x", "active": True})
    assert code(scene.ask(scene.cast.wang, "PUT", "/service/settings", invented)) == "service.reasons"


def test_a_queue_takes_new_cases_of_its_kinds_until_it_is_out_of_use(scene: Scene) -> None:
    queue = scene.queue(scene.cast.lin, kinds=("repair",))
    assert scene.case(scene.opened())["assignee"]["name"] == "周敏"
    assert scene.case(scene.opened(kind="repair"))["queue"] == {"id": str(queue), "name": "投诉组"}
    body = {"name": "维修组", "kinds": ["repair"], "member_ids": [], "active": False, "version": 1}
    assert scene.ask(scene.cast.wang, "PUT", f"/service/queues/{queue}", body).status_code == 204
    stale = scene.ask(scene.cast.wang, "PUT", f"/service/queues/{queue}", body | {"name": "另一组"})
    assert (stale.status_code, Queue.objects.get().name) == (409, "维修组")
    assert scene.case(scene.opened(kind="repair"))["queue"] is None
    assert scene.ask(scene.cast.zhou, "GET", "/cases/choices").json()["queues"] == []


def test_queues_have_names_of_their_own_and_members_who_are_there(scene: Scene) -> None:
    scene.queue()
    same = scene.ask(scene.cast.wang, "POST", "/service/queues", {"name": "投诉组"})
    assert (same.status_code, code(same)) == (409, "service.queue_name")
    nobody = scene.ask(scene.cast.wang, "POST", "/service/queues", {"name": "新组", "member_ids": ["77"]})
    assert (nobody.status_code, code(nobody), Queue.objects.count()) == (422, "service.queue", 1)
    assert scene.ask(scene.cast.lin, "GET", "/service/queues").status_code == 403
    assert scene.ask(scene.cast.lin, "PUT", "/service/settings", settings(scene)).status_code == 403
