"""Inviting: two ways that differ, by those who may change the customer, with a code that is said when there is no second way."""

from collections.abc import Iterator

import pytest

from kedang.history.models import Event
from kedang.portal.models import Invitation
from kedang.portal.tests.scene import FIRST, SECOND, Scene, scene
from kedang.verification.tests.scene import wrong
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def test_the_list_says_how_an_invitation_stands(play: Scene) -> None:
    token = play.token()
    seen = play.of(play.cast.zhou, "GET").json()
    assert [(each["state"], each["by"], each["running"]) for each in seen["invitations"]] == [("sent", "周敏", True)]
    ways = [("email", SECOND), ("email", FIRST), ("mobile", "13812345678")]
    assert sorted((way["kind"], way["value"]) for way in seen["ways"]) == ways
    number = play.code(token)
    assert play.of(play.cast.zhou, "GET").json()["invitations"][0]["state"] == "opened"
    play.door(token, number)
    found = play.of(play.cast.zhou, "GET").json()["invitations"][0]
    assert (found["state"], found["inside"], found["running"]) == ("used", True, True)
    assert token not in repr(seen)


def test_the_code_may_not_go_where_the_link_goes(play: Scene) -> None:
    body = {"link_point": str(play.points[FIRST]), "code_point": str(play.points[FIRST])}
    assert code(play.of(play.cast.zhou, "POST", "", body)) == "portal.same_way"
    assert (Invitation.objects.count(), play.post.letters) == (0, [])


def test_a_code_that_is_said_is_told_once_and_has_five_tries_in_all(play: Scene) -> None:
    spoken = play.invite(code_point=None)["code"]
    token = play.post.letters[-1].text.split("self-service#")[1].split()[0]
    assert spoken not in play.post.letters[-1].text
    assert spoken not in play.of(play.cast.zhou, "GET").content.decode()
    letters = len(play.post.letters)
    assert play.door(token).json() == {"organisation": "客档示例公司", "inside": False, "spoken": True}
    assert len(play.post.letters) == letters, "nothing is sent"
    for _ in range(5):
        assert play.door(token, wrong(spoken)).status_code == 422
    assert play.door(token, spoken).status_code == 404
    again = play.invite(code_point=None)["code"]
    token = play.post.letters[-1].text.split("self-service#")[1].split()[0]
    assert play.door(token, again).json()["inside"] is True


def test_whom_the_customer_does_not_concern_learns_nothing(play: Scene) -> None:
    body = {"link_point": str(play.points[FIRST])}
    assert play.of(play.cast.chen, "GET").status_code == 404
    assert play.of(play.cast.chen, "POST", "", body).status_code == 404
    assert play.of(play.cast.auditor, "POST", "", body).status_code == 403
    play.token()
    assert play.of(play.cast.chen, "POST", f"/{Invitation.objects.get().id}/revoke").status_code == 404
    assert Invitation.objects.get().state == "open"


def test_an_ended_invitation_is_not_revoked_again(play: Scene) -> None:
    play.token()
    path = f"/{Invitation.objects.get().id}/revoke"
    assert play.of(play.cast.zhou, "POST", path).status_code == 204
    assert code(play.of(play.cast.zhou, "POST", path)) == "portal.over"
    assert Event.objects.filter(verb="portal.revoked").count() == 1


@pytest.mark.parametrize("hours", [0, 169])
def test_a_link_lasts_an_hour_to_a_week(play: Scene, hours: int) -> None:
    body = {"link_point": str(play.points[FIRST]), "hours": hours}
    assert play.of(play.cast.zhou, "POST", "", body).status_code == 422
    assert Invitation.objects.count() == 0


def test_the_fields_are_set_by_who_may(play: Scene) -> None:
    put = "PUT", "/portal/fields"
    assert send(browser(play.cast.zhou), *put, {"fields": ["name"]}).status_code == 403
    assert send(browser(play.cast.admin), *put, {"fields": ["remark"]}).status_code == 422
    assert send(browser(play.cast.admin), *put, {"fields": ["address"]}).json()["fields"] == ["address"]
    everything = ["name", "mobile", "landline", "email", "address"]
    assert send(browser(play.cast.admin), *put, {"fields": []}).json()["fields"] == everything
