"""The contact plan: who sets it, what it would do, whom it plans for, exactly once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity import keeping_contact, left_alone
from kedang.activity.bodies import opened
from kedang.activity.keeping_contact import begin, follow
from kedang.activity.models import ContactPlan, FollowUp
from kedang.activity.tests.scene import Scene, at, make_scene
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.fields.values import LOCAL
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.kit.clock import now
from kedang.vault.keys import key_for
from tests.people import browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
RULES = [{"level": "A", "days": 30, "kind": "visit"}, {"level": "B", "days": 90, "kind": "call"}]


def ask(user: User, method: str, path: str = "", body: Any = None) -> Any:
    """One request about the plan."""
    return send(browser(user), method, f"/contact-plan{path}", body)


def set_plan(scene: Scene, **more: Any) -> None:
    """The manager sets the plan."""
    version = ContactPlan.objects.filter(id=1).values_list("version", flat=True).first() or 0
    body = {"active": True, "rules": RULES, "most": 5, "version": version} | more
    answer = ask(scene.cast.wang, "PUT", "", body)
    assert answer.status_code == 200, answer.content


def old(days: int, *customers: int) -> None:
    """These were filed so many days ago."""
    Customer.objects.filter(id__in=customers).update(created_at=now() - timedelta(days=days))


def aged(scene: Scene, *, level: str = "A", days: int = 40, owner: User | None = None) -> int:
    """A customer of a level, filed so many days ago."""
    made = file_customer(owner or scene.cast.zhou, name=f"客户{Customer.objects.count()}", level=level)
    old(days, made)
    return made


def planned() -> list[int]:
    """Whom something is planned with."""
    return sorted(FollowUp.objects.filter(state="open").values_list("customer_id", flat=True))


def test_only_who_may_sets_it_and_nothing_else_changes() -> None:
    scene = make_scene()
    body = {"active": True, "rules": RULES, "most": 5, "version": 0}
    with unchanged():
        for user in (scene.cast.lin, scene.cast.zhou, scene.cast.admin):
            assert ask(user, "GET").status_code == 403
            assert ask(user, "PUT", "", body).status_code == 403
            assert ask(user, "POST", "/outlook", {"rules": RULES}).status_code == 403
            assert ask(user, "POST", "/run").status_code == 403
    set_plan(scene)
    assert ask(scene.cast.wang, "GET").json() == body | {"version": 1}
    assert code(ask(scene.cast.wang, "PUT", "", body)) == "stale"
    assert Event.objects.filter(verb="contact_plan.changed").count() == 1


def test_a_plan_that_makes_no_sense_is_refused() -> None:
    scene = make_scene()
    good = {"level": "A", "days": 30, "kind": "call"}
    with unchanged():
        for rules in ([good, good], [good | {"level": " "}], [good | {"days": 0}], [good | {"days": 731}]):
            answer = ask(scene.cast.wang, "PUT", "", {"active": False, "rules": rules, "most": 5, "version": 0})
            assert (answer.status_code, code(answer)) == (422, "activity.contact_plan")
        answer = ask(scene.cast.wang, "PUT", "", {"active": True, "rules": [], "most": 5, "version": 0})
        assert code(answer) == "activity.contact_plan_empty"
        assert code(ask(scene.cast.wang, "POST", "/run")) == "activity.contact_plan_off"


def test_who_was_left_alone_gets_one_follow_up_and_no_second() -> None:
    scene = make_scene()
    alone, fresh, other = aged(scene), aged(scene, days=29), aged(scene, level="C", days=900)
    called, busy = aged(scene), aged(scene)
    scene.ask(scene.cast.zhou, "POST", "/interactions", {"kind": "call", "text": "谈过"}, customer=called)
    scene.ask(scene.cast.zhou, "POST", "/follow-ups", {"kind": "call", "due_at": at(3)}, customer=busy)
    set_plan(scene)
    assert [follow() for _ in range(3)] == [1, 0, 0]
    assert planned() == sorted([alone, busy])
    assert not {fresh, other, called} & set(planned())
    row = FollowUp.objects.get(customer_id=alone)
    assert (row.kind, row.assignee_id, row.created_by) == ("visit", scene.cast.zhou.id, left_alone.WORKER)
    assert opened(key_for(alone), row).text == "沟通计划：A 级客户每 30 天联系一次"
    assert row.due_at > now()
    event = Event.objects.get(verb="follow_up.planned", actor_id=left_alone.WORKER)
    assert (event.subject_id, "沟通" in event.details) == (alone, False)


def test_what_was_dropped_comes_back_only_after_another_round() -> None:
    scene = make_scene()
    alone = aged(scene)
    set_plan(scene)
    assert follow() == 1
    row = FollowUp.objects.get()
    path = f"/follow-ups/{row.id}/drop"
    assert scene.ask(scene.cast.zhou, "POST", path, {"version": 1}, customer=alone).status_code == 204
    assert (follow(), planned()) == (0, [])
    FollowUp.objects.update(created_at=now() - timedelta(days=31), due_at=now() - timedelta(days=30))
    assert (follow(), planned()) == (1, [alone])


def test_nobody_gets_more_a_day_than_is_set_and_those_longest_alone_go_first() -> None:
    scene = make_scene()
    made = [aged(scene, days=days) for days in (50, 400, 60, 300, 70)]
    of_chen = aged(scene, owner=scene.cast.chen)
    set_plan(scene, most=2)
    said = ask(scene.cast.wang, "POST", "/outlook", {"rules": RULES, "most": 2}).json()
    assert (said["alone"], said["planned"]) == (6, 3)
    assert [(p["person"]["name"], p["alone"], p["planned"]) for p in said["people"]] == [
        ("周敏", 5, 2),
        ("陈刚", 1, 1),
    ]
    assert "客户" not in str(said), "figures and no customer"
    assert (follow(), planned()) == (3, sorted([made[1], made[3], of_chen]))
    assert ask(scene.cast.wang, "POST", "/outlook", {"rules": RULES, "most": 2}).json()["planned"] == 0
    assert follow() == 0, "not on the same day"


def test_nobody_who_left_or_may_not_record_gets_any(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    aged(scene)
    aged(scene, owner=scene.cast.auditor)
    trashed = aged(scene, owner=scene.cast.lin)
    Customer.objects.filter(id=trashed).update(trashed_at=now())
    User.objects.filter(id=scene.cast.zhou.id).update(is_active=False)
    bump()
    set_plan(scene)
    monkeypatch.setattr(left_alone, "STEP", 1)
    assert (follow(), planned()) == (0, [])


def test_it_is_followed_once_a_working_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    set_plan(scene)
    monday = datetime(2026, 11, 23, 4, 5, tzinfo=LOCAL)
    for moment, jobs in ((monday.replace(day=22), 0), (monday.replace(hour=3), 0), (monday, 1), (monday, 1)):
        monkeypatch.setattr(keeping_contact, "now", lambda moment=moment: moment)
        monkeypatch.setattr(keeping_contact, "today", moment.date)
        begin()
        assert Job.objects.filter(kind=keeping_contact.JOB).count() == jobs


def test_at_once_it_is_queued_once() -> None:
    scene = make_scene()
    set_plan(scene)
    assert [ask(scene.cast.wang, "POST", "/run").status_code for _ in range(2)] == [204, 204]
    assert Job.objects.filter(kind=keeping_contact.JOB).count() == 1
    set_plan(scene, active=False)
    aged(scene)
    assert follow() == 0, "switched off meanwhile"
