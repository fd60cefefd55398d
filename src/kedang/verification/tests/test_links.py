"""Links: opened by anybody who has them, confirmed once by a click, and unknown, used and old ones all alike."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kedang.archive import customers
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.verification import visiting
from kedang.verification.models import CONFIRMED, OPEN, Counter, Fact, Request
from kedang.verification.tests.scene import EMAIL, Scene, move_clock, scene
from kedang.verification.wording import NO_ADDRESS
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def visit(path: str, token: str) -> Any:
    """A stranger's browser."""
    return send(browser(), "POST", "/confirmation", {"token": token, "look": path == "/look"})


def test_looking_says_who_asks_and_changes_nothing(play: Scene) -> None:
    token = play.send_link()
    assert len(token) >= 43, "256 bits"
    answer = visit("/look", token)
    assert answer.json() == {"organisation": "客档示例公司", "kind": "email"}
    for hidden in (EMAIL, "张伟", str(play.zhang)):
        assert hidden not in answer.content.decode()
    browser().get(f"/v#{token}")
    assert (Request.objects.get().state, play.row.state, Fact.objects.count()) == (OPEN, "sent", 0)


def test_a_click_confirms_once(play: Scene) -> None:
    token = play.send_link()
    assert visit("", token).status_code == 200
    (fact,) = Fact.objects.all()
    assert (fact.method, fact.by, play.row.state) == ("link", 0, "verified")
    assert Request.objects.get().state == CONFIRMED
    event = Event.objects.get(verb="contact_point.confirmed")
    assert (event.actor_id, event.subject_id, event.via) == (0, play.zhang, "session")
    assert token not in repr(list(Event.objects.values_list()))
    assert visit("", token).status_code == 404
    assert Fact.objects.count() == 1


def test_unknown_used_old_changed_and_trashed_all_answer_alike(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    used = play.send_link()
    assert visit("", used).status_code == 200
    answers = [visit(path, token) for path in ("", "/look") for token in ("x" * 43, used, "")[:2]]
    move_clock(monkeypatch, timedelta(minutes=2))
    changed = play.send_link()
    path = f"/customers/{play.zhang}/contact-points/{play.point}"
    send(browser(play.cast.zhou), "PATCH", path, {"value": "new@customer.example"})
    answers += [visit("", changed), visit("/look", changed)]
    move_clock(monkeypatch, timedelta(minutes=4))
    trashed = play.send_link()
    customers.trash(system_actor("demo"), play.zhang)
    answers += [visit("", trashed)]
    customers.restore(system_actor("demo"), play.zhang)
    assert visit("/look", trashed).status_code == 200
    move_clock(monkeypatch, timedelta(hours=24, minutes=5))
    answers += [visit("", trashed), visit("/look", trashed)]
    bodies = {a.status_code: {k: v for k, v in a.json()["error"].items() if k != "request_id"} for a in answers}
    assert list(bodies) == [404]
    assert len({repr(sorted(a.json()["error"].items())[:-1]) for a in answers}) == 1
    assert code(answers[0]) == "verification.link"


def test_a_changed_value_ends_its_link_whatever_other_addresses_there_are(play: Scene) -> None:
    path = f"/customers/{play.zhang}/contact-points"
    added = send(browser(play.cast.zhou), "POST", path, {"kind": "email", "value": "second@customer.example"}).json()
    second = next(int(p["id"]) for p in added["contact_points"] if p["value"] == "second@customer.example")
    play.ask(play.cast.zhou, "mark", {"how": "phone", "note": "本人接听"}, point=second)
    token = play.send_link()
    send(browser(play.cast.zhou), "PATCH", f"{path}/{play.point}", {"value": "new@customer.example"})
    assert visit("", token).status_code == 404
    assert Fact.objects.filter(method="link").count() == 0


def test_a_link_is_no_code_and_a_code_no_link(play: Scene) -> None:
    token = play.send_link()
    assert code(play.confirm("123456")) == "verification.no_request"
    assert visit("", Request.objects.get().secret).status_code == 404, "what is stored opens nothing"
    assert visit("", token).status_code == 200


def test_trying_many_is_slowed_down(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "PER_ADDRESS", 3)
    token = play.send_link()
    statuses = [visit("/look", f"{n}" * 43).status_code for n in range(4)]
    assert statuses == [404, 404, 404, 429]
    assert visit("", token).status_code == 429
    assert play.row.state == "sent"
    assert "127.0.0.1" not in repr(list(Counter.objects.values_list()))


def test_another_site_cannot_confirm(play: Scene) -> None:
    token = play.send_link()
    stranger = browser()
    del stranger.defaults["HTTP_X_CSRFTOKEN"]
    assert send(stranger, "POST", "/confirmation", {"token": token}).status_code == 403
    assert play.row.state == "sent"


def test_without_a_public_address_no_link_leaves(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.verification.wording.public_address", _refuse)
    assert code(play.ask(play.cast.zhou, "send", {"method": "link"})) == "verification.no_public_url"
    assert (play.post.letters, play.row.state, Request.objects.count()) == ([], "unverified", 0)


def _refuse() -> str:
    raise NO_ADDRESS()
