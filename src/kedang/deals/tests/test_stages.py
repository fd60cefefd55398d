"""Stages: as they ship, set up otherwise, retired; and that what opportunities passed is never taken away."""

from typing import Any

import pytest

from kedang.deals.models import Opportunity, Stage
from kedang.deals.tests.scene import make_scene
from kedang.history.models import Event
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


def wanted(*names: str, chance: int = 20) -> list[dict[str, Any]]:
    """New stages."""
    return [{"name_zh": name, "name_en": f"{name} en", "probability": chance} for name in names]


def put(user: Any, stages: list[dict[str, Any]], version: int) -> Any:
    """Set the stages up."""
    kept = [{key: value for key, value in each.items() if key != "used"} for each in stages]
    return send(browser(user), "PUT", "/opportunity-stages", {"stages": kept, "version": version})


def test_stages_are_renamed_added_ordered_and_what_was_used_is_only_retired() -> None:
    scene = make_scene()
    made, wang = scene.opened(), scene.cast.wang
    found = send(browser(wang), "GET", "/opportunity-stages").json()
    assert [(each["name_zh"], each["used"]) for each in found["stages"]][:2] == [
        ("初步接触", True),
        ("需求确认", False),
    ]
    first, *rest = found["stages"]
    refused = put(wang, rest, 1)
    assert (refused.status_code, code(refused), Stage.objects.count()) == (409, "deals.stage_used", 0)
    assert put(wang, [*wanted("勘察"), rest[0] | {"name_zh": "需求"}, first | {"retired": True}], 1).status_code == 204
    assert put(wang, wanted("x"), 1).status_code == 409, "somebody else set them up meanwhile"
    assert scene.board(scene.cast.zhou) == {"勘察": (0, []), "需求": (0, []), "初步接触": (1, [str(made)])}
    assert code(scene.do(made, "move", stage_id="3")) == "deals.no_stage"
    assert scene.do(made, "move", stage_id="2").status_code == 204
    assert code(scene.do(made, "move", stage_id="1")) == "deals.no_stage", "a retired stage takes no more"
    assert "初步接触" not in scene.board(scene.cast.zhou)
    assert (Opportunity.objects.get().probability, Event.objects.filter(verb="deals.stages_changed").count()) == (30, 1)


@pytest.mark.parametrize(
    "bad",
    [
        [],
        [{"name_zh": "甲", "name_en": "A", "probability": 101}],
        [{"name_zh": " ", "name_en": "A", "probability": 1}],
        wanted("甲", "甲"),
        wanted(*(f"第{n}" for n in range(13))),
        [{"id": "9999", "name_zh": "甲", "name_en": "A", "probability": 1}],
        [{"name_zh": "甲", "name_en": "A", "probability": 1, "retired": True}],
    ],
)
def test_stages_that_make_no_sense_are_refused(bad: list[dict[str, Any]]) -> None:
    scene = make_scene()
    answer = put(scene.cast.wang, bad, 1)
    assert (answer.status_code, code(answer), Stage.objects.count()) == (422, "deals.stages", 0)


def test_only_who_may_sets_them_up() -> None:
    scene = make_scene()
    for user in (scene.cast.zhou, scene.cast.lin, scene.cast.auditor):
        assert put(user, wanted("甲"), 1).status_code == 403
    assert Stage.objects.count() == 0
    assert put(scene.cast.admin, wanted("甲"), 1).status_code == 204
