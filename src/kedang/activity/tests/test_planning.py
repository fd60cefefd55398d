"""Follow-ups: planned, moved, handed over, done, dropped, taken up again; and the lists of what is to be done."""

from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.activity import due, reading
from kedang.activity.models import FollowUp
from kedang.activity.tests.scene import Scene, at, make_scene
from kedang.archive import customers
from kedang.archive.models import Figures, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import actor, browser, code, send

pytestmark = pytest.mark.django_db


def state(follow_up: int) -> tuple[str, int]:
    """How a follow-up stands, in which version."""
    row = FollowUp.objects.get(id=follow_up)
    return row.state, row.version


def listed(scene: Scene, user: Any, query: str = "") -> list[str]:
    """The follow-ups somebody gets listed."""
    answer = send(browser(user), "GET", f"/follow-ups{query}")
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["rows"]]


def test_a_follow_up_is_moved_handed_over_done_and_taken_up_again() -> None:
    scene = make_scene()
    zhou, lin = scene.cast.zhou, scene.cast.lin
    visit = scene.planned()
    path = f"/follow-ups/{visit}"
    moved = {"version": 1, "due_at": at(5), "kind": "call", "text": "改为先电话", "assignee_id": str(lin.id)}
    assert scene.ask(zhou, "PATCH", path, moved).status_code == 204
    row = FollowUp.objects.get(id=visit)
    assert (row.kind, row.assignee_id, row.version) == ("call", lin.id, 2)
    assert Figures.objects.get(customer_id=scene.zhang).next_due_at == row.due_at
    assert (listed(scene, zhou), listed(scene, lin)) == ([], [str(visit)])
    assert scene.ask(lin, "POST", f"{path}/done", {"version": 2}).status_code == 204
    assert (state(visit), Figures.objects.filter(customer_id=scene.zhang).exists()) == (("done", 3), False)
    again = scene.ask(lin, "POST", f"{path}/done", {"version": 3})
    assert (again.status_code, code(again)) == (409, "activity.ended")
    assert scene.ask(lin, "POST", f"{path}/reopen", {"version": 3}).status_code == 204
    assert scene.ask(lin, "POST", f"{path}/drop", {"version": 4}).status_code == 204
    assert state(visit) == ("dropped", 5)
    verbs = Event.objects.filter(verb__startswith="follow_up.").order_by("id").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == ["planned", "changed", "done", "reopened", "dropped"]


def test_a_double_click_finishes_once() -> None:
    scene = make_scene()
    visit = scene.planned()
    first, second = [
        scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{visit}/done", {"version": 1}).status_code for _ in range(2)
    ]
    assert (first, second, Event.objects.filter(verb="follow_up.done").count()) == (204, 409, 1)


def test_nobody_is_given_what_they_could_not_see() -> None:
    scene = make_scene()
    body = {"kind": "call", "due_at": at(1), "assignee_id": str(scene.cast.chen.id)}
    answer = scene.ask(scene.cast.zhou, "POST", "/follow-ups", body)
    assert (answer.status_code, code(answer), FollowUp.objects.count()) == (422, "activity.assignee", 0)
    share(scene.zhang, scene.cast.chen)
    assert scene.ask(scene.cast.zhou, "POST", "/follow-ups", body).status_code == 201
    Grant.objects.all().delete()
    assert listed(scene, scene.cast.chen) == [], "who may no longer see the customer no longer sees what is to be done"


def test_somebody_who_may_only_read_finishes_what_was_given_to_them() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="view")
    own = scene.planned(assignee_id=str(scene.cast.chen.id))
    other = scene.planned()
    assert scene.ask(scene.cast.chen, "POST", f"/follow-ups/{own}/done", {"version": 1}).status_code == 204
    assert scene.ask(scene.cast.chen, "POST", f"/follow-ups/{other}/done", {"version": 1}).status_code == 403
    assert (state(own)[0], state(other)) == ("done", ("open", 1))


def test_the_list_is_cut_by_day_and_the_most_overdue_stands_first() -> None:
    scene = make_scene()
    late, later, today, soon, far = (scene.planned(days=days) for days in (-3, -9, 0.0001, 4, 40))
    mine = scene.cast.zhou
    assert listed(scene, mine, "?when=overdue") == [str(later), str(late)]
    assert str(today) in listed(scene, mine, "?when=today") + listed(scene, mine, "?when=week"), "midnight may pass"
    assert listed(scene, mine, "?when=later") == [str(far)]
    assert listed(scene, mine) == [str(each) for each in (later, late, today, soon, far)]
    first = send(browser(mine), "GET", "/follow-ups?limit=2").json()
    assert (first["count"], len(first["rows"])) == ({"value": 5, "capped": False}, 2)
    assert listed(scene, mine, f"?cursor={first['next']}") == [str(each) for each in (today, soon, far)]
    scene.ask(mine, "POST", f"/follow-ups/{late}/done", {"version": 1})
    assert listed(scene, mine, "?when=done") == [str(late)]
    assert send(browser(mine), "GET", "/follow-ups?when=never").status_code == 422


@pytest.mark.parametrize("few", [0, 50])
def test_a_lead_sees_the_teams_work_and_its_load_the_stranger_nothing_of_it(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "FEW", few)
    scene = make_scene()
    visit, late = scene.planned(), scene.planned(days=-2)
    own = scene.ask(scene.cast.chen, "POST", "/follow-ups", {"kind": "call", "due_at": at(1)}, customer=scene.li)
    assert listed(scene, scene.cast.lin, "?whose=team") == [str(late), str(visit)]
    assert listed(scene, scene.cast.lin, f"?whose=team&assignee={scene.cast.chen.id}") == []
    assert listed(scene, scene.cast.chen, "?whose=team") == [own.json()["id"]]
    assert len(listed(scene, scene.cast.wang, "?whose=team")) == 3
    (load,) = send(browser(scene.cast.lin), "GET", "/follow-ups/workload").json()
    assert (load["person"]["name"], load["overdue"], load["today"] + load["week"]) == ("周敏", 1, 1)


def test_what_lies_in_the_recycle_bin_is_nobodys_load() -> None:
    scene = make_scene()
    scene.planned(days=-2)
    scene.ask(scene.cast.chen, "POST", "/follow-ups", {"kind": "call", "due_at": at(-1)}, customer=scene.li)

    def loads(user: User) -> list[tuple[str, int]]:
        answer = send(browser(user), "GET", "/follow-ups/workload").json()
        return [(load["person"]["name"], load["overdue"]) for load in answer]

    assert sorted(loads(scene.cast.wang)) == [("周敏", 1), ("陈刚", 1)]
    customers.trash(system_actor("demo"), scene.zhang)
    assert loads(scene.cast.wang) == [("陈刚", 1)], "who sees everybody"
    assert loads(scene.cast.lin) == [], "who leads the team"


def test_a_merge_brings_everything_along_and_its_undoing_takes_it_back() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮")
    visit = scene.planned(days=2)
    call = int(
        scene.ask(scene.cast.zhou, "POST", "/interactions", {"kind": "call", "text": "x"}, customer=twin).json()["id"]
    )
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [scene.zhang])
    page = scene.ask(scene.cast.zhou, "GET", "/activity", customer=twin).json()
    assert [each["id"] for each in page["interactions"] + page["follow_ups"]] == [str(call), str(visit)]
    assert page["follow_ups"][0]["text"] == "带样品上门"
    figures = Figures.objects.get(customer_id=twin)
    assert (figures.last_contact_at is None, figures.next_due_at is None) == (False, False)
    undo_merge(who, merged.id)
    assert [each["text"] for each in scene.activity()["follow_ups"]] == ["带样品上门"]
    assert scene.activity()["interactions"] == []
    assert Figures.objects.get(customer_id=twin).next_due_at is None


def test_what_is_due_is_overdue_and_of_today() -> None:
    scene = make_scene()
    late, later = scene.planned(days=-2), scene.planned(days=3)
    answer = send(browser(scene.cast.zhou), "GET", "/follow-ups?when=due").json()
    assert [row["id"] for row in answer["rows"]] == [str(late)]
    assert str(later) not in str(answer)


def test_my_week_counts_contacts_that_reached_somebody_and_what_i_finished() -> None:
    scene = make_scene()
    scene.told(at=at(-2))
    scene.told(at=at(-20))
    scene.told(outcome="no_answer")
    done = scene.planned()
    assert scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{done}/done", {"version": 1}).status_code == 204
    assert send(browser(scene.cast.zhou), "GET", "/follow-ups/week").json() == {"contacts": 1, "done": 1}
    assert send(browser(scene.cast.lin), "GET", "/follow-ups/week").json() == {"contacts": 0, "done": 0}
    assert send(browser(scene.cast.admin), "GET", "/follow-ups/week").status_code == 403


def test_a_customer_with_much_to_do_shows_the_earliest_and_says_that_there_is_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    later, first = scene.planned(days=3), scene.planned(days=1)
    assert scene.activity()["more_follow_ups"] is False
    monkeypatch.setattr(reading, "SHOWN_OPEN", 1)
    cut = scene.activity()
    assert ([each["id"] for each in cut["follow_ups"]], cut["more_follow_ups"]) == ([str(first)], True)
    assert later != first
