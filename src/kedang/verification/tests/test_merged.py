"""What was found of a number follows the number when two customers become one, and comes back."""

from collections.abc import Iterator
from typing import Any

import pytest

from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.verification.models import Fact, Request
from kedang.verification.tests.scene import EMAIL, Scene, scene
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def told(play: Scene, customer: int) -> dict[str, tuple[str, str, str]]:
    """Kind → state, method and note of every point on a customer's page."""
    points = browser(play.cast.lin).get(f"/api/customers/{customer}/verification").json()["points"]
    return {p["kind"]: (p["state"], p["method"], p["note"]) for p in points}


def test_a_verification_follows_its_number_and_comes_back(play: Scene) -> None:
    play.ask(play.cast.zhou, "mark", {"how": "phone", "note": "本人接听"})
    other = file_customer(play.cast.lin, name="张伟", wechat="zhang_wei_88")
    made = merge(actor(play.cast.lin), other, [play.zhang])
    assert told(play, other)["email"] == ("verified", "phone", "本人接听")
    assert Fact.objects.get().customer_id == other
    undo_merge(actor(play.cast.lin), made.id)
    assert told(play, play.zhang)["email"] == ("verified", "phone", "本人接听")
    assert "email" not in told(play, other)


def test_a_link_on_its_way_is_answered_after_the_merge(play: Scene) -> None:
    token = play.send_link()
    other = file_customer(play.cast.lin, name="张伟", wechat="zhang_wei_88")
    merge(actor(play.cast.lin), other, [play.zhang])
    assert send(browser(), "POST", "/confirmation", {"token": token}).status_code == 200
    assert told(play, other)["email"][:2] == ("verified", "link")
    assert ContactPoint.objects.get(customer_id=play.zhang, kind="email").state == "sent", f"{EMAIL} stays as it was"


def both(play: Scene, **values: str) -> int:
    """Another record of 张伟, of 林."""
    return file_customer(play.cast.lin, name="张伟", wechat="zhang_wei_88", **values)


def ask(play: Scene, customer: int, verb: str, body: dict[str, str]) -> Any:
    """One request about the e-mail address that stands at a customer."""
    point = ContactPoint.objects.get(customer_id=customer, kind="email").id
    return send(browser(play.cast.lin), "POST", f"/customers/{customer}/verification/{point}/{verb}", body)


def test_what_was_answered_while_they_were_one_goes_home_with_the_value(play: Scene) -> None:
    token, other = play.send_link(), both(play)
    made = merge(actor(play.cast.lin), other, [play.zhang])
    assert send(browser(), "POST", "/confirmation", {"token": token}).status_code == 200
    undo_merge(actor(play.cast.lin), made.id)
    assert told(play, play.zhang)["email"][:2] == ("verified", "link")
    assert Fact.objects.get().customer_id == play.zhang
    assert "email" not in told(play, other)


def test_what_a_colleague_wrote_while_they_were_one_can_be_read_at_home(play: Scene) -> None:
    other = both(play)
    made = merge(actor(play.cast.lin), other, [play.zhang])
    assert ask(play, other, "mark", {"how": "phone", "note": "本人接听"}).status_code == 200
    undo_merge(actor(play.cast.lin), made.id)
    assert told(play, play.zhang)["email"] == ("verified", "phone", "本人接听")


def test_a_link_sent_while_they_were_one_is_answered_at_home(play: Scene) -> None:
    other = both(play)
    made = merge(actor(play.cast.lin), other, [play.zhang])
    assert ask(play, other, "send", {"method": "link"}).status_code == 200
    undo_merge(actor(play.cast.lin), made.id)
    assert (told(play, play.zhang)["email"][0], Request.objects.get().customer_id) == ("sent", play.zhang)
    assert send(browser(), "POST", "/confirmation", {"token": play.token()}).status_code == 200
    assert told(play, play.zhang)["email"][:2] == ("verified", "link")


def test_a_value_of_both_stays_verified_with_the_survivor_and_waits_nowhere(play: Scene) -> None:
    token, other = play.send_link(), both(play, email=EMAIL)
    made = merge(actor(play.cast.lin), other, [play.zhang])
    assert told(play, other)["email"][0] == "sent", "a request came along"
    assert send(browser(), "POST", "/confirmation", {"token": token}).status_code == 200
    undo_merge(actor(play.cast.lin), made.id)
    assert told(play, other)["email"][:2] == ("verified", "link")
    # What was confirmed is the survivor's; nothing is on its way to the other any more.
    assert told(play, play.zhang)["email"] == ("unverified", "", "")


def test_a_code_on_its_way_to_a_value_of_both_is_entered_after_the_merge(play: Scene) -> None:
    code, other = play.send_code(), both(play, email=EMAIL)
    merge(actor(play.cast.lin), other, [play.zhang])
    assert ask(play, other, "confirm", {"code": code}).status_code == 200
    assert told(play, other)["email"][:2] == ("verified", "code")
