"""The rules: who sets them, within which bounds, and what the page is told of them."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.models import Session
from kedang.approvals import following
from kedang.approvals.models import Request
from kedang.approvals.tests.scene import Scene, reveal
from kedang.history.models import Event
from kedang.kit.clock import now
from tests.people import browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_an_administrator_sets_rules(scene: Scene) -> None:
    admin = browser(scene.cast.admin)
    before = send(admin, "GET", "/approval-terms").json()
    assert (before["quota"], before["active"], before["needs"]) == (50, True, {"*C": "reason", "*S": "reason"})
    after = send(admin, "PUT", "/approval-terms", {"version": 0, "needs": {"*S": "approval"}, "quota": 5}).json()
    assert (after["quota"], after["needs"]["*S"], after["version"]) == (5, "approval", 1)
    assert code(send(admin, "PUT", "/approval-terms", {"version": 0, "quota": 6})) == "stale"


def test_rules_are_set_by_who_proved_themselves_and_the_new_numbers_stay_on_record(scene: Scene) -> None:
    admin = browser(scene.cast.admin)
    Session.objects.update(proved_at=now() - timedelta(minutes=6))
    with unchanged():
        assert code(send(admin, "PUT", "/approval-terms", {"version": 0, "export_rows": 0})) == "stepup"
    assert (
        send(browser(scene.cast.admin), "PUT", "/approval-terms", {"version": 0, "export_rows": 0}).status_code == 200
    )
    event = Event.objects.filter(verb="approvals.terms_changed").latest("id")
    assert event.details == '{"export_rows":0}'


@pytest.mark.parametrize(
    "changes",
    [
        {"quota": 100_001},
        {"sample_percent": 101},
        {"most_customers": 0},
        {"needs": {"no_such_field": "never"}},
        {"quotas": {"1": 3}},
        {"purposes": []},
        {"purposes": [{"code": "a", "zh": "甲", "en": "A"}, {"code": "a", "zh": "乙", "en": "B"}]},
    ],
)
def test_what_is_out_of_bounds_changes_nothing(scene: Scene, changes: dict[str, Any]) -> None:
    with unchanged():
        answer = send(browser(scene.cast.admin), "PUT", "/approval-terms", {"version": 0, **changes})
    assert (answer.status_code, code(answer)) == (422, "invalid")


def test_others_do_not_set_rules(scene: Scene) -> None:
    for user in (scene.cast.zhou, scene.cast.lin, scene.cast.wang, scene.cast.auditor):
        with unchanged():
            assert send(browser(user), "PUT", "/approval-terms", {"version": 0, "quota": 5}).status_code == 403
        assert send(browser(user), "GET", "/approval-terms").status_code == 403


def test_the_page_is_told_how_one_stands(scene: Scene) -> None:
    path = f"/customers/{scene.guo}/approvals"
    found = send(scene.zhou, "GET", path).json()
    assert (found["may_reveal"], found["may_ask"], found["may_break"], found["requests"]) == (False, True, False, [])
    scene.granted()
    reveal(scene.zhou, scene.guo)
    (row,) = send(scene.zhou, "GET", path).json()["requests"]
    assert (row["state"], row["grant"]["state"], row["grant"]["used"]) == ("granted", "running", 1)
    assert send(browser(scene.cast.chen), "GET", path).status_code == 404


def test_erased_customers_leave_no_words(scene: Scene) -> None:
    request = scene.asked()
    following.forget([scene.guo])
    kept = Request.objects.get(id=request.id)
    assert (bytes(kept.words_enc), kept.state) == (b"", "lapsed")
