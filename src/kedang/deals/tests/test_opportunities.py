"""Opportunities: entered, changed, moved, ended; read by whom."""

from typing import Any

import pytest
from django.db import connection

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import Customer, Grant
from kedang.archive.moments import Slice
from kedang.archive.tests.filing import file_customer, share
from kedang.deals.models import Opportunity, Step
from kedang.deals.moments import steps
from kedang.deals.presenting import of_customer
from kedang.deals.tests.scene import TITLE, Scene, day, make_scene, rows
from kedang.history.models import Event
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import actor, code

pytestmark = pytest.mark.django_db


def seen(scene: Scene, opportunity: int, user: Any = None) -> Any:
    """What somebody sees of an opportunity."""
    answer = scene.ask(user or scene.cast.zhou, "GET", f"/opportunities/{opportunity}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_opportunity_is_entered_and_its_texts_stand_only_in_cipher() -> None:
    scene = make_scene()
    made = scene.opened(competitors="翠鸟集团", next_step="送样", source="referral", currency="USD")
    shown = seen(scene, made)["opportunity"]
    assert (shown["title"], shown["competitors"], shown["next_step"]) == (TITLE, "翠鸟集团", "送样")
    assert (shown["amount"], shown["currency"], shown["probability"], shown["state"]) == (100_000, "USD", 10, "open")
    assert (shown["owner"]["name"], shown["customer_name"], shown["editable"]) == ("周敏", "张伟", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM deals_opportunity")
        assert "翠鸟".encode() not in bytes(cursor.fetchone()[0])
    event = Event.objects.get(verb="opportunity.opened")
    assert "翠鸟" not in event.details


def test_it_moves_through_the_stages_and_says_how_long_it_stood() -> None:
    scene = make_scene()
    made = scene.opened()
    Opportunity.objects.update(stage_since="2026-01-01T00:00:00Z")
    assert scene.do(made, "move", stage_id="3").status_code == 204
    row = Opportunity.objects.get(id=made)
    assert (row.stage_id, row.probability, row.version, row.stage_since.year > 2025) == (3, 50, 2, True)
    moved, opened = seen(scene, made)["steps"]
    assert (moved["kind"], moved["from_stage"]["name_zh"], moved["to_stage"]["name_zh"]) == (
        "moved",
        "初步接触",
        "方案报价",
    )
    assert (moved["stood"] > 86_400, opened["kind"], opened["stood"]) == (True, "opened", None)
    assert scene.do(made, "move", stage_id="3").status_code == 204
    assert (rows(), Opportunity.objects.get(id=made).version) == ((1, 2), 2), (
        "moved to where it stands: nothing happened"
    )
    assert code(scene.do(made, "move", stage_id="77")) == "deals.no_stage"


def test_two_people_drag_one_card_and_the_second_is_told() -> None:
    scene = make_scene()
    made = scene.opened()
    assert scene.do(made, "move", version=1, stage_id="2").status_code == 204
    second = scene.do(made, "move", scene.cast.lin, version=1, stage_id="4")
    assert (second.status_code, code(second)) == (409, "stale")
    assert (Opportunity.objects.get(id=made).stage_id, Step.objects.count()) == (2, 2)


def test_it_is_won_or_lost_with_a_reason_and_taken_up_again() -> None:
    scene = make_scene()
    made = scene.opened()
    assert scene.do(made, "lose", reason="price", note="差价两成").status_code == 204
    shown = seen(scene, made)["opportunity"]
    assert (shown["state"], shown["lost_reason"], shown["lost_note"]) == ("lost", "price", "差价两成")
    refused = (scene.do(made, "win"), scene.do(made, "move", stage_id="2"), scene.do(made, "lose", reason="price"))
    for answer in refused:
        assert (answer.status_code, code(answer)) == (409, "deals.ended")
    assert scene.do(made, "reopen").status_code == 204
    assert scene.do(made, "win").status_code == 204
    row = Opportunity.objects.get(id=made)
    assert (row.state, row.lost_reason, row.ended_at is None, row.version) == ("won", "", False, 4)
    kinds = Step.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["opened", "lost", "reopened", "won"]
    verbs = Event.objects.filter(verb__startswith="opportunity.").order_by("id").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == ["opened", "lost", "reopened", "won"]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"title": " "}, "deals.text"),
        ({"title": "长" * 201}, "deals.text"),
        ({"next_step": "x" * 5_001}, "deals.text"),
        ({"amount": -1}, "deals.amount"),
        ({"amount": 10**13 + 1}, "deals.amount"),
        ({"probability": 101}, "deals.probability"),
        ({"expected_on": "1901-01-01"}, "deals.day"),
        ({"stage_id": "77"}, "deals.no_stage"),
        ({"owner_id": "77"}, "deals.owner"),
        ({"currency": "XXX"}, "invalid"),
        ({"amount": 1.5}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(body: dict[str, Any], refused: str) -> None:
    scene = make_scene()
    whole = {"title": "x", "amount": 1, "expected_on": day(1)} | body
    answer = scene.ask(scene.cast.zhou, "POST", "/opportunities", whole)
    assert (answer.status_code, code(answer)) == (422, refused)
    assert (rows(), Event.objects.filter(verb="opportunity.opened").exists()) == ((0, 0), False)
    made = scene.opened()
    if "stage_id" not in body:
        answer = scene.ask(scene.cast.zhou, "PATCH", f"/opportunities/{made}", body | {"version": 1})
        assert (answer.status_code, code(answer)) == (422, refused)
        assert Opportunity.objects.get(id=made).version == 1


def test_the_stranger_sees_and_changes_nothing() -> None:
    scene = make_scene()
    made = scene.opened()
    before = rows()
    for method, path, body in (
        ("GET", "", None),
        ("POST", "", {"title": "x", "amount": 1, "expected_on": day(1)}),
        ("GET", f"/{made}", None),
        ("PATCH", f"/{made}", {"version": 1, "title": "x"}),
        ("POST", f"/{made}/move", {"version": 1, "stage_id": "2"}),
        ("POST", f"/{made}/win", {"version": 1}),
        ("POST", f"/{made}/lose", {"version": 1, "reason": "price"}),
        ("POST", f"/{made}/reopen", {"version": 1}),
    ):
        answer = scene.ask(scene.cast.chen, method, f"/opportunities{path}", body)
        assert (answer.status_code, code(answer)) == (404, "not_found"), path
    other = scene.ask(scene.cast.chen, "GET", f"/opportunities/{made}", customer=scene.li)
    assert other.status_code == 404, "a row of another customer is not found under one's own"
    row = Opportunity.objects.get(id=made)
    assert (rows(), row.version, row.state) == (before, 1, "open")


def test_who_may_only_read_the_customer_moves_only_what_is_theirs() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="view", deals=True)
    own, other = scene.opened(owner_id=str(scene.cast.chen.id)), scene.opened()
    assert scene.do(own, "move", scene.cast.chen, stage_id="2").status_code == 204
    assert scene.do(other, "move", scene.cast.chen, stage_id="2").status_code == 403
    answer = scene.ask(scene.cast.chen, "GET", "/opportunities").json()
    assert answer["editable"] is False
    assert {each["id"]: each["editable"] for each in answer["opportunities"]} == {str(own): True, str(other): False}


def test_whoever_may_not_read_notes_learns_how_it_stands_and_not_what_it_is() -> None:
    scene = make_scene()
    made = scene.opened(competitors="x")
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    answer = seen(scene, made)
    shown = answer["opportunity"]
    assert (shown["title"], shown["competitors"], shown["amount"]) == (None, None, 100_000)
    assert TITLE not in str(answer)


def test_without_the_right_there_are_no_opportunities_anywhere() -> None:
    scene = make_scene()
    scene.opened()
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if not right.startswith("deals.")]
    role.save()
    bump()
    assert scene.ask(scene.cast.zhou, "GET", "/opportunities").status_code == 403
    customer = Customer.objects.get(id=scene.zhang)
    assert steps(actor(scene.cast.zhou), customer, Slice(9)) == []
    assert len(steps(actor(scene.cast.lin), customer, Slice(9))) == 1


def test_a_change_keeps_the_former_texts_for_the_event_and_needs_the_version_that_was_seen() -> None:
    scene = make_scene()
    made = scene.opened(next_step="送样")
    fixed = {
        "version": 1,
        "title": "二期",
        "amount": 7,
        "expected_on": "2027-02-03",
        "owner_id": str(scene.cast.lin.id),
    }
    assert scene.ask(scene.cast.zhou, "PATCH", f"/opportunities/{made}", fixed).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", f"/opportunities/{made}", fixed)
    assert (stale.status_code, code(stale)) == (409, "stale")
    shown = seen(scene, made)["opportunity"]
    assert (shown["title"], shown["next_step"], shown["amount"], shown["owner"]["name"]) == ("二期", "送样", 7, "林晓")
    assert Opportunity.objects.get(id=made).expected_month == 202702
    event = Event.objects.get(verb="opportunity.changed")
    assert event.before is not None
    assert TITLE.encode() not in bytes(event.before)
    history = scene.ask(scene.cast.zhou, "GET", "/history")
    assert (history.status_code, TITLE in history.content.decode()) == (200, False)


def test_nobody_is_given_what_they_could_not_see() -> None:
    scene = make_scene()
    made = scene.opened()
    body = {"version": 1, "owner_id": str(scene.cast.chen.id)}
    answer = scene.ask(scene.cast.zhou, "PATCH", f"/opportunities/{made}", body)
    assert (code(answer), Opportunity.objects.get(id=made).owner_id) == ("deals.owner", scene.cast.zhou.id)


def test_a_merge_brings_opportunities_along_and_its_undoing_takes_them_back() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮")
    made = scene.opened()
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [scene.zhang])
    (shown,) = scene.ask(scene.cast.zhou, "GET", "/opportunities", customer=twin).json()["opportunities"]
    assert (shown["id"], shown["title"]) == (str(made), TITLE)
    assert [each.shown.title for each in steps(who, Customer.objects.get(id=twin), Slice(9))] == [TITLE]
    undo_merge(who, merged.id)
    assert seen(scene, made)["opportunity"]["title"] == TITLE
    assert scene.ask(scene.cast.zhou, "GET", "/opportunities", customer=twin).json()["opportunities"] == []


def test_a_customer_with_many_shows_the_open_ones_first_and_says_that_there_are_more() -> None:
    scene = make_scene()
    made = [scene.opened() for _ in range(3)]
    assert scene.do(made[2], "lose", version=1, reason="price").status_code == 204
    who = actor(scene.cast.zhou)
    found = of_customer(who, scene.zhang, most=2)
    assert ([int(each.id) for each in found.opportunities], found.more) == ([made[1], made[0]], True)
    whole = of_customer(who, scene.zhang)
    assert ([int(each.id) for each in whole.opportunities], whole.more) == ([made[1], made[0], made[2]], False)
