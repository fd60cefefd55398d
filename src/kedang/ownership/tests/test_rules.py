"""Rules by which customers fall into a pool: tried out first, and then exactly what was shown."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kedang.archive import customers
from kedang.archive.figures import keep_contact, keep_deals
from kedang.archive.models import Customer, Tag
from kedang.archive.tests.filing import file_customer
from kedang.calendar.working import working_time
from kedang.deals.moving import lose
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.fields.values import LOCAL
from kedang.history.models import Event
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from kedang.ownership import falling, nights
from kedang.ownership.coming import tonight
from kedang.ownership.models import Cooling, Holding, Night, Rule
from kedang.ownership.tests.scene import Scene, held_for, make_scene, owner, pool_of
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def night_passes() -> Night:
    """The rules run for the coming night."""
    Night.objects.all().delete()
    nights.start(tonight())
    job = Job.objects.filter(kind=nights.JOB).latest("id")
    claimed = claim_job(job.id)
    assert claimed is not None
    run_claimed(claimed)
    return Night.objects.get()


def simulated(scene: Scene, rule: Rule, *, existing: bool = True, status: int = 200) -> Any:
    """What 王 is shown."""
    answer = scene.ask(scene.cast.wang, "POST", f"/recycling-rules/{rule.id}/simulate", {"existing": existing})
    assert answer.status_code == status, answer.content
    return answer.json()


def switched_on(scene: Scene, rule: Rule, mark: str, *, existing: bool = True) -> Any:
    """王 switches it on with what was shown."""
    body = {"version": rule.version, "existing": existing, "seen": mark}
    return scene.ask(scene.cast.wang, "POST", f"/recycling-rules/{rule.id}/on", body)


def test_tried_out_switched_on_and_run(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    file_customer(scene.cast.zhou, name="王芳")
    rule = scene.rule()
    with unchanged():
        shown = simulated(scene, rule)
    assert (shown["total"], [o["count"] for o in shown["owners"]]) == (1, [1])
    assert shown["owners"][0]["owner"]["name"] == "周敏"
    assert [c["name"] for c in shown["customers"]] == ["张伟"]
    assert switched_on(scene, rule, shown["mark"]).status_code == 204
    night = night_passes()
    assert (night.due, night.fallen, night.finished_at is not None) == (1, 1, True)
    assert (owner(scene.zhang), pool_of(scene.zhang)) == (None, scene.pool.id)
    assert owner(scene.li) == scene.cast.chen.id
    told = Event.objects.get(verb="customer.recycled")
    assert (told.subject_id, told.actor_id) == (scene.zhang, -2)
    again = night_passes()
    assert (again.due, again.fallen) == (0, 0)


def test_not_without_a_look_at_what_it_does(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    rule = scene.rule()
    shown = simulated(scene, rule)
    with unchanged():
        assert code(switched_on(scene, rule, "")) == "rule.look_again"
        assert code(switched_on(scene, rule, shown["mark"], existing=False)) == "rule.look_again"
    held_for(file_customer(scene.cast.zhou, name="王芳"), days=60)
    with unchanged():
        answer = switched_on(scene, rule, shown["mark"])
    assert (answer.status_code, code(answer)) == (409, "rule.look_again")
    assert switched_on(scene, rule, simulated(scene, rule)["mark"]).status_code == 204


def test_only_from_now_on(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    rule = scene.rule()
    shown = simulated(scene, rule, existing=False)
    assert shown["total"] == 0
    assert switched_on(scene, rule, shown["mark"], existing=False).status_code == 204
    assert night_passes().due == 0
    # What somebody gets after that counts.
    Rule.objects.update(from_day=tonight() - timedelta(days=50))
    held_for(scene.zhang, days=40)
    assert night_passes().fallen == 1


def test_contact_protection_and_tags_keep_them(scene: Scene) -> None:
    for name in ("联系过", "受保护", "有标签"):
        held_for(file_customer(scene.cast.zhou, name=name, tags=["重点"] if name == "有标签" else []), days=60)
    contacted = Customer.objects.get(name="联系过").id
    keep_contact({contacted: (datetime.now(LOCAL) - timedelta(days=2), None)})
    held_for(Customer.objects.get(name="受保护").id, days=30)
    held_for(scene.zhang, days=60)
    scene.terms(protection_days=40)
    rule = scene.rule(spared_tag_ids=[Tag.objects.get().id])
    assert [c["name"] for c in simulated(scene, rule)["customers"]] == ["张伟"]
    keep_contact({contacted: (datetime.now(LOCAL) - timedelta(days=50), None)})
    assert sorted(c["name"] for c in simulated(scene, rule)["customers"]) == ["张伟", "联系过"]


def test_whose_and_which(scene: Scene) -> None:
    for one in (scene.zhang, scene.li):
        held_for(one, days=60)
    company = file_customer(scene.cast.zhou, "organisation", name="杭州青山贸易有限公司")
    held_for(company, days=60)
    rule = scene.rule(department_ids=[scene.cast.east.id], kinds=["organisation"])
    assert [c["id"] for c in simulated(scene, rule)["customers"]] == [str(company)]
    scene.terms(kinds=["person"])
    assert simulated(scene, rule)["total"] == 0


def test_the_first_rule_takes_them(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    first, second = scene.live(), scene.rule(name="二十个工作日", days=20)
    assert simulated(scene, second)["total"] == 0
    scene.ask(scene.cast.wang, "POST", f"/recycling-rules/{first.id}/off", {"version": first.version})
    assert simulated(scene, second)["total"] == 1


def test_something_done_meanwhile_keeps_them(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    rule = scene.live()
    days = working_time()
    (fall,) = falling.falls([rule], tonight(), days)
    keep_contact({scene.zhang: (datetime.now(LOCAL), None)})
    assert not nights.fallen(system_actor("worker"), fall, [rule], tonight(), days)
    assert owner(scene.zhang) == scene.cast.zhou.id
    keep_contact({scene.zhang: (None, None)})
    Rule.objects.update(state="off")
    assert not nights.fallen(system_actor("worker"), fall, [rule], tonight(), days)


def test_who_lost_it_waits(scene: Scene) -> None:
    scene.terms(cooling_days=5)
    held_for(scene.zhang, days=60)
    scene.live()
    night_passes()
    assert Cooling.objects.get().user_id == scene.cast.zhou.id
    with unchanged():
        assert code(scene.claimed(scene.cast.zhou)) == "owner.cooling"


def test_in_force_it_is_not_changed(scene: Scene) -> None:
    rule = scene.live()
    body = {"name": "x", "pool_id": str(scene.pool.id), "days": 5, "version": rule.version}
    with unchanged():
        assert code(scene.ask(scene.cast.wang, "PUT", f"/recycling-rules/{rule.id}", body)) == "rule.running"
        drop = scene.ask(scene.cast.wang, "POST", f"/recycling-rules/{rule.id}/drop", {"version": rule.version})
        assert code(drop) == "rule.running"
        stale = scene.ask(scene.cast.wang, "POST", f"/recycling-rules/{rule.id}/off", {"version": 1})
        assert (stale.status_code, code(stale)) == (409, "stale")


def test_setting_takes_the_right(scene: Scene) -> None:
    rule = scene.rule()
    body = {"name": "y", "pool_id": str(scene.pool.id), "days": 5}
    with unchanged():
        for path, sent in (
            ("/recycling-rules", body),
            (f"/recycling-rules/{rule.id}/simulate", {"existing": True}),
            ("/pools", {"name": "y"}),
            ("/ownership-caps", {"most": 3}),
        ):
            assert scene.ask(scene.cast.lin, "POST", path, sent).status_code == 403
        assert scene.ask(scene.cast.lin, "GET", "/ownership/settings").status_code == 403


@pytest.mark.parametrize("held", range(1, 40, 3))
@pytest.mark.parametrize("contact", [None, 0, 5, 12])
def test_the_day_it_falls_on_is_the_first_on_which_it_is_found(scene: Scene, held: int, contact: int | None) -> None:
    scene.terms(protection_days=9)
    held_for(scene.zhang, days=held)
    at = None if contact is None else datetime.now(LOCAL) - timedelta(days=contact)
    keep_contact({scene.zhang: (at, None)})
    rule, days = scene.rule(days=6), working_time()
    since = Customer.objects.get(id=scene.zhang).created_at
    on = falling.falls_on(rule, since, at, days)
    only = Customer.objects.filter(id=scene.zhang)
    assert falling.falling(rule, on, days).filter(id__in=only.values("id")).exists()
    assert not falling.falling(rule, on - timedelta(days=1), days).filter(id__in=only.values("id")).exists()


def test_what_falls_soon(scene: Scene) -> None:
    rule = scene.live(days=10, remind_days=5)
    start = working_time().add_days(tonight(), -8)
    Customer.objects.filter(id=scene.zhang).update(
        created_at=datetime(start.year, start.month, start.day, 12, tzinfo=LOCAL)
    )
    (row,) = scene.ask(scene.cast.zhou, "GET", "/ownership/soon").json()
    assert (row["name"], row["pool"]["name"], row["rule"]) == ("张伟", "华东公海", rule.name)
    assert date.fromisoformat(row["on"]) > tonight()
    assert scene.ask(scene.wu, "GET", "/ownership/soon").json() == []
    assert scene.ask(scene.cast.chen, "GET", "/ownership/soon?whose=team").json() == []
    assert len(scene.ask(scene.cast.lin, "GET", "/ownership/soon?whose=team").json()) == 1
    assert scene.ask(scene.cast.lin, "GET", "/ownership/soon?whose=all").status_code == 422


def test_once_a_night_and_only_at_night(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.live()
    for hour, runs in ((1, 0), (13, 0), (3, 1), (4, 1)):
        at = datetime(2026, 12, 1, hour, tzinfo=LOCAL)
        monkeypatch.setattr(nights, "now", lambda at=at: at)
        nights.begin()
        assert (hour, Night.objects.count(), Job.objects.filter(kind=nights.JOB).count()) == (hour, runs, runs)


def test_holdings_follow_every_hand(scene: Scene) -> None:
    assert not Holding.objects.exists()
    scene.released()
    scene.claimed(scene.wu)
    holding = Holding.objects.get()
    assert (holding.pool_id, holding.how, holding.from_id, holding.by) == (None, "claimed", None, scene.wu.id)


def test_a_rule_that_misses_deals(scene: Scene) -> None:
    held_for(scene.zhang, days=60)
    bought = file_customer(scene.cast.zhou, name="王芳")
    held_for(bought, days=60)
    recent = datetime.now(LOCAL) - timedelta(days=2)
    # Contact does not keep a customer where deals are missed, nor a deal where contact is.
    keep_contact({scene.zhang: (recent, None)})
    keep_deals({bought: recent})
    rule = scene.rule(misses="deal")
    assert [c["name"] for c in simulated(scene, rule)["customers"]] == ["张伟"]
    assert [c["name"] for c in simulated(scene, scene.rule(name="联系"))["customers"]] == ["王芳"]
    assert switched_on(scene, rule, simulated(scene, rule)["mark"]).status_code == 204
    (shown,) = scene.ask(scene.cast.zhou, "GET", "/ownership/soon").json()
    assert (shown["name"], shown["misses"], shown["on"]) == ("张伟", "deal", tonight().isoformat())
    assert night_passes().fallen == 1
    assert (owner(scene.zhang), owner(bought)) == (None, scene.cast.zhou.id)


def test_a_rule_misses_one_thing_or_the_other(scene: Scene) -> None:
    body = {"name": "x", "pool_id": str(scene.pool.id), "days": 3, "misses": "luck"}
    with unchanged():
        assert scene.ask(scene.cast.wang, "POST", "/recycling-rules", body).status_code == 422


def test_customers_with_an_open_opportunity_may_be_left_out_of_a_limit(scene: Scene) -> None:
    zhou = actor(scene.cast.zhou)
    draft = Draft(title="订单", amount=1, currency="CNY", expected_on=tonight())
    deal = open_opportunity(zhou, scene.zhang, draft)
    scene.cap(1, free_open_deals=True)
    assert scene.ask(scene.cast.zhou, "GET", "/ownership/hold").json() == {"held": 0, "most": 1}
    wang = file_customer(None, name="王芳")
    customers.assign(scene.wang, wang, scene.cast.zhou.id)
    assert owner(wang) == scene.cast.zhou.id
    # When it ends the customer counts again: what there is stays, nothing more comes.
    lose(zhou, scene.zhang, deal, reason="price", note="", version=1)
    assert scene.ask(scene.cast.zhou, "GET", "/ownership/hold").json() == {"held": 2, "most": 1}
    more = file_customer(None, name="赵六")
    with unchanged(), pytest.raises(DomainError, match=r"owner\.full"):
        customers.assign(scene.wang, more, scene.cast.zhou.id)
    (cap,) = scene.ask(scene.cast.wang, "GET", "/ownership/settings").json()["caps"]
    assert cap["free_open_deals"] is True


def test_whoever_is_above_the_clearance_is_not_counted(scene: Scene) -> None:
    """By rules that are only tried, with a tag here and a kind there, somebody could ask for them one by one."""
    held_for(scene.zhang, days=60)
    rule = scene.rule()
    Customer.objects.filter(id=scene.zhang).update(classification=1)
    shown = simulated(scene, rule)
    assert (shown["total"], shown["owners"], shown["customers"]) == (0, [], [])
    assert switched_on(scene, rule, shown["mark"]).status_code == 204
    assert night_passes().fallen == 1, "the rule itself goes for them, too"
