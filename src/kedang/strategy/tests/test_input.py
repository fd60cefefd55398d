"""What people send that nobody meant: twice, too late, at once, too long, out of every range."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.history.models import Event
from kedang.strategy.models import Plan, Review, Stakeholder
from kedang.strategy.tests.scene import HE, PLAN, day, make_scene
from tests.people import browser, code, send
from tests.state import unchanged

HUGE = 10**30
LONG = "长" * 5_001


@pytest.mark.django_db
def test_what_is_sent_twice_is_done_once() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    body = {"words": "苍鹭策略有效", "held_on": day(0), "next_on": day(60), "version": 1}
    zhou, path = scene.cast.zhou, f"/plans/{made}"
    assert scene.ask(zhou, "POST", f"{path}/reviews", body).status_code == 201
    with unchanged():
        for again, sent in (("/reviews", body), ("/end", {"version": 1})):
            answer = scene.ask(zhou, "POST", f"{path}{again}", sent)
            assert (answer.status_code, code(answer)) == (409, "stale"), again
    assert scene.ask(zhou, "POST", f"{path}/end", {"version": 2}).status_code == 204
    with unchanged():
        answers = [
            scene.ask(zhou, "POST", f"{path}/end", {"version": 3}),
            scene.ask(zhou, "POST", f"{path}/reviews", body | {"version": 3}),
        ]
    assert [(each.status_code, code(each)) for each in answers] == [(409, "strategy.ended")] * 2
    assert (Review.objects.count(), Event.objects.filter(verb="key_account.ended").count()) == (1, 1)


@pytest.mark.django_db(transaction=True, databases=["default", "keys", "audit"])
def test_two_who_plan_at_once_make_one_plan() -> None:
    scene = make_scene()
    ready, got = Barrier(2), list[int]()

    def plans(user: User) -> Callable[[], None]:
        asking = browser(user)

        def now_plans() -> None:
            ready.wait(10)
            try:
                got.append(send(asking, "POST", f"/customers/{scene.zhang}/plans", PLAN).status_code)
            finally:
                connections.close_all()

        return now_plans

    threads = [Thread(target=plans(user)) for user in (scene.cast.zhou, scene.cast.lin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(got), Plan.objects.count()) == ([201, 409], 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"goal": LONG},
        {"goal": None},
        {"goal": 5},
        {"competitors": "长" * 100_001},
        {"owner_id": "1"},
        {"owner_id": str(HUGE)},
        {"owner_id": "周"},
        {"review_on": "0001-01-01"},
        {"review_on": "9999-12-31"},
        {"review_on": "明天"},
        {"version": 1},
        {"customer_id": "1"},
        [],
    ],
)
def test_a_plan_nobody_can_mean_is_refused_and_nothing_is_kept(wrong: Any) -> None:
    scene = make_scene()
    with unchanged():
        answer = scene.ask(scene.cast.zhou, "POST", "/plans", PLAN | wrong if isinstance(wrong, dict) else wrong)
        assert answer.status_code == 422, answer.content


@pytest.mark.django_db
def test_characters_no_database_keeps_do_no_harm() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN | {"goal": "半\x00个\ud800字 <script>alert(1)</script>"})
    goal = scene.seen()["plans"][0]["goal"]
    assert "\x00" not in goal
    assert "<script>" in goal, "what is written stands as it is; a page shows it as text"
    change = {"needs": "\x00", "version": 1}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/plans/{made}", change).status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"name": "长" * 201}, {"name": "\t"}, {"note": LONG}, {"person_id": "0"}, {"person_id": str(HUGE)}]
)
def test_a_stakeholder_nobody_can_be_is_refused(wrong: dict[str, str]) -> None:
    scene = make_scene()
    with unchanged():
        assert scene.ask(scene.cast.zhou, "POST", "/stakeholders", HE | wrong).status_code == 422
    made = scene.made("/stakeholders", HE)
    with unchanged():
        sent = wrong | {"version": 1}
        assert scene.ask(scene.cast.zhou, "PATCH", f"/stakeholders/{made}", sent).status_code == 422
        for version in ("0", str(HUGE), "x", ""):
            path = f"/stakeholders/{made}?version={version}"
            assert scene.ask(scene.cast.zhou, "DELETE", path).status_code in (409, 422), version
    assert Stakeholder.objects.count() == 1


@pytest.mark.django_db
def test_a_list_is_asked_for_sensibly() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    zhou = browser(scene.cast.zhou)
    for query in ("owner=x", "due=maybe", "limit=x", "cursor=é"):
        assert send(zhou, "GET", f"/key-accounts?{query}").status_code == 422, query
    for query in ("limit=0", "limit=-5", f"limit={HUGE}"):
        assert scene.listed(scene.cast.zhou, f"?{query}") == [str(made)], query
    assert scene.listed(scene.cast.zhou, f"?whose=all&owner={HUGE}") == []


@pytest.mark.django_db
def test_a_plan_is_given_to_nobody_who_left_or_may_see_no_plans() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    lin, wang = scene.cast.lin, scene.cast.wang
    User.objects.filter(id=lin.id).update(is_active=False)
    role = Role.objects.get(code="manager")
    role.rights = [right for right in role.rights if not right.startswith("strategy.")]
    role.save()
    bump()
    with unchanged():
        for user in (lin, wang):
            sent = {"owner_id": str(user.id), "version": 1}
            answer = scene.ask(scene.cast.zhou, "PATCH", f"/plans/{made}", sent)
            assert (answer.status_code, code(answer)) == (422, "deals.owner"), user.name
