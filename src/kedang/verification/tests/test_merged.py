"""What was found of a number follows the number when two customers become one, and comes back."""

from collections.abc import Iterator

import pytest

from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.verification.models import Fact
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
