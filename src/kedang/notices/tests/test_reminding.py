"""What time brings about: due follow-ups, and overdue ones for the lead, each once."""

from datetime import timedelta

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity.models import FollowUp
from kedang.activity.tests.scene import at
from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.notices.models import Escalation, Notice
from kedang.notices.reminding import escalate, forget_old, remind
from kedang.notices.tests.scene import heard, kinds, make_scene, unread
from tests.people import browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def switched_on(days: int = 3) -> None:
    """Leads hear after so many days."""
    Escalation.objects.create(id=1, active=True, days=days)


def test_who_is_to_do_it_is_reminded_once_when_it_is_due_and_again_when_it_is_moved() -> None:
    scene = make_scene()
    planned = scene.planned(days=-0.01)
    scene.planned(days=0.1)
    scene.planned(days=-2)
    assert [remind() for _ in range(3)] == [1, 0, 0]
    (row,) = heard(scene.cast.zhou)
    assert (row["kind"], row["about_kind"], row["customer"]["name"]) == ("due", "follow_up", "张伟")
    body = {"version": 1, "due_at": at(0.5)}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/follow-ups/{planned}", body).status_code == 204
    assert unread(scene.cast.zhou) == 0, "it is not due any more"
    FollowUp.objects.filter(id=planned).update(due_at=now())
    Notice.objects.update(at=now() - timedelta(hours=1))
    assert [remind() for _ in range(2)] == [1, 0]
    scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{planned}/done", {"version": 2})
    assert unread(scene.cast.zhou) == 0


def test_what_stays_overdue_is_told_to_the_nearest_lead_once() -> None:
    scene = make_scene()
    scene.planned(days=-3.1)
    scene.planned(days=-2.9)
    scene.planned(days=-30)
    assert escalate() == 0, "not switched on"
    switched_on()
    assert [escalate() for _ in range(2)] == [1, 0]
    (row,) = heard(scene.cast.lin)
    assert (row["kind"], row["by"]["name"], row["customer"]["name"]) == ("overdue", "周敏", "张伟")
    assert (kinds(scene.cast.wang), kinds(scene.cast.chen), kinds(scene.cast.zhou)) == ([], [], [])


def test_where_there_is_no_lead_the_next_one_above_hears() -> None:
    scene = make_scene()
    User.objects.filter(id=scene.cast.lin.id).update(is_active=False)
    bump()
    scene.planned(days=-3.1)
    switched_on()
    assert escalate() == 1
    assert kinds(scene.cast.wang) == ["overdue"]


def test_of_a_customer_in_the_recycle_bin_nobody_hears() -> None:
    scene = make_scene()
    scene.planned(days=-3.1)
    Customer.objects.update(trashed_at=now())
    switched_on()
    assert escalate() == 0


def test_notices_go_after_half_a_year() -> None:
    scene = make_scene()
    scene.ask(scene.cast.zhou, "POST", "/notes", {"body": "@林晓"})
    assert forget_old() == 0
    Notice.objects.update(at=now() - timedelta(days=181))
    assert (forget_old(), Notice.objects.count()) == (1, 0)


def test_who_may_sets_the_days_and_nobody_else() -> None:
    scene = make_scene()
    body = {"active": True, "days": 5, "version": 0}
    with unchanged():
        for user in (scene.cast.lin, scene.cast.zhou, scene.cast.admin):
            assert send(browser(user), "GET", "/escalation").status_code == 403
            assert send(browser(user), "PUT", "/escalation", body).status_code == 403
    wang = browser(scene.cast.wang)
    assert send(wang, "GET", "/escalation").json() == {"active": False, "days": 3, "version": 0}
    assert send(wang, "PUT", "/escalation", body).status_code == 204
    assert send(wang, "GET", "/escalation").json() == {"active": True, "days": 5, "version": 1}
    assert code(send(wang, "PUT", "/escalation", body)) == "stale"
    assert code(send(wang, "PUT", "/escalation", body | {"days": 0, "version": 1})) == "notices.days"
