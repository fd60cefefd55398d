"""The auditor's views: one person's story, grants and what was done with them, what left; and who saw a customer."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from kedang.approvals import looking
from kedang.approvals.tests.scene import Scene
from kedang.archive.tests.filing import file_customer
from kedang.history import queries
from kedang.history.models import LEAVING, ReadEvent
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.oversight import timelines, who_saw
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
REASON = "客户来电核对号码，已回拨确认"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_one_story_of_changes_and_looks_in_pages_without_gaps(cast: Cast) -> None:
    zhou = actor(cast.zhou)
    for customer in range(1, 6):
        record_read(zhou, "customer.opened", customer_ids=[customer])
        record(zhou, "customer.changed", subject=("customer", customer), fields=["name"])
    record_read(actor(cast.lin), "customer.opened", customer_ids=[9])
    page, found = browser(cast.auditor), list[Any]()
    cursor: str | None = ""
    while cursor is not None:
        part = send(
            page, "GET", f"/audit/people/{cast.zhou.id}?limit=3" + (f"&cursor={cursor}" if cursor else "")
        ).json()
        found += part["lines"]
        cursor = part["next"]
    assert [(line["subject_id"], line["change"]) for line in found] == [
        (str(customer), changed) for customer in (5, 4, 3, 2, 1) for changed in (True, False)
    ]
    assert found[0]["fields"] == ["name"]
    ahead = now() + timedelta(days=1)
    assert timelines.of_person(actor(cast.auditor), cast.zhou.id, since=ahead).lines == []
    assert len(timelines.of_person(actor(cast.auditor), cast.zhou.id, until=ahead, limit=200).lines) == 10


def test_a_customers_readers_are_told_with_what_and_why() -> None:
    scene = Scene()
    cast, customer = scene.cast, scene.guo
    looking.reveal(actor(cast.lin), customer, keys=["mobile"], reason=REASON)
    scene.granted()
    looking.reveal(actor(cast.zhou), customer, keys=["id_number"])
    record_read(actor(cast.wang), "customers.listed", customer_ids=[customer, 5])
    shown = send(browser(cast.lin), "GET", f"/customers/{customer}/looks").json()["rows"]
    told = [(row["person"]["name"], row["text"], row["why"]) for row in shown if row["text"] == "查看了敏感信息"]
    assert told == [("周敏", "查看了敏感信息", "核对身份或证件"), ("林晓", "查看了敏感信息", REASON)]
    assert shown[0]["fields"] == ["身份证号"]
    assert "192.0.2.1" not in str(shown)
    assert ReadEvent.objects.filter(verb="history.read", customer_id=customer, actor_id=cast.lin.id).exists()


def test_who_may_not_see_the_customer_or_the_readers_learns_nothing() -> None:
    scene = Scene()
    cast, customer = scene.cast, scene.guo
    assert send(browser(cast.chen), "GET", f"/customers/{customer}/looks").status_code == 404
    assert send(browser(cast.zhou), "GET", f"/customers/{customer}/looks").status_code == 403
    assert send(browser(cast.auditor), "GET", f"/customers/{customer}/looks").status_code == 403
    for path in (f"/audit/people/{cast.zhou.id}", "/audit/grants", "/audit/exports"):
        assert send(browser(cast.wang), "GET", path).status_code == 403


def test_a_granted_look_stands_beside_what_was_seen() -> None:
    scene = Scene()
    cast, customer = scene.cast, scene.guo
    scene.granted(fields=["id_number", "mobile"])
    page = browser(cast.auditor)
    (unused,) = send(page, "GET", "/audit/grants").json()["rows"]
    assert (unused["customers"], unused["customers_seen"], unused["used"]) == (1, 0, 0)
    assert unused["fields_unseen"] == ["身份证号", "手机"]
    looking.reveal(actor(cast.zhou), customer, keys=["id_number"])
    (used,) = send(page, "GET", "/audit/grants").json()["rows"]
    assert (used["customers_seen"], used["used"], used["person"]["name"]) == (1, 1, "周敏")
    assert (used["fields_seen"], used["fields_unseen"]) == (["身份证号"], ["手机"])
    assert str(customer) not in str(used)


def test_the_register_holds_what_left_and_nothing_else(cast: Cast) -> None:
    wang = actor(cast.wang)
    for count in (30, 10, 20):
        record_read(wang, "customers.exported", count=count, fields=["name", "mobile"])
        record_read(wang, "customers.listed", customer_ids=[1])
    record_read(wang, "customer.printed", customer_ids=[7])
    page = browser(cast.auditor)
    first = send(page, "GET", "/audit/exports?limit=3").json()
    rest = send(page, "GET", f"/audit/exports?limit=3&cursor={first['next']}").json()
    rows = (*first["rows"], *rest["rows"])
    assert [(row["verb"], row["count"]) for row in rows] == [
        ("customer.printed", 1),
        ("customers.exported", 20),
        ("customers.exported", 10),
        ("customers.exported", 30),
    ]
    assert (rows[1]["number"], rows[1]["approved_by"]) == ("", None)
    assert (rows[0]["customer_ids"], rows[1]["fields"], rest["next"]) == (["7"], ["name", "mobile"], None)


def test_views_of_a_span_of_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in (1, 2, 3):
        record_read(actor(cast.wang), "customers.exported", count=count)
    ids = {row.count: row.id for row in ReadEvent.objects.filter(verb="customers.exported")}
    began, ended = now() - timedelta(days=2), now() - timedelta(days=1)
    places = {began: ids[2], ended: ids[3]}
    monkeypatch.setattr(queries, "first_id_at", places.__getitem__)

    def counts(**span: Any) -> list[int | None]:
        return [line.count for line in queries.exports(actor(cast.auditor), **span).lines]

    assert (counts(since=began), counts(until=ended), counts(since=began, until=ended)) == ([3, 2], [2, 1], [2])
    first = queries.exports(actor(cast.auditor), until=ended, limit=1)
    assert [line.count for line in first.lines] == [2]
    assert counts(cursor=first.next, since=began, until=ended) == []


def test_grants_of_a_span_over_http() -> None:
    scene = Scene()
    scene.granted()
    page, ahead = browser(scene.cast.auditor), (now() + timedelta(days=1)).isoformat().replace("+", "%2B")
    for path in ("/audit/grants", "/audit/exports"):
        assert send(page, "GET", f"{path}?since={ahead}").json()["rows"] == []
        assert send(page, "GET", f"{path}?since=yesterday").status_code == 422
    assert len(send(page, "GET", f"/audit/grants?until={ahead}").json()["rows"]) == 1


def test_the_register_is_answered_by_its_own_index() -> None:
    if connections["audit"].vendor != "sqlite":
        pytest.skip("PostgreSQL scans a table this small")
    verbs = ", ".join(f"'{verb}'" for verb in LEAVING)
    with connections["audit"].cursor() as cursor:
        cursor.execute(
            f"EXPLAIN QUERY PLAN SELECT id FROM history_read_event WHERE verb IN ({verbs}) AND id >= 2 AND id < 9 ORDER BY id DESC LIMIT 3"
        )
        assert "history_read_leaving" in str(cursor.fetchall())
    assert queries.exports(system_actor("command")).lines == ()


def test_pages_of_a_customers_readers_leave_out_the_panels_of_its_page(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="郭靖")
    for _ in range(3):
        record_read(actor(cast.zhou), "customer.opened", customer_ids=[customer])
        record_read(actor(cast.zhou), "timeline.read", customer_ids=[customer])
    first = who_saw.of_customer(actor(cast.wang), customer, limit=2)
    rest = who_saw.of_customer(actor(cast.wang), customer, limit=2, cursor=first.next)
    told = [(row.person[1], row.text) for row in (*first.rows, *rest.rows)]
    assert [each for each in told if each[0] == "周敏"] == [("周敏", "查看了客户档案")] * 3
