"""A key account that was shared with somebody of another department: what the share tells them, and what it lets them do."""

from datetime import timedelta

import pytest

from kedang.archive import sharing
from kedang.archive.models import Grant
from kedang.deals.models import Opportunity
from kedang.finding.conditions import today
from kedang.kit.clock import now
from kedang.strategy.models import Stakeholder
from kedang.strategy.tests.scene import GOAL, HE, PLAN, Scene, day, make_scene
from tests.people import actor, browser, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def lent(scene: Scene, *, level: str = "read", deals: bool = False) -> int:
    """周 shares 张伟 with 陈."""
    zhou, chen = actor(scene.cast.zhou), scene.cast.chen
    return sharing.share(zhou, scene.zhang, user_id=chen.id, level=level, deals=deals)


def test_whoever_was_lent_a_customer_reads_its_plan_and_changes_it_only_where_the_share_says_so() -> None:
    scene = make_scene()
    made = scene.made("/plans", PLAN)
    who = scene.made("/stakeholders", HE)
    lent(scene)
    chen = scene.cast.chen
    found = scene.seen(chen)
    assert (found["plans"][0]["goal"], found["people"][0]["name"]) == (GOAL, "赵暗号")
    assert (found["plans"][0]["editable"], found["editable"]) == (False, False)
    assert scene.listed(chen) == []
    (listed,) = send(browser(chen), "GET", "/key-accounts?whose=all").json()["rows"]
    assert (listed["id"], listed["editable"]) == (str(made), False)
    with unchanged():
        for method, path, body in (
            ("POST", "/plans", PLAN),
            ("PATCH", f"/plans/{made}", {"goal": "x", "version": 1}),
            ("POST", f"/plans/{made}/end", {"version": 1}),
            ("POST", f"/plans/{made}/reviews", {"words": "x", "held_on": day(0), "next_on": day(9), "version": 1}),
            ("POST", "/stakeholders", HE),
            ("PATCH", f"/stakeholders/{who}", {"attitude": "for", "version": 1}),
            ("DELETE", f"/stakeholders/{who}?version=1", None),
        ):
            assert scene.ask(chen, method, path, body).status_code == 403, (method, path)
    lent(scene, level="edit")
    assert scene.seen(chen)["plans"][0]["editable"] is True
    scene.made("/stakeholders", HE | {"name": "钱总"}, user=chen)
    assert Stakeholder.objects.filter(customer_id=scene.zhang).count() == 2
    Grant.objects.update(until=now() - timedelta(days=1))
    assert scene.ask(chen, "GET", "/strategy").status_code == 404
    assert scene.listed(chen, "?whose=all") == []


def test_signals_tell_whoever_was_lent_a_customer_nothing_of_what_colleagues_sell_there() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    scene.made("/stakeholders", HE)
    work = {"title": "产线", "amount": 100, "expected_on": day(5)}
    scene.made("/opportunities", work)
    Opportunity.objects.update(stage_since=now() - timedelta(days=61), expected_on=today() - timedelta(days=4))
    chen = scene.cast.chen
    lent(scene, level="edit")
    assert scene.causes() == ["silent", "stuck", "passed"]
    assert scene.causes(chen) == ["silent"]
    listed = send(browser(chen), "GET", "/key-accounts?whose=all").json()["rows"][0]
    assert [each["cause"] for each in listed["signals"]] == ["silent"]
    # What is their own counts, and nothing else with it.
    own = scene.made("/opportunities", work, user=chen)
    Opportunity.objects.filter(id=own).update(expected_on=today() - timedelta(days=2))
    assert [(each["cause"], each["count"]) for each in scene.seen(chen)["plans"][0]["signals"]] == [
        ("silent", None),
        ("passed", 1),
    ]
    lent(scene, deals=True)
    assert scene.causes(chen) == ["silent", "stuck", "passed"]
