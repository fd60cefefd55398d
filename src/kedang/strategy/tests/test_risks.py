"""Signals of risk: each has a cause that can be looked up, and none tells a reader what their rights hide."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kedang.archive.figures import keep_contact
from kedang.deals.models import Opportunity, Project
from kedang.finding.conditions import today
from kedang.kit.clock import now
from kedang.strategy import reading
from kedang.strategy.models import Plan, Stakeholder
from kedang.strategy.tests.scene import HE, PLAN, Scene, day, make_scene
from tests.people import acting, actor

pytestmark = pytest.mark.django_db


def signal(scene: Scene, cause: str) -> Any:
    """One signal about 张伟."""
    (found,) = [each for each in scene.seen()["plans"][0]["signals"] if each["cause"] == cause]
    return found


def talked(scene: Scene, days: int) -> None:
    """The last contact with 张伟 was so many days ago."""
    with transaction.atomic():
        keep_contact({scene.zhang: (now() - timedelta(days=days), None)})


def test_of_people_nobody_known_nobody_who_decides_and_weight_against_us() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    talked(scene, 1)
    assert scene.causes() == ["no_people"]
    scene.made("/stakeholders", HE | {"role": "user", "influence": "low", "attitude": "against"})
    assert scene.causes() == ["no_decider"]
    scene.made("/stakeholders", HE | {"influence": "medium", "attitude": "against"})
    assert scene.causes() == ["against"]
    assert signal(scene, "against")["count"] == 1
    Stakeholder.objects.filter(role="decider").update(attitude="for")
    assert scene.causes() == []


def test_silence_is_counted_from_the_last_contact() -> None:
    scene = make_scene()
    scene.made("/plans", PLAN)
    scene.made("/stakeholders", HE)
    assert scene.causes() == ["silent"]
    assert signal(scene, "silent")["days"] is None
    talked(scene, 31)
    assert signal(scene, "silent")["days"] == 31
    talked(scene, 29)
    assert scene.causes() == []


def test_what_the_rooms_below_know_is_a_signal_for_who_may_see_it_there() -> None:
    scene = make_scene()
    plan = scene.made("/plans", PLAN)
    scene.made("/stakeholders", HE)
    talked(scene, 1)
    work = {"title": "产线", "amount": 100, "expected_on": day(5)}
    scene.made("/opportunities", work)
    scene.made("/projects", {"name": "安装", "due_on": day(9)})
    bill = {"kind": "invoice", "amount": "1250.00", "currency": "CNY", "at": (now() - timedelta(days=40)).isoformat()}
    scene.made("/transactions", bill | {"due_on": day(-10)})
    assert scene.causes() == ["overdue"]
    scene.made("/cases", {"kind": "complaint", "title": "到货破损", "channel": "phone"})
    Opportunity.objects.update(stage_since=now() - timedelta(days=61), expected_on=today() - timedelta(days=4))
    Project.objects.update(next_due=today() - timedelta(days=2))
    Plan.objects.filter(id=plan).update(review_on=today() - timedelta(days=3))
    assert scene.causes() == ["overdue", "complaint", "stuck", "late_project", "passed", "review_due"]
    owed = signal(scene, "overdue")
    assert (owed["amount"], owed["currency"], owed["days"]) == (125_000, "CNY", 10)
    assert (signal(scene, "complaint")["count"], signal(scene, "stuck")["days"]) == (1, 61)
    assert (signal(scene, "passed")["days"], signal(scene, "late_project")["days"]) == (4, 2)
    assert signal(scene, "review_due")["days"] == 3
    assert hidden(scene, "commerce.view", "deals.view", "projects.view", "service.view") == ["review_due"]
    assert hidden(scene, "commerce.view") == ["complaint", "stuck", "late_project", "passed", "review_due"]
    assert hidden(scene, "deals.view") == ["overdue", "complaint", "late_project", "review_due"]


def hidden(scene: Scene, *rights: str) -> list[str]:
    """The causes 周 is told about 张伟 when she may do all but these."""
    narrow = acting(scene.cast.zhou, rights=actor(scene.cast.zhou).rights - set(rights))
    (plan,) = reading.of_customer(narrow, scene.zhang).plans
    return [each.cause for each in plan.signals]
