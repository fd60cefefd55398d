"""In by a link and its code: guessed, used, old and revoked links are all alike, and five wrong codes are the end of a code."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kedang.archive import customers
from kedang.archive.models import ContactPoint
from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.delivery.models import Message
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.merging.merge import merge
from kedang.portal import entering
from kedang.portal.models import Invitation
from kedang.portal.tests.scene import FIRST, SECOND, Scene, move_clock, scene, told
from kedang.verification.models import Counter
from kedang.verification.tests.scene import wrong
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db
NOT_OPEN = (404, "portal.link")


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, code(answer)


def test_a_link_and_its_code_open_the_page_once(play: Scene) -> None:
    token = play.token()
    assert len(token) >= 43, "256 bits"
    number = play.code(token)
    assert play.door(token, number).json()["inside"] is True
    assert play.page()["organisation"] == "客档示例公司"
    cookie = play.guest.cookies["kedang_portal"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/api/self-service", True, "Strict")
    assert said(play.door(token, number, browser())) == NOT_OPEN, "used once"
    assert said(play.door(token, "", browser())) == NOT_OPEN
    kept = repr(list(Invitation.objects.values_list())) + repr(list(Event.objects.values_list()))
    for secret in (token, number, cookie.value, FIRST, SECOND):
        assert secret not in kept
    names = list(Event.objects.filter(verb="portal.entered").values_list("actor_id", "actor_name", "subject_id"))
    assert names == [(-5, "portal", play.zhang)]


def test_unknown_used_old_revoked_and_changed_links_answer_alike(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [play.door("x" * 43), play.door("x" * 43, "123456"), play.door("x")]
    used = play.token()
    play.door(used, play.code(used))
    answers += [play.door(used), play.door(used, "123456")]
    replaced = play.token()
    revoked = play.token()
    answers.append(play.door(replaced))
    latest = Invitation.objects.latest("id").id
    assert play.of(play.cast.zhou, "POST", f"/{latest}/revoke").status_code == 204
    answers.append(play.door(revoked))
    old = play.token()
    move_clock(monkeypatch, timedelta(hours=72, minutes=1))
    answers.append(play.door(old))
    monkeypatch.undo()
    assert [told(each) for each in answers] == [told(answers[0])] * len(answers)
    assert said(answers[0]) == NOT_OPEN


def test_a_link_ends_with_the_address_it_went_to(play: Scene) -> None:
    token = play.token()
    ContactPoint.objects.filter(id=play.points[SECOND]).delete()
    assert said(play.door(token)) == NOT_OPEN


def test_five_wrong_codes_end_a_code_and_three_codes_end_a_link(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    token = play.token()
    first = play.code(token)
    for left in (4, 3, 2, 1):
        answer = play.door(token, wrong(first))
        assert (said(answer), answer.json()["error"]["details"]) == ((422, "portal.wrong_code"), {"left": left})
    assert said(play.door(token, "abc")) == (422, "portal.code_spent"), "what is no code is a guess as well"
    assert said(play.door(token, first)) == (422, "portal.code_spent"), "the right one comes too late"
    for minutes in (2, 4):
        move_clock(monkeypatch, timedelta(minutes=minutes))
        fresh = play.code(token)
        for _ in range(5):
            assert play.door(token, wrong(fresh)).status_code == 422
    assert said(play.door(token, fresh)) == NOT_OPEN
    assert Invitation.objects.get().state == "locked"
    assert Event.objects.filter(verb="portal.code_wrong").count() == 15


def test_a_code_lasts_ten_minutes_and_is_not_sent_twice_in_one(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    token = play.token()
    number, letters = play.code(token), len(play.post.letters)
    assert play.door(token).status_code == 200
    assert len(play.post.letters) == letters, "a reload sends nothing"
    move_clock(monkeypatch, timedelta(minutes=10, seconds=1))
    assert said(play.door(token, number)) == (422, "portal.code_spent")


def test_a_code_of_one_link_is_none_of_another(play: Scene) -> None:
    first = play.token()
    number = play.code(first)
    second = play.token()
    assert play.door(second).status_code == 200
    assert said(play.door(first, number)) == NOT_OPEN
    row = Invitation.objects.latest("id")
    assert play.door(row.secret, row.code).status_code == 404, "what is stored opens nothing"


def test_trying_many_is_slowed_down(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "PER_ADDRESS", 3)
    token = play.token()
    assert [play.door(f"{n}" * 43).status_code for n in range(4)] == [404, 404, 404, 429]
    assert said(play.door(token)) == (429, "portal.slowly")
    assert "127.0.0.1" not in repr(list(Counter.objects.values_list()))


def test_a_flood_of_guesses_does_not_shut_out_who_holds_a_link(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "MISSES", 1)
    token = play.token()
    assert [play.door(f"{n}" * 43).status_code for n in range(2)] == [404, 429]
    assert play.door(token).status_code == 200


def test_one_link_is_slowed_down_whatever_the_address(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "PER_LINK", 2)
    token = play.token()
    assert [play.door(token).status_code for _ in range(3)] == [200, 200, 429]


def test_another_site_cannot_knock(play: Scene) -> None:
    token = play.token()
    stranger = browser()
    del stranger.defaults["HTTP_X_CSRFTOKEN"]
    assert play.door(token, client=stranger).status_code == 403


def test_sessions_of_staff_and_of_customers_open_nothing_of_each_other(play: Scene) -> None:
    play.enter()
    staff = browser(play.cast.wang)
    assert said(send(staff, "GET", "/self-service")) == (401, "portal.session")
    assert send(play.guest, "GET", f"/customers/{play.zhang}").status_code == 401
    assert send(play.guest, "GET", "/search?q=1").status_code == 401
    swapped = browser()
    swapped.cookies["kedang_session"] = play.guest.cookies["kedang_portal"].value
    assert send(swapped, "GET", f"/customers/{play.zhang}").status_code == 401
    swapped.cookies["kedang_portal"] = staff.cookies["kedang_session"].value
    assert said(send(swapped, "GET", "/self-service")) == (401, "portal.session")


def test_a_session_ends_after_half_an_hour_by_leaving_and_by_revoking(
    play: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.enter()
    assert play.do("POST", "/leave").status_code == 204
    assert play.do().status_code == 401
    play.enter()
    assert play.of(play.cast.zhou, "POST", f"/{Invitation.objects.latest('id').id}/revoke").status_code == 204
    assert play.do().status_code == 401
    play.enter()
    move_clock(monkeypatch, timedelta(minutes=30, seconds=1))
    assert play.do().status_code == 401


def test_trash_closes_the_page_and_the_link(play: Scene) -> None:
    play.enter()
    token = play.token()
    customers.trash(system_actor("demo"), play.zhang)
    assert (play.do().status_code, play.door(token).status_code) == (401, 404)


def test_merging_closes_links_and_sessions_for_good(play: Scene) -> None:
    play.enter()
    token = play.token()
    other = file_customer(play.cast.zhou, name="张伟", mobile="13812345678")
    merge(system_actor("demo"), other, [play.zhang])
    assert (play.do().status_code, play.door(token).status_code) == (401, 404)
    assert set(Invitation.objects.values_list("state", "session")) == {("closed", "")}
    assert Event.objects.filter(verb="portal.closed").count() == 2


def test_erasing_takes_the_link_and_what_is_on_its_way(play: Scene) -> None:
    token = play.token()
    play.code(token)
    remove([play.zhang])
    assert (Invitation.objects.count(), play.door(token).status_code) == (0, 404)
    assert not Message.objects.filter(purpose__startswith="portal", state="queued").exists()
