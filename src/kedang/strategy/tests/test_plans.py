"""Plans for key accounts: made, changed, reviewed, ended; who reads them and who must not."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.moments import Slice
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event, ReadEvent
from kedang.kit.actor import system_actor
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.strategy import reading
from kedang.strategy.models import Plan, Review, Stakeholder
from kedang.strategy.moments import reviews
from kedang.strategy.tests.scene import GOAL, HE, PLAN, Scene, day, make_scene
from tests.people import actor, browser, code, send

pytestmark = pytest.mark.django_db


def review(scene: Scene, plan: int, **more: Any) -> Any:
    """周 writes down a review of today."""
    version = Plan.objects.get(id=plan).version
    body = {"words": "苍鹭策略有效", "held_on": day(0), "next_on": day(60), "version": version} | more
    return scene.ask(scene.cast.zhou, "POST", f"/plans/{plan}/reviews", body)


def test_a_customer_becomes_a_key_account_in_cipher() -> None:
    scene = make_scene()
    assert scene.seen()["plans"] == []
    made = scene.made("/plans", PLAN)
    found = scene.seen()
    (plan,) = found["plans"]
    assert {name: plan[name] for name in PLAN} == PLAN
    assert (plan["id"], plan["owner"]["name"], plan["review_on"]) == (str(made), "周敏", day(90))
    assert (plan["editable"], found["editable"]) == (True, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM strategy_plan")
        assert "苍鹭".encode() not in bytes(cursor.fetchone()[0])
    event = Event.objects.get(verb="key_account.begun")
    assert "苍鹭" not in str(event.details)
    again = scene.ask(scene.cast.zhou, "POST", "/plans", PLAN)
    assert (again.status_code, code(again), Plan.objects.count()) == (409, "strategy.already", 1)


def test_a_plan_is_changed_by_whoever_saw_it_as_it_is() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    path = f"/plans/{made}"
    assert scene.ask(scene.cast.zhou, "PATCH", path, {"goal": "守住份额", "version": 1}).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", path, {"goal": "别的", "version": 1})
    assert (stale.status_code, code(stale)) == (409, "stale")
    (plan,) = scene.seen()["plans"]
    assert (plan["goal"], plan["needs"], plan["version"]) == ("守住份额", PLAN["needs"], 2)
    event = Event.objects.get(verb="key_account.changed")
    assert event.before is not None
    assert "苍鹭".encode() not in bytes(event.before)
    assert "苍鹭" not in str(event.details)


def test_it_is_given_to_somebody_who_sees_the_customer_and_to_nobody_else() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    for user, status in ((scene.cast.chen, 422), (scene.cast.lin, 204)):
        answer = scene.ask(scene.cast.zhou, "PATCH", f"/plans/{made}", {"owner_id": str(user.id), "version": 1})
        assert answer.status_code == status, answer.content
    assert scene.seen()["plans"][0]["owner"]["name"] == "林晓"


def test_the_strategy_is_reviewed_on_a_day_and_the_next_one_is_planned() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    for wrong, refusal in (
        ({"held_on": day(1)}, "strategy.review_day"),
        ({"next_on": day(0)}, "strategy.review_day"),
        ({"words": " "}, "strategy.review_words"),
        ({"held_on": "1990-01-01"}, "deals.project_day"),
    ):
        answer = review(scene, made, **wrong)
        assert (answer.status_code, code(answer)) == (422, refusal)
    assert (Review.objects.count(), Plan.objects.get(id=made).version) == (0, 1)
    assert review(scene, made, held_on=day(-3)).status_code == 201
    assert review(scene, made).status_code == 201
    found = scene.seen()
    assert [each["words"] for each in found["reviews"]] == ["苍鹭策略有效"] * 2
    assert (found["plans"][0]["review_on"], found["plans"][0]["version"]) == (day(60), 3)
    who, customer = actor(scene.cast.zhou), Customer.objects.get(id=scene.zhang)
    latest = reviews(who, customer, Slice(1))
    older = reviews(who, customer, Slice(9, (latest[0].at, latest[0].id)))
    assert [each.shown.id for each in (*latest, *older)] == [each["id"] for each in found["reviews"]]
    told = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=strategy_review").json()
    assert [each["strategy_review"]["words"] for each in told["moments"]] == ["苍鹭策略有效"] * 2


def test_an_ended_plan_is_over_and_another_may_begin() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    assert scene.ask(scene.cast.zhou, "POST", f"/plans/{made}/end", {"version": 1}).status_code == 204
    assert (scene.seen()["plans"], scene.listed(scene.cast.zhou)) == ([], [])
    late = scene.ask(scene.cast.zhou, "PATCH", f"/plans/{made}", {"goal": "x", "version": 2})
    assert (late.status_code, code(late)) == (409, "strategy.ended")
    assert scene.made("/plans", PLAN) != made


def test_a_stranger_learns_nothing_and_changes_nothing() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    who = scene.made("/stakeholders", HE)
    chen = scene.cast.chen
    asked = [
        ("GET", "/strategy", None),
        ("POST", "/plans", PLAN),
        ("PATCH", f"/plans/{made}", {"goal": "x", "version": 1}),
        ("POST", f"/plans/{made}/end", {"version": 1}),
        ("POST", f"/plans/{made}/reviews", {"words": "x", "held_on": day(0), "next_on": day(9), "version": 1}),
        ("POST", "/stakeholders", HE),
        ("PATCH", f"/stakeholders/{who}", {"attitude": "for", "version": 1}),
        ("DELETE", f"/stakeholders/{who}?version=1", None),
    ]
    for method, path, body in asked:
        assert scene.ask(chen, method, path, body).status_code == 404, (method, path)
    assert scene.listed(chen, "?whose=all") == []
    assert send(browser(chen), "GET", "/key-accounts?whose=all").json()["count"] == {"value": 0, "capped": False}
    # Nor by naming it beside a customer of her own.
    for method, path, body in asked[2:5]:
        assert scene.ask(chen, method, path, body, customer=scene.li).status_code == 404, (method, path)
    assert (Plan.objects.get().version, Stakeholder.objects.get().version, Review.objects.count()) == (1, 1, 0)


def test_whoever_may_not_read_notes_knows_that_there_is_a_plan_but_not_what_it_says() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    friend = file_customer(scene.cast.zhou, name="赵明")
    scene.made("/stakeholders", HE | {"person_id": str(friend)})
    assert review(scene, made).status_code == 201
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    found = scene.seen()
    (plan,) = found["plans"]
    assert [plan[name] for name in PLAN] == [None] * len(PLAN)
    assert (plan["review_on"], plan["owner"]["name"]) == (day(60), "周敏")
    (he,) = found["people"]
    assert (he["name"], he["position"], he["note"], he["person_id"]) == (None, None, None, None)
    assert (he["role"], he["influence"], he["attitude"]) == ("decider", "high", "neutral")
    assert [each["words"] for each in found["reviews"]] == [None]
    listed = send(browser(scene.cast.zhou), "GET", "/key-accounts").content.decode()
    told = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=strategy_review").content.decode()
    for text in (str(found), listed, told):
        assert not any(word in text for word in ("苍鹭", "暗号", "远山机电", "采购总监"))


def test_without_the_right_there_are_no_plans_anywhere() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    assert review(scene, made).status_code == 201
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if not right.startswith("strategy.")]
    role.save()
    bump()
    assert scene.ask(scene.cast.zhou, "GET", "/strategy").status_code == 403
    assert send(browser(scene.cast.zhou), "GET", "/key-accounts").status_code == 403
    assert scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=strategy_review").json()["moments"] == []
    assert scene.ask(scene.cast.zhou, "POST", "/stakeholders", HE).status_code == 403
    assert Stakeholder.objects.count() == 0


def test_every_look_at_a_plan_is_recorded() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    scene.seen()
    scene.listed(scene.cast.lin, "?whose=all")
    assert scene.ask(scene.cast.chen, "GET", "/strategy").status_code == 404
    found = ReadEvent.objects.filter(customer_id=scene.zhang).order_by("id")
    assert list(found.values_list("verb", "actor_id")) == [
        ("strategy.read", scene.cast.zhou.id),
        ("customers.listed", scene.cast.lin.id),
    ]


def test_the_list_walks_from_what_is_overdue_page_by_page() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="王强")
    later = scene.made("/plans", PLAN | {"review_on": day(30)})
    sooner = scene.made("/plans", PLAN | {"review_on": day(-2)}, customer=twin)
    zhou = browser(scene.cast.zhou)
    first = send(zhou, "GET", "/key-accounts?limit=1").json()
    assert ([row["id"] for row in first["rows"]], first["count"]["value"]) == ([str(sooner)], 2)
    assert scene.listed(scene.cast.zhou, f"?cursor={first['next']}") == [str(later)]
    assert scene.listed(scene.cast.lin) == []
    assert scene.listed(scene.cast.lin, "?whose=team") == [str(sooner), str(later)]
    assert scene.listed(scene.cast.wang, f"?whose=all&owner={scene.cast.zhou.id}") == [str(sooner), str(later)]
    assert scene.listed(scene.cast.zhou, "?due=true") == [str(sooner)]
    assert send(zhou, "GET", "/key-accounts?due=true&limit=1").json()["count"] == {"value": 1, "capped": False}
    for bad in ("whose=else", "cursor=eA", "cursor=WzAsMF0"):
        assert send(zhou, "GET", f"/key-accounts?{bad}").status_code == 422, bad
    customers.trash(system_actor("demo"), twin)
    assert scene.listed(scene.cast.zhou) == [str(later)]


def test_pages_are_read_from_their_indexes_in_a_fixed_number_of_questions() -> None:
    scene = make_scene()
    counts = []
    # The first look also reads who works here and what they may do.
    reading.listed(actor(scene.cast.zhou), whose="mine")
    for name in ("钱进", "孙立"):
        scene.made("/plans", PLAN, customer=file_customer(scene.cast.zhou, name=name))
        with CaptureQueriesContext(connection) as seen:
            reading.listed(actor(scene.cast.zhou), whose="mine")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Over so few rows it would rather sort them.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    for user, whose, index in (
        (scene.cast.zhou, "mine", "strategy_plan_owner"),
        (scene.cast.wang, "all", "strategy_plan_due"),
    ):
        with CaptureQueriesContext(connection) as seen:
            reading.listed(actor(user), whose=whose)
        asked = [
            q["sql"] for q in seen.captured_queries if 'FROM "strategy_plan"' in q["sql"] and "ORDER BY" in q["sql"]
        ]
        assert asked
        for statement in asked:
            assert index in planned(statement), (statement, planned(statement))


def test_a_merge_brings_the_plan_along_and_its_undoing_takes_it_back() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮")
    made = scene.made("/plans", PLAN)
    scene.made("/plans", PLAN | {"goal": "另一份"}, customer=twin)
    scene.made("/stakeholders", HE)
    review(scene, made)
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [scene.zhang])
    whole = scene.seen(customer=twin)
    assert {plan["goal"] for plan in whole["plans"]} == {GOAL, "另一份"}
    assert (whole["people"][0]["name"], whole["reviews"][0]["words"]) == ("赵暗号", "苍鹭策略有效")
    undo_merge(who, merged.id)
    assert [plan["goal"] for plan in scene.seen()["plans"]] == [GOAL]
    assert scene.seen(customer=twin)["people"] == []


def planned(statement: str) -> str:
    """How the database would answer."""
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {statement}")
        return "\n".join(str(row) for row in cursor.fetchall())
