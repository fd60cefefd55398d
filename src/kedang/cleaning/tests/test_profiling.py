"""A look at a field: exact counts, for whoever asked, with nothing of what they may not see."""

import pytest

from kedang.cleaning.tests.scene import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_look_counts_exactly(scene: Scene) -> None:
    found = scene.profile("source")
    assert (found["state"], found["customers"], found["filled"], found["empty"]) == ("done", 9, 8, 1)
    assert (found["distinct"], found["distinct_capped"], found["invalid"], found["reasons"]) == (6, False, 0, [])
    assert (found["shortest"], found["longest"]) == (2, 7)
    assert [(v["value"], v["count"]) for v in found["values"]][:1] == [("行业展会推荐", 3)]
    assert [(p["pattern"], p["example"], p["count"]) for p in found["patterns"]][0] == ("汉×6", "行业展会推荐", 3)
