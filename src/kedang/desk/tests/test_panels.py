"""Opening a customer with its parts: each is what its own address answers, for everybody, and nothing more."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.models import User
from kedang.activity.tests.scene import SAID, Scene, make_scene
from kedang.archive import customers
from kedang.desk.panels import PARTS, Part
from kedang.history import reads
from kedang.history.models import ReadEvent
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.merging.merge import merge
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db
# Where each part stands by itself; {id} is the customer.
ADDRESSES = {
    "page": "/customers/{id}",
    "pinned": "/customers/{id}/pinned-interactions",
    "history": "/customers/{id}/history?limit=20",
    "timeline": "/customers/{id}/timeline?limit=30&kinds=",
    "activity": "/customers/{id}/activity?limit=1",
    "transactions": "/customers/{id}/transactions?limit=5",
    "documents": "/customers/{id}/documents?trashed=false&limit=50",
    "attached": "/customers/{id}/documents?attached=true&limit=200",
    "pools": "/pools",
    "disputes": "/disputes?customer_id={id}",
}


@pytest.fixture
def scene() -> Scene:
    found = make_scene()
    found.told()
    found.planned()
    sent = {
        "/notes": {"body": "喜欢喝茶"},
        "/opportunities": {"title": "年度框架", "amount": "90000", "currency": "CNY", "expected_on": "2027-01-31"},
        "/cases": {"kind": "complaint", "title": "到货破损", "text": "两箱破损"},
    }
    for path, body in sent.items():
        answer = found.ask(found.cast.zhou, "POST", path, body)
        assert answer.status_code == 201, answer.content
    return found


def ask(scene: Scene, user: User, path: str) -> Any:
    return send(browser(user), "GET", path.format(id=scene.zhang))


def opened(scene: Scene, user: User, query: str = "") -> dict[str, Any]:
    answer = ask(scene, user, "/customers/{id}/panels" + query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def alone(scene: Scene, user: User, part: str) -> Any:
    """What the part's own address answers; nothing when it refuses."""
    answer = ask(scene, user, ADDRESSES.get(part, f"/customers/{{id}}/{part}"))
    assert answer.status_code in {200, 403, 404}, (part, answer.content)
    return answer.json() if answer.status_code == 200 else None


def test_each_part_is_what_its_own_address_answers_to_everybody_who_sees_the_customer(scene: Scene) -> None:
    for user in (scene.cast.zhou, scene.cast.lin, scene.cast.wang):
        found = opened(scene, user)
        assert set(found) == set(PARTS)
        for part in PARTS:
            assert found[part] == alone(scene, user, part), (user.login, part)
    own = opened(scene, scene.cast.zhou)
    assert own["page"]["name"] == "张伟"
    assert SAID in str(own["timeline"])
    assert [row["title"] for row in own["opportunities"]["opportunities"]] == ["年度框架"]


def test_a_stranger_learns_nothing_by_it_and_leaves_no_look(scene: Scene) -> None:
    for query in ("", "?parts=timeline", "?parts=pools,disputes"):
        answer = ask(scene, scene.cast.chen, "/customers/{id}/panels" + query)
        assert answer.status_code in {200, 404}, query
        assert SAID not in answer.content.decode()
        assert "张伟" not in answer.content.decode()
        if answer.status_code == 200:
            assert {name for name, part in answer.json().items() if part is not None} <= {"pools", "disputes"}
    assert not ReadEvent.objects.filter(customer_id=scene.zhang, actor_id=scene.cast.chen.id).exists()


def test_who_may_not_look_at_customers_is_refused(scene: Scene) -> None:
    assert ask(scene, scene.cast.admin, "/customers/{id}/panels").status_code == 403


def test_only_the_parts_asked_for_are_read_and_the_opening_itself_only_with_the_page(scene: Scene) -> None:
    found = opened(scene, scene.cast.zhou, "?parts=timeline,cases")
    assert {name for name, part in found.items() if part is not None} == {"timeline", "cases"}
    mine = ReadEvent.objects.filter(actor_id=scene.cast.zhou.id, customer_id=scene.zhang)
    assert "timeline.read" in mine.values_list("verb", flat=True)
    assert not mine.filter(verb="customer.opened").exists()
    assert ask(scene, scene.cast.zhou, "/customers/{id}/panels?parts=timeline,secrets").status_code == 422


def test_it_is_recorded_as_its_parts_are(scene: Scene) -> None:
    def looks() -> Counter[tuple[str, int | None]]:
        return Counter(ReadEvent.objects.filter(actor_id=scene.cast.lin.id).values_list("verb", "customer_id"))

    before = looks()
    for part in PARTS:
        alone(scene, scene.cast.lin, part)
    one_by_one = looks() - before
    before = looks()
    opened(scene, scene.cast.lin)
    assert looks() - before == one_by_one
    assert ("customer.opened", scene.zhang) in one_by_one


def test_nothing_leaves_when_the_looks_cannot_be_recorded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def full(rows: Any) -> None:
        written.append(len(rows))
        raise DatabaseError("disk full")

    monkeypatch.setattr(reads, "_insert", full)
    answer = ask(scene, scene.cast.zhou, "/customers/{id}/panels")
    assert answer.status_code == 503
    assert SAID not in answer.content.decode()
    (together,) = written
    assert together > 5, "all of one opening is one commit"


@pytest.mark.parametrize(("refusal", "status"), [(NOT_FOUND, 200), (reads.AUDIT_UNAVAILABLE, 503)])
def test_a_part_that_is_not_there_is_left_out_and_anything_worse_is_said(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, refusal: Refusal, status: int
) -> None:
    def refuse(*_: object) -> None:
        raise refusal()

    monkeypatch.setitem(PARTS, "cases", Part(PARTS["cases"].rights, refuse))
    answer = ask(scene, scene.cast.zhou, "/customers/{id}/panels")
    assert answer.status_code == status
    assert answer.json().get("cases") is None
    assert (SAID in answer.content.decode()) is (status == 200)


def test_of_a_customer_that_was_merged_away_there_is_the_page_of_the_one_that_holds_it(scene: Scene) -> None:
    other = scene.zhang
    wang = actor(scene.cast.wang)
    merge(wang, scene.li, [other])
    found = opened(scene, scene.cast.wang)
    assert found["page"]["id"] == str(scene.li)
    assert found["page"]["merged_from"]["id"] == str(other)
    assert {name for name, part in found.items() if part is not None} == {"page"}


def test_in_the_recycle_bin_there_is_what_its_own_addresses_still_answer(scene: Scene) -> None:
    customers.trash(actor(scene.cast.wang), scene.zhang)
    found = opened(scene, scene.cast.wang)
    assert found["page"]["trashed_at"]
    for part in PARTS:
        assert found[part] == alone(scene, scene.cast.wang, part), part


# Tables with rows for every customer, and what a search in them may start with.
BIG = ("activity_", "commerce_", "deals_", "service_", "documents_", "strategy_", "archive_", "history_", "privacy_")
SMALL = {"archive_tag", "archive_group", "deals_stage", "service_queue", "privacy_policy", "privacy_purpose"}
FIRST = ("customer_id", "id", "subject_id", "rowid", "other_id", "person_id", "survivor_id", "user_id", "subject_kind")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of PostgreSQL depend on how much there is")
def test_every_question_starts_at_the_customer_and_not_at_everybodys_rows(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as asked:
        opened(scene, scene.cast.wang)
    wrong = []
    for query in asked.captured_queries:
        if not query["sql"].startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            steps = [str(row[-1]) for row in cursor.fetchall()]
        wrong += [f"{step}: {query['sql'][:300]}" for step in steps if _walks(step)]
    assert wrong == []


def _walks(step: str) -> bool:
    """Whether a step of a plan goes through a big table by something other than whom it is about."""
    found = re.match(r"(SEARCH|SCAN) (\w+)(?: .*\((\w+)[=<>])?", step)
    if found is None or not found[2].startswith(BIG) or found[2] in SMALL:
        return False
    return found[1] == "SCAN" or found[3] not in FIRST
