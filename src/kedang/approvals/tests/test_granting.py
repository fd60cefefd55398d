"""林 decides: grants, narrows, refuses, ends. Whoever may not is refused, and nothing changes."""

from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.approvals import granting
from kedang.approvals.models import Grant, Request
from kedang.approvals.tests.scene import NUMBER, Scene, reveal, set_clock
from kedang.archive.tests.filing import file_customer
from kedang.merging.merge import merge
from tests.people import actor, browser, code, make_user, send
from tests.state import unchanged
from tests.told import notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_grant_is_narrowed_never_widened(scene: Scene) -> None:
    request = scene.asked(fields=["id_number", "passport"], minutes=60, looks=10)
    path = f"/approvals/{request.id}/approve"
    widened: tuple[dict[str, Any], ...] = (
        {"minutes": 61},
        {"looks": 11},
        {"fields": ["id_number", "mobile"]},
        {"fields": []},
    )
    for wider in widened:
        with unchanged():
            assert code(send(scene.lin, "POST", path, {"version": 1, **wider})) == "invalid"
    narrowed = {"version": 1, "fields": ["id_number"], "minutes": 5, "looks": 1, "words": "只需身份证号"}
    assert send(scene.lin, "POST", path, narrowed).status_code == 204
    grant = Grant.objects.get()
    assert (grant.fields, grant.looks, (grant.until - grant.since).total_seconds()) == (["id_number"], 1, 300)
    (row,) = send(scene.zhou, "GET", "/approvals/mine").json()["rows"]
    assert (row["state"], row["answer"], row["grant"]["state"]) == ("granted", "只需身份证号", "running")
    assert notices().get(user_id=scene.cast.zhou.id).about_kind == "approval_done"


def test_others_do_not_decide(scene: Scene) -> None:
    request = scene.asked()
    path = f"/approvals/{request.id}/approve"
    for user, status in ((scene.cast.zhou, 403), (scene.cast.chen, 404), (scene.cast.auditor, 403)):
        with unchanged():
            assert send(browser(user), "POST", path, {"version": 1}).status_code == status
    assert send(browser(scene.cast.chen), "GET", "/approvals/waiting").json()["rows"] == []


def test_nobody_decides_for_themselves_under_any_account(scene: Scene) -> None:
    mine = file_customer(scene.cast.lin, name="林的客户", id_number="330106198508153217")
    request = scene.asked(scene.cast.lin, customer_ids=[mine])
    twin = scene.second_lin()
    for user in (scene.cast.lin, twin):
        with unchanged():
            answer = send(browser(user), "POST", f"/approvals/{request.id}/approve", {"version": 1})
        assert (answer.status_code, code(answer)) == (403, "approvals.not_yours")
    below = make_user("gao", "高远", "lead", scene.cast.east)
    with unchanged():
        assert send(browser(below), "POST", f"/approvals/{request.id}/approve", {"version": 1}).status_code == 404
    assert granting.approve(actor(scene.cast.wang), request.id, version=1).user_id == scene.cast.lin.id


def test_a_decision_is_not_repeated(scene: Scene) -> None:
    request = scene.asked()
    with unchanged():
        assert code(send(scene.lin, "POST", f"/approvals/{request.id}/approve", {"version": 7})) == "stale"
    granting.approve(actor(scene.cast.lin), request.id, version=1)
    for path, body in (("approve", {"version": 2}), ("refuse", {"version": 2, "reason": "不必了"})):
        with unchanged():
            assert code(send(scene.lin, "POST", f"/approvals/{request.id}/{path}", body)) == "approvals.over"


def test_refused_is_refused_and_says_why(scene: Scene) -> None:
    request = scene.asked()
    assert code(send(scene.lin, "POST", f"/approvals/{request.id}/refuse", {"version": 1, "reason": " "})) == (
        "approvals.words"
    )
    send(scene.lin, "POST", f"/approvals/{request.id}/refuse", {"version": 1, "reason": "请让客户出示原件"})
    (row,) = send(scene.zhou, "GET", "/approvals/mine").json()["rows"]
    assert (row["state"], row["answer"], row["grant"]) == ("refused", "请让客户出示原件", None)
    assert reveal(scene.zhou, scene.guo).status_code == 403


@pytest.mark.parametrize("who", ["lin", "zhou", "admin", "auditor"])
def test_a_grant_is_ended_at_once(scene: Scene, who: str) -> None:
    grant = scene.granted()
    assert reveal(scene.zhou, scene.guo).json()["values"] == {"id_number": NUMBER}
    with unchanged():
        assert send(browser(scene.cast.chen), "POST", f"/approval-grants/{grant.id}/revoke").status_code == 404
    client = browser(getattr(scene.cast, who))
    # An administrator or auditor has no sight of customers: the door of the room asks for what they do hold.
    answer = send(client, "POST", f"/approval-grants/{grant.id}/revoke")
    assert answer.status_code == 204
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403
        assert code(send(scene.lin, "POST", f"/approval-grants/{grant.id}/revoke")) == "approvals.over"


def test_requests_lapse_and_who_left_has_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = set_clock(monkeypatch)
    request = scene.asked()
    clock.pass_by(days=3, seconds=1)
    with unchanged():
        assert code(send(scene.lin, "POST", f"/approvals/{request.id}/approve", {"version": 1})) == "approvals.over"
    grant = scene.granted(minutes=480)
    User.objects.filter(id=scene.cast.zhou.id).update(is_active=False)
    bump()
    granting.sweep()
    assert Request.objects.get(id=request.id).state == "lapsed"
    assert Grant.objects.get(id=grant.id).why == "left"
    User.objects.filter(id=scene.cast.zhou.id).update(is_active=True)
    bump()
    assert reveal(browser(scene.cast.zhou), scene.guo).status_code == 403, "coming back does not bring it back"


def test_a_merge_ends_what_was_granted_and_asked(scene: Scene) -> None:
    second = file_customer(scene.cast.zhou, name="郭婧", id_number="330106198508153217")
    grant, waiting = scene.granted(), scene.asked()
    merge(actor(scene.cast.lin), second, [scene.guo])
    assert Grant.objects.get(id=grant.id).why == "merged"
    assert Request.objects.get(id=waiting.id).state == "lapsed"
    assert reveal(scene.zhou, second).status_code == 403
