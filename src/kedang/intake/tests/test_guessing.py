"""Trying numbers against the archive: a few a draft, some drafts an hour, and an auditor sees it."""

from typing import Any

import pytest

from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import ReadEvent
from kedang.intake import guessing
from tests.people import Cast, browser, code, make_cast, send

pytestmark = pytest.mark.django_db


def south(cast: Cast, count: int, step: int = 1) -> list[str]:
    """Customers of the south, whom 周 of the east does not see; their mobiles."""
    mobiles = [f"1390013{number * step:04d}" for number in range(count)]
    for number, mobile in enumerate(mobiles):
        file_customer(cast.chen, name=f"南区{number}", mobile=mobile)
    return mobiles


def check(cast: Cast, mobile: str | list[str], **more: str) -> Any:
    body = {"kind": "person", "values": {"name": "甲乙丙", "mobile": mobile, **more}}
    return send(browser(cast.zhou), "POST", "/customers/check", body)


def test_only_the_first_few_numbers_of_a_draft_tell_of_somebody_out_of_sight() -> None:
    cast = make_cast()
    hidden = south(cast, 10)
    own = file_customer(cast.zhou, name="自己的", mobile="13700137000")
    free = [f"1360013{number:04d}" for number in range(3)]
    found = check(cast, [*free, *hidden, "13700137000"]).json()["duplicates"]
    assert [hit["visible"] for hit in found] == [True, False, False]
    assert found[0]["id"] == str(own), "one's own are found by every number"
    assert {hit["initial"] for hit in found[1:]} == {"南"}


def test_who_meets_too_many_out_of_sight_is_paused_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "PER_HOUR", 2)
    cast = make_cast()
    first, second, third = south(cast, 3)
    for _ in range(4):
        assert check(cast, first).status_code == 200, "a form asks again for the same draft"
    assert check(cast, "13600136000").status_code == 200, "who meets nobody is not counted"
    assert len(check(cast, second).json()["duplicates"]) == 1
    hit, miss = check(cast, third), check(cast, "13600136000")
    assert [code(hit), code(miss)] == ["customer.compared_too_often"] * 2, "a refusal tells no hit from a miss"
    body = {"kind": "person", "values": {"name": "南区2", "mobile": third}}
    for force in (False, True):
        refused = send(browser(cast.zhou), "POST", "/customers", {**body, "force": force})
        assert (refused.status_code, code(refused)) == (429, "customer.compared_too_often")
    assert Customer.objects.count() == 3
    other = send(browser(cast.lin), "POST", "/customers/check", {"kind": "person", "values": {"mobile": third}})
    assert other.status_code == 200, "each person by themselves"
    assert ReadEvent.objects.filter(verb="customers.compare_stopped", actor_id=cast.zhou.id).count() == 4


def test_refused_creations_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "PER_HOUR", 1)
    cast = make_cast()
    first, _ = south(cast, 2)
    body = {"kind": "person", "values": {"name": "南区0", "mobile": first}}
    assert code(send(browser(cast.zhou), "POST", "/customers", body)) == "customer.duplicate"
    assert code(check(cast, "13600136000")) == "customer.compared_too_often"


ALONE = {"active": True, "severity": "refuse", "test": "unique", "fields": ["mobile"]}


def edited(cast: Cast, customer: int, **values: str) -> Any:
    return send(browser(cast.zhou), "PATCH", f"/customers/{customer}", {"values": values})


@pytest.mark.django_db(transaction=True)
def test_trying_numbers_by_editing_a_customer_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused edits are undone, and counted all the same."""
    monkeypatch.setattr(guessing, "PER_HOUR", 2)
    cast = make_cast()
    first, second, third = south(cast, 3)
    own = file_customer(cast.zhou, name="自己的", mobile="13700137000")
    assert send(browser(cast.admin), "POST", "/rules", ALONE).status_code == 201
    for _ in range(3):
        assert code(edited(cast, own, mobile=first)) == "rule.broken", "the same one again is the same guess"
    assert edited(cast, own, mobile="13600136000").status_code == 200, "who meets nobody is not counted"
    assert code(edited(cast, own, mobile=second)) == "rule.broken"
    hit, miss = edited(cast, own, mobile=third), edited(cast, own, mobile="13600136001")
    assert [code(hit), code(miss)] == ["customer.compared_too_often"] * 2, "a refusal tells no hit from a miss"
    assert load_content(own).points[0].value == "+8613600136000"
    assert code(check(cast, "13600136002")) == "customer.compared_too_often", "one count for checks, filing and edits"
    assert edited(cast, own, occupation="教师").status_code == 200, "what tells of nobody goes on"
    assert ReadEvent.objects.filter(verb="customers.compare_stopped", actor_id=cast.zhou.id).count() == 3


def test_trying_external_ids_by_editing_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "PER_HOUR", 1)
    cast = make_cast()
    file_customer(cast.chen, name="南区", external_id="X-1")
    own = file_customer(cast.zhou, name="自己的")
    assert code(edited(cast, own, external_id="X-1")) == "external_id.taken"
    assert [code(edited(cast, own, external_id=each)) for each in ("X-1", "X-2")] == ["customer.compared_too_often"] * 2
    assert load_content(own).external_ids == []


def test_who_holds_it_in_sight_is_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "PER_HOUR", 1)
    cast = make_cast()
    for number in range(2):
        file_customer(cast.zhou, name=f"自己的{number}", external_id=f"Y-{number}")
    own = file_customer(cast.zhou, name="自己的")
    for number in (0, 1, 0):
        answer = edited(cast, own, external_id=f"Y-{number}")
        assert code(answer) == "external_id.taken"
        (hit,) = answer.json()["error"]["details"]["hits"]
        assert hit["visible"] is True


@pytest.mark.django_db(transaction=True)
def test_a_value_that_only_a_rule_keeps_unique_counts_when_filing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "PER_HOUR", 1)
    cast = make_cast()
    file_customer(cast.chen, name="南区", email="a@example.com")
    assert send(browser(cast.admin), "POST", "/rules", ALONE | {"fields": ["email"]}).status_code == 201
    body = {"kind": "person", "values": {"name": "甲乙丙", "email": "a@example.com"}}
    assert code(send(browser(cast.zhou), "POST", "/customers", body)) == "rule.broken"
    assert code(check(cast, "13600136000")) == "customer.compared_too_often"
