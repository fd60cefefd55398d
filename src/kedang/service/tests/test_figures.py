"""Figures: counted over what is in sight, and over nothing else."""

import pytest

from kedang.service.models import Case
from kedang.service.tests.scene import make_scene

pytestmark = pytest.mark.django_db


def test_figures_count_what_the_reader_sees() -> None:
    scene = make_scene()
    open_one, solved = scene.opened(), scene.opened()
    scene.opened(scene.cast.chen, customer=scene.li, kind="repair")
    scene.went(solved, "solve")
    scene.do(solved, "satisfaction", score=5)
    scene.planned(open_one, due_on="2026-01-01")
    Case.objects.filter(id=solved).update(spent_seconds=7200, answer_seconds=1800)
    Case.objects.filter(id=open_one).update(due_at="2026-01-01T00:00:00Z")
    found = scene.ask(scene.cast.lin, "GET", "/cases/figures").json()
    assert found["now"] == {
        "open": 1,
        "overdue": 1,
        "unassigned": 0,
        "waiting": 0,
        "improvements": 1,
        "improvements_overdue": 1,
    }
    (month,) = found["months"]
    assert (month["kind"], month["opened"], month["solved"], month["rated"]) == ("complaint", 2, 1, 1)
    assert (month["answer_minutes"], month["solve_minutes"], month["satisfaction"]) == (30, 120, 5.0)
    assert (month["answered_late"], month["solved_late"]) == (0, 0)
    assert found["reasons"] == []
    scene.do(solved, "move", move="close", reason="product")
    closed = scene.ask(scene.cast.lin, "GET", "/cases/figures").json()["reasons"]
    assert closed == [{"code": "product", "label": "产品质量", "closed": 1, "satisfaction": 5.0}]
    assert scene.ask(scene.cast.chen, "GET", "/cases/figures").json()["reasons"] == []
    everybody = scene.ask(scene.cast.wang, "GET", "/cases/figures").json()
    assert [(row["kind"], row["opened"]) for row in everybody["months"]] == [("complaint", 2), ("repair", 1)]
    strangers = scene.ask(scene.cast.chen, "GET", "/cases/figures").json()
    assert (strangers["now"]["open"], [row["kind"] for row in strangers["months"]]) == (1, ["repair"])
