"""Campaigns: who is asked, who is passed over and why, the day's limit, stopping, and who sees what came of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts import users
from kedang.accounts.models import User
from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.delivery.models import Message
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.verification import campaign_run
from kedang.verification.models import Campaign, Fact, Target
from kedang.verification.tests.scene import Scene, scene
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(campaign_run, "PACE", timedelta())
    with scene(monkeypatch) as made:
        for name, email in (("李四", "li@customer.example"), ("王五", "unknown@customer.example"), ("赵六", "")):
            file_customer(made.cast.zhou, name=name, **({"email": email} if email else {}))
        file_customer(made.cast.chen, name="南方", email="south@customer.example")
        yield made


def start(play: Scene, **body: Any) -> Any:
    return send(browser(play.cast.lin), "POST", "/campaigns", {"kind": "email", "name": "年度核实", **body})


def figures(play: Scene, campaign: str) -> dict[str, int]:
    found = browser(play.cast.lin).get(f"/api/campaigns/{campaign}").json()["figures"]
    return {name: count for name, count in found.items() if count}


def test_a_campaign_asks_everybody_in_reach_and_nobody_else(play: Scene) -> None:
    answer = start(play, filter=[{"field": "kind", "op": "eq", "value": "person"}])
    assert (answer.status_code, answer.json()["customers"]) == (201, 3)
    campaign = answer.json()["id"]
    assert figures(play, campaign) == {"total": 3, "waiting": 3}
    run_waiting()
    assert sorted(letter.to for letter in play.post.letters) == ["li@customer.example", "zhang.wei@customer.example"]
    assert "unknown@customer.example" in play.post.asked
    assert figures(play, campaign) == {"total": 3, "sent": 2, "bounced": 1}
    tokens = [play.token()]
    assert send(browser(), "POST", "/confirmation", {"token": tokens[0]}).status_code == 200
    assert figures(play, campaign) == {"total": 3, "sent": 1, "verified": 1, "bounced": 1}
    found = browser(play.cast.lin).get(f"/api/campaigns/{campaign}").json()
    assert (found["state"], found["created_by"]["name"]) == ("done", "林晓")
    verbs = Event.objects.filter(subject_kind="campaign").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["verification.campaign_started", "verification.campaign_ended"]


def test_the_outlook_counts_and_sends_nothing(play: Scene) -> None:
    play.ask(play.cast.zhou, "mark", {"how": "phone", "note": "本人接听"})
    answer = send(browser(play.cast.lin), "POST", "/campaigns/outlook", {"kind": "email"})
    assert answer.json() == {"customers": 3, "points": 3, "verified": 1}
    assert send(browser(play.cast.zhou), "POST", "/campaigns/outlook", {"kind": "email"}).status_code == 403
    assert (Campaign.objects.count(), play.post.asked) == (0, [])


def test_who_was_asked_lately_or_is_verified_is_passed_over(play: Scene) -> None:
    play.confirm(play.send_code())
    first = start(play).json()["id"]
    run_waiting()
    assert figures(play, first) == {"total": 3, "sent": 1, "bounced": 1, "skipped": 1}
    again = start(play).json()["id"]
    run_waiting()
    assert figures(play, again) == {"total": 3, "skipped": 3}
    rows = browser(play.cast.lin).get(f"/api/campaigns/{again}/targets").json()["rows"]
    assert [(r["customer"]["name"], r["fate"], r["why"]) for r in rows] == [
        ("张伟", "skipped", "verified"),
        ("李四", "skipped", "recent"),
        ("王五", "skipped", "recent"),
    ]
    assert len(play.post.letters) == 2


def test_ids_of_others_are_not_asked(play: Scene) -> None:
    south = (
        ContactPoint.objects.exclude(customer_id=play.zhang).order_by("-id").values_list("customer_id", flat=True)[0]
    )
    answer = start(play, ids=[str(play.zhang), str(south), "77"])
    assert answer.json()["customers"] == 1
    assert code(start(play, ids=[str(south)])) == "verification.nobody"
    assert Target.objects.count() == 1


def test_the_days_limit_pauses_and_the_next_day_goes_on(play: Scene) -> None:
    send(browser(play.cast.admin), "PUT", "/delivery/limits", {"per_day": 1})
    campaign = start(play).json()["id"]
    run_waiting()
    found = browser(play.cast.lin).get(f"/api/campaigns/{campaign}").json()
    assert (found["state"], found["figures"]["sent"], found["figures"]["waiting"]) == ("paused", 1, 2)
    assert found["resumes_at"] is not None
    (job,) = Job.objects.filter(kind="verification.campaign", state="queued")
    assert job.run_after > now()
    send(browser(play.cast.admin), "PUT", "/delivery/limits", {"per_day": 100})
    Job.objects.filter(id=job.id).update(run_after=now())
    run_waiting()
    assert figures(play, campaign) == {"total": 3, "sent": 2, "bounced": 1}
    assert Campaign.objects.get().state == "done"


def test_messages_leave_one_after_the_other(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_run, "PACE", timedelta(minutes=5))
    start(play)
    run_waiting()
    assert [letter.to for letter in play.post.letters] == ["zhang.wei@customer.example"]
    first, second = (
        Job.objects.filter(kind="delivery.send", state="queued")
        .order_by("run_after")
        .values_list("run_after", flat=True)
    )
    assert second - first == timedelta(minutes=5)


def test_stopping_asks_nobody_else(play: Scene) -> None:
    campaign = start(play).json()["id"]
    assert send(browser(play.cast.chen), "POST", f"/campaigns/{campaign}/cancel").status_code == 404
    assert send(browser(play.cast.lin), "POST", f"/campaigns/{campaign}/cancel").json()["state"] == "cancelled"
    run_waiting()
    assert play.post.asked == []
    assert code(send(browser(play.cast.lin), "POST", f"/campaigns/{campaign}/cancel")) == "verification.over"
    assert Event.objects.filter(verb="verification.campaign_cancelled").count() == 1


def queued() -> int:
    return Message.objects.filter(state="queued").count()


def test_stopping_takes_back_what_waits_in_the_outbox(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_run, "PACE", timedelta(minutes=5))
    campaign = start(play).json()["id"]
    run_waiting()
    found = browser(play.cast.lin).get(f"/api/campaigns/{campaign}").json()
    assert (found["state"], found["can_stop"], queued()) == ("done", True, 2)
    stopped = send(browser(play.cast.lin), "POST", f"/campaigns/{campaign}/cancel").json()
    assert (stopped["state"], stopped["can_stop"]) == ("cancelled", False)
    run_waiting()
    assert (queued(), Message.objects.exclude(sealed=None).count()) == (0, 0)
    assert figures(play, campaign) == {"total": 3, "sent": 1, "failed": 2}
    assert ContactPoint.objects.filter(kind="email", state="sent").count() == 1, "only who got one is waited for"
    assert send(browser(), "POST", "/confirmation", {"token": play.token()}).status_code == 200, "what was sent is good"
    assert code(send(browser(play.cast.lin), "POST", f"/campaigns/{campaign}/cancel")) == "verification.over"
    monkeypatch.setattr(campaign_run, "PACE", timedelta())
    again = start(play).json()["id"]
    run_waiting()
    assert figures(play, again) == {"total": 3, "sent": 1, "bounced": 1, "skipped": 1}, "nobody else was asked lately"


def test_nothing_leaves_from_the_moment_a_campaign_is_stopped(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_run, "PACE", timedelta(minutes=5))
    campaign = start(play).json()["id"]
    run_waiting()
    send(browser(play.cast.lin), "POST", f"/campaigns/{campaign}/cancel")
    Job.objects.filter(kind="verification.stop_campaign").update(run_after=now() + timedelta(hours=1))
    Job.objects.filter(kind="delivery.send", state="queued").update(run_after=now())
    run_waiting()
    assert len(play.post.asked) == 1
    assert list(Message.objects.exclude(state="sent").values_list("state", "why")) == [("failed", "stopped")] * 2


def test_a_campaign_stops_in_the_middle_when_its_author_is_disabled(
    play: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = campaign_run._ask

    def disabled(*args: Any) -> Any:
        User.objects.filter(id=play.cast.lin.id).update(is_active=False)
        return plain(*args)

    monkeypatch.setattr(campaign_run, "PACE", timedelta(minutes=5))
    monkeypatch.setattr(campaign_run, "_ask", disabled)
    start(play)
    run_waiting()
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.why) == ("failed", "actor.disabled")
    assert (queued(), play.post.asked) == (0, [])
    assert Target.objects.filter(request__isnull=False).count() == 1


def test_what_waits_does_not_leave_once_its_author_is_disabled(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_run, "PACE", timedelta(minutes=5))
    start(play)
    run_waiting()
    User.objects.filter(id=play.cast.lin.id).update(is_active=False)
    Job.objects.filter(kind="delivery.send", state="queued").update(run_after=now())
    run_waiting()
    assert (len(play.post.asked), queued()) == (1, 0)


def test_who_is_dismissed_meanwhile_asks_nobody(play: Scene) -> None:
    start(play)
    users.change_user(system_actor("command"), play.cast.lin.id, {"is_active": False})
    run_waiting()
    assert (Campaign.objects.get().state, play.post.asked) == ("failed", [])


def test_rights_and_reach(play: Scene) -> None:
    assert send(browser(play.cast.zhou), "POST", "/campaigns", {"kind": "email"}).status_code == 403
    campaign = start(play).json()["id"]
    run_waiting()
    for path in ("", "/targets"):
        assert browser(play.cast.chen).get(f"/api/campaigns/{campaign}{path}").status_code == 404
    assert browser(play.cast.chen).get("/api/campaigns").json() == {"campaigns": []}
    assert len(browser(play.cast.wang).get("/api/campaigns").json()["campaigns"]) == 1
    assert code(start(play, filter=[{"field": "nonsense", "op": "eq", "value": "1"}])) != ""
    assert Campaign.objects.count() == 1


def test_a_campaign_resumes_where_it_stopped(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    start(play)
    plain, asked = campaign_run._reason_to_pass, []

    def dies(*args: Any) -> str:
        asked.append(1)
        if len(asked) == 2:
            raise RuntimeError("power cut")
        return plain(*args)

    monkeypatch.setattr(campaign_run, "_reason_to_pass", dies)
    run_waiting()
    Job.objects.filter(state="queued").update(run_after=now())
    run_waiting()
    assert Campaign.objects.get().state == "done"
    assert len(play.post.asked) == 3, "nobody twice"
    assert Fact.objects.count() == 0
