"""Who sees unusual access, who judges it, who sets the rules and the traps; and what nobody learns."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.history.reads import record_read
from kedang.kit.clock import now
from kedang.oversight.models import Canary, Hit
from kedang.oversight.watching import watch
from tests.people import Cast, actor, browser, code, make_cast, make_user, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
NOTE = "与本人核实：按主管要求整理名单"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def hit(user_id: int, rule: str = "rows") -> Hit:
    since = now() - timedelta(hours=2)
    return Hit.objects.create(
        rule=rule, user_id=user_id, since=since, until=now() + timedelta(hours=1), amount=900, threshold=600
    )


def judged(user: Any, hit_id: int, note: str = NOTE, verdict: str = "explained") -> Any:
    page = user if isinstance(user, Client) else browser(user)
    return send(page, "POST", f"/unusual-access/{hit_id}/judge", {"verdict": verdict, "note": note})


def test_the_auditor_reads_judges_and_it_is_recorded_without_the_words(cast: Cast) -> None:
    row = hit(cast.zhou.id)
    (shown,) = send(browser(cast.auditor), "GET", "/unusual-access?state=open").json()["rows"]
    assert (shown["text"], shown["person"]["name"]) == ("一小时内查看的客户远多于本人平时", "周敏")
    assert (shown["amount"], shown["threshold"], shown["own"]) == (900, 600, False)
    assert send(browser(cast.auditor), "GET", "/unusual-access/count").json() == {"open": 1}
    assert judged(cast.auditor, row.id).status_code == 204
    (after,) = send(browser(cast.admin), "GET", "/unusual-access").json()["rows"]
    assert (after["state"], after["note"], after["judged_by"]["name"]) == ("explained", NOTE, "审计")
    event = Event.objects.get(verb="access.judged")
    assert NOTE not in event.details
    assert NOTE.encode() not in bytes(Hit.objects.get().note_enc)
    again = browser(cast.admin)
    with unchanged():
        assert code(judged(again, row.id)) == "oversight.judged"


def test_nobody_judges_themselves_under_any_account(cast: Cast) -> None:
    row = hit(cast.auditor.id)
    second = make_user("auditor2", "审计", "auditor", cast.head_office)
    type(second).objects.filter(id=second.id).update(email="Auditor@example.com")
    (shown,) = send(browser(cast.auditor), "GET", "/unusual-access").json()["rows"]
    assert shown["own"] is True
    own, other, admin = browser(cast.auditor), browser(second), browser(cast.admin)
    with unchanged():
        assert code(judged(own, row.id)) == "oversight.own"
        assert code(judged(other, row.id)) == "oversight.own"
        assert code(judged(admin, row.id, note="好")) == "oversight.note"
    assert judged(cast.admin, row.id, verdict="confirmed").status_code == 204
    assert Hit.objects.get().state == "confirmed"


def test_who_does_not_read_the_audit_learns_nothing(cast: Cast) -> None:
    row = hit(cast.zhou.id)
    pages = [browser(person) for person in (cast.zhou, cast.lin, cast.wang)]
    with unchanged():
        for page in pages:
            assert send(page, "GET", "/unusual-access").status_code == 403
            assert send(page, "GET", f"/unusual-access/{row.id}/looks").status_code == 403
            assert send(page, "GET", "/unusual-access/count").json() == {"open": 0}
            assert judged(page, row.id).status_code == 403
            assert send(page, "GET", "/canaries").status_code == 403
    assert send(browser(cast.auditor), "GET", "/canaries").status_code == 403


def test_behind_a_hit_stand_the_looks_of_its_window(cast: Cast) -> None:
    zhou = actor(cast.zhou)
    for customer in range(1, 6):
        record_read(zhou, "customer.opened", customer_ids=[customer])
    record_read(actor(cast.lin), "customer.opened", customer_ids=[9])
    row = hit(cast.zhou.id)
    page = browser(cast.auditor)
    first = send(page, "GET", f"/unusual-access/{row.id}/looks?limit=3").json()
    rest = send(page, "GET", f"/unusual-access/{row.id}/looks?limit=3&cursor={first['next']}").json()
    seen = [look["customer_ids"] for look in (*first["looks"], *rest["looks"])]
    assert seen == [["5"], ["4"], ["3"], ["2"], ["1"]]
    earlier = Hit.objects.create(
        rule="rows",
        user_id=cast.zhou.id,
        since=now() - timedelta(days=2),
        until=now() - timedelta(days=1),
        amount=1,
        threshold=1,
    )
    assert send(page, "GET", f"/unusual-access/{earlier.id}/looks").json()["looks"] == []


def test_pages_follow_one_another_and_the_week_adds_up(cast: Cast) -> None:
    for user in (cast.zhou, cast.lin, cast.chen):
        hit(user.id)
    hit(cast.zhou.id, "canary")
    page = browser(cast.auditor)
    first = send(page, "GET", "/unusual-access?limit=3").json()
    rest = send(page, "GET", f"/unusual-access?limit=3&cursor={first['next']}").json()
    assert [row["rule"] for row in (*first["rows"], *rest["rows"])] == ["canary", "rows", "rows", "rows"]
    assert rest["next"] is None
    assert len(send(page, "GET", f"/unusual-access?by={cast.zhou.id}&rule=rows").json()["rows"]) == 1
    week = send(page, "GET", "/unusual-access/week").json()
    assert (week["open"], [(each["rule"], each["count"]) for each in week["rules"]]) == (
        4,
        [("rows", 3), ("canary", 1)],
    )
    assert week["people"][0] == {"person": {"id": str(cast.zhou.id), "name": "周敏"}, "count": 2}


def test_an_administrator_sets_the_figures(cast: Cast) -> None:
    page = browser(cast.admin)
    found = send(page, "GET", "/unusual-access-rules").json()
    assert [rule["rule"] for rule in found["rules"]][:2] == ["rows", "outside"]
    body = {"rules": [{"rule": "rows", "active": True, "floor": 5, "factor": 2}], "version": 0}
    changed = send(page, "PUT", "/unusual-access-rules", body).json()
    assert (changed["rules"][0]["floor"], changed["version"]) == (5, 1)
    assert Event.objects.get(verb="oversight.rules_changed").fields == '["rows"]'
    auditor = browser(cast.auditor)
    with unchanged():
        assert code(send(page, "PUT", "/unusual-access-rules", body)) == "stale"
        wrong = {"rules": [{"rule": "rows", "active": True, "floor": 5, "factor": 0}], "version": 1}
        assert code(send(page, "PUT", "/unusual-access-rules", wrong)) == "oversight.figures"
        assert send(auditor, "PUT", "/unusual-access-rules", body).status_code == 403


def test_a_canary_is_marked_by_its_number_and_told_by_nobody(cast: Cast) -> None:
    customer = Customer.objects.get(id=file_customer(cast.zhou, "organisation", name="金丝雀贸易有限公司"))
    page = browser(cast.admin)
    made = send(page, "POST", "/canaries", {"number": customer.number})
    assert made.status_code == 201
    kept = Canary.objects.get()
    assert str(customer.id) not in kept.token
    (event,) = Event.objects.filter(verb="canary.marked")
    assert (event.subject_kind, event.subject_id, event.details) == ("canary", kept.id, "{}")
    shown = send(page, "GET", "/canaries").content.decode()
    assert str(customer.id) not in shown
    assert customer.number not in shown
    manager = browser(cast.wang)
    with unchanged():
        assert code(send(page, "POST", "/canaries", {"number": customer.number})) == "canary.marked"
        assert code(send(page, "POST", "/canaries", {"number": "KD-0"})) == "canary.no_such"
        assert send(manager, "POST", "/canaries", {"number": customer.number}).status_code == 403
    assert send(page, "DELETE", f"/canaries/{made.json()['id']}").status_code == 204
    assert not Canary.objects.exists()


def test_opening_a_canary_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = Customer.objects.get(id=file_customer(cast.zhou, "organisation", name="金丝雀贸易有限公司"))
    send(browser(cast.admin), "POST", "/canaries", {"number": customer.number})
    assert send(browser(cast.wang), "GET", f"/customers/{customer.id}").status_code == 200
    monkeypatch.setattr("kedang.oversight.watching.now", lambda: now() + timedelta(minutes=1))
    assert watch() == 1
    assert Hit.objects.get().user_id == cast.wang.id
