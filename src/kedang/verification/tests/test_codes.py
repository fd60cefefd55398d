"""Codes: six digits that arrive by a real mail server, ten minutes, five guesses, bound to their value and request."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from conftest import ALIASES
from kedang.archive.load import load_content
from kedang.delivery.models import Message
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.kit.clock import now
from kedang.verification import codes
from kedang.verification.confirming import MOST_TRIES
from kedang.verification.expiring import expire
from kedang.verification.models import CODE, EXPIRED, OPEN, SUPERSEDED, USED_UP, Counter, Fact, Request
from kedang.verification.tests.scene import EMAIL, Scene, move_clock, scene, wrong
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


def test_a_code_arrives_and_verifies(play: Scene) -> None:
    told = play.send_code()
    (letter,) = play.post.letters
    assert (letter.to, play.row.state) == (EMAIL, "sent")
    assert "张伟" not in letter.text, "the message says nothing of the customer"
    answer = play.confirm(f" {told[:3]} {told[3:]} ")
    assert answer.status_code == 200, answer.content
    point = next(p for p in answer.json()["points"] if p["point_id"] == str(play.point))
    assert (point["state"], point["method"], point["by"]["name"]) == ("verified", "code", "周敏")
    (fact,) = Fact.objects.all()
    assert timedelta(days=364) < fact.valid_until - now() < timedelta(days=366)
    assert list(Event.objects.filter(subject_id=play.zhang).order_by("id").values_list("verb", flat=True))[1:] == [
        "contact_point.code_sent",
        "contact_point.verified",
    ]


def test_five_guesses_and_no_sixth(play: Scene) -> None:
    told = play.send_code()
    answers = [play.confirm(wrong(told)) for _ in range(MOST_TRIES)]
    assert [a.json()["error"]["details"].get("left") for a in answers] == [4, 3, 2, 1, None]
    assert code(answers[-1]) == "verification.used_up"
    assert code(play.confirm(told)) == "verification.no_request", "the right code comes too late"
    assert (Request.objects.get().state, play.row.state) == (USED_UP, "unverified")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", [False, True])
def test_fifty_guesses_at_once_are_at_most_five(play: Scene, monkeypatch: pytest.MonkeyPatch, *, right: bool) -> None:
    told = play.send_code()
    evaluated: list[str] = []
    plain = codes.matches

    def counted(request: Request, guess: str) -> bool:
        evaluated.append(guess)
        return plain(request, guess)

    monkeypatch.setattr(codes, "matches", counted)
    guesses = [told if right else f"{(int(told) + 1 + n) % 1_000_000:06d}" for n in range(50)]
    clients = [browser(play.cast.zhou) for _ in guesses]

    def guess(at: int) -> int:
        try:
            path = f"/customers/{play.zhang}/verification/{play.point}/confirm"
            return int(send(clients[at], "POST", path, {"code": guesses[at]}).status_code)
        finally:
            for alias in ALIASES:
                connections[alias].close()

    with ThreadPoolExecutor(50) as crowd:
        statuses = list(crowd.map(guess, range(50)))
    assert 1 <= len(evaluated) <= MOST_TRIES
    assert Request.objects.get().tries == len(evaluated)
    assert statuses.count(200) == (1 if right else 0)
    assert set(statuses) <= {200, 409, 422}
    assert Fact.objects.count() == (1 if right else 0)
    if not right:
        assert len(evaluated) == MOST_TRIES
        assert Request.objects.get().state == USED_UP


def test_after_ten_minutes_it_is_over(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    told = play.send_code()
    move_clock(monkeypatch, timedelta(minutes=10, seconds=1))
    assert code(play.confirm(told)) == "verification.no_request"
    assert expire() == 1
    assert (Request.objects.get().state, play.row.state) == (EXPIRED, "unverified")
    assert expire() == 0


def test_a_changed_value_ends_it_even_when_it_is_changed_back(play: Scene) -> None:
    told = play.send_code()
    path = f"/customers/{play.zhang}/contact-points/{play.point}"
    for value in ("other@customer.example", EMAIL):
        assert send(browser(play.cast.zhou), "PATCH", path, {"value": value}).status_code == 200
        assert play.row.state == "unverified"
        assert code(play.confirm(told)) == "verification.no_request"
    assert Fact.objects.count() == 0


def test_a_verified_value_that_changes_is_not_verified_any_more(play: Scene) -> None:
    play.confirm(play.send_code())
    path = f"/customers/{play.zhang}/contact-points/{play.point}"
    send(browser(play.cast.zhou), "PATCH", path, {"label": "办公"})
    assert play.row.state == "verified"
    send(browser(play.cast.zhou), "PATCH", path, {"value": "other@customer.example"})
    answer = browser(play.cast.zhou).get(f"/api/customers/{play.zhang}/verification").json()
    point = next(p for p in answer["points"] if p["point_id"] == str(play.point))
    assert (point["state"], point["method"], point["at"]) == ("unverified", "", None)


def test_a_code_works_once(play: Scene) -> None:
    told = play.send_code()
    assert play.confirm(told).status_code == 200
    assert code(play.confirm(told)) == "verification.no_request"
    assert Fact.objects.count() == 1


def test_a_code_belongs_to_its_own_request(play: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    first = play.send_code()
    move_clock(monkeypatch, timedelta(minutes=2))
    second = play.send_code()
    assert sorted(Request.objects.values_list("state", flat=True)) == [OPEN, SUPERSEDED]
    if first != second:
        assert code(play.confirm(first)) == "verification.wrong_code"
    assert play.confirm(second).status_code == 200
    one, other = Request.objects.filter(method=CODE).order_by("id")
    assert codes.hash_code(one.id, one.blind, first) == one.secret
    assert codes.hash_code(other.id, one.blind, first) != one.secret
    assert codes.hash_code(one.id, one.blind + 1, first) != one.secret


def test_what_is_no_code_is_not_a_guess(play: Scene) -> None:
    play.send_code()
    for text in ("", "12345", "1234567", "12345a", "١٢٣٤٥٦"):
        assert code(play.confirm(text)) == "verification.not_a_code"
    assert Request.objects.get().tries == 0


def test_strangers_and_readers_get_nothing(play: Scene) -> None:
    told = play.send_code()
    before = Request.objects.values_list().get()
    for user in (play.cast.chen, play.cast.admin, play.cast.auditor):
        for verb, body in (
            ("send", {"method": "code"}),
            ("confirm", {"code": told}),
            ("mark", {"how": "phone", "note": "通话"}),
        ):
            assert play.ask(user, verb, body).status_code in (403, 404)
        assert browser(user).get(f"/api/customers/{play.zhang}/verification").status_code in (403, 404)
    assert play.ask(play.cast.zhou, "confirm", {"code": told}, point=1).status_code == 404
    assert Request.objects.values_list().get() == before
    assert len(play.post.letters) == 1


def test_nothing_secret_is_written_down(play: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = play.send_code()
    play.confirm(wrong(told))
    play.confirm(told)
    # The test's own mail server writes down what it hears; everybody else must not.
    logged = "\n".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    assert "request" in logged
    rows = [repr(list(model.objects.values_list())) for model in (Event, Job, Message, Request, Fact, Counter)]
    for secret in (told, EMAIL, "zhang.wei", "customer.example"):
        assert secret not in logged
        assert [row for row in rows if secret in row] == []


def test_an_address_that_refuses_bounces_and_loses_its_verification(play: Scene) -> None:
    path = f"/customers/{play.zhang}/contact-points"
    added = send(browser(play.cast.zhou), "POST", path, {"kind": "email", "value": "unknown@customer.example"}).json()
    point = next(int(p["id"]) for p in added["contact_points"] if p["value"] == "unknown@customer.example")
    assert play.ask(play.cast.zhou, "mark", {"how": "phone", "note": "电话里念给我的"}, point=point).status_code == 200
    answer = play.ask(play.cast.zhou, "send", {"method": "link"}, point=point)
    found = next(p for p in answer.json()["points"] if p["point_id"] == str(point))
    assert (found["state"], found["open"], found["method"]) == ("bounced", None, "")
    assert Fact.objects.get().why == "bounced"
    assert Event.objects.filter(verb="contact_point.bounced", subject_id=play.zhang).count() == 1
    content = load_content(play.zhang)
    assert {p.value: p.state for p in content.points if p.kind == "email"}["unknown@customer.example"] == "bounced"
