"""Whoever guesses waits; whoever is guessed at gets in again."""

import json
import statistics
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connections

from kedang.accounts import attempts, signing_in
from kedang.accounts.models import Attempts, Session
from kedang.accounts.signing_in import sign_in
from kedang.history.models import Event
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import PASSWORD, Cast, make_cast

pytestmark = pytest.mark.django_db
Later = Callable[[timedelta], None]


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Make it later for whoever counts attempts."""
    ahead = [timedelta()]
    monkeypatch.setattr(attempts, "now", lambda: _then(ahead[0]))

    def wait(span: timedelta) -> None:
        ahead[0] += span

    return wait


def _then(ahead: timedelta) -> datetime:
    return now() + ahead


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guess without paying for argon2 each time."""
    monkeypatch.setattr(signing_in, "password_fits", lambda given, stored, upgrade: given == PASSWORD and bool(stored))


def attempt(login: str, password: str = "wrong", *, ip: str = "192.0.2.1") -> str:
    """The code of what happened, or "in"."""
    try:
        sign_in(Actor(id=0, name="", ip=ip), login=login, password=password)
    except DomainError as refusal:
        return refusal.code
    return "in"


def test_three_mistakes_are_free_then_each_costs_twice_the_wait(cast: Cast, quick: None, later: Later) -> None:
    assert [attempt("lin") for _ in range(4)] == ["wrong_credentials"] * 4
    assert attempt("lin", PASSWORD) == "sign_in_wait"
    later(timedelta(seconds=1.5))
    assert attempt("lin") == "wrong_credentials"
    later(timedelta(seconds=1.5))
    assert attempt("lin", PASSWORD) == "sign_in_wait"
    later(timedelta(seconds=1))
    assert attempt("lin", PASSWORD) == "in"
    assert [attempt("lin") for _ in range(3)] == ["wrong_credentials"] * 3


def test_a_guessed_account_is_locked_for_a_quarter_of_an_hour_and_no_longer(
    cast: Cast, quick: None, later: Later
) -> None:
    outcomes: list[str] = []
    for number in range(1000):
        outcomes.append(attempt("lin", ip=f"127.0.{number % 50}.1"))
        later(timedelta(seconds=0.5))
    assert outcomes.count("wrong_credentials") <= 20
    assert attempt("lin", PASSWORD, ip="192.0.2.77") == "sign_in_wait"
    later(timedelta(minutes=15))
    assert attempt("lin", PASSWORD, ip="192.0.2.77") == "in"
    assert attempt("chen", PASSWORD, ip="192.0.2.78") == "in"


def test_an_address_that_tries_many_accounts_is_slowed_and_others_are_not(cast: Cast, quick: None) -> None:
    outcomes = [attempt(f"nobody{n}", ip="198.51.100.1") for n in range(40)]
    assert outcomes[:20] == ["wrong_credentials"] * 20
    assert set(outcomes[21:]) == {"sign_in_wait"}
    assert attempt("lin", PASSWORD, ip="198.51.100.1") == "sign_in_wait"
    assert attempt("lin", PASSWORD, ip="198.51.100.2") == "in"


def test_an_office_that_signs_in_behind_one_address_is_not_slowed(cast: Cast, quick: None) -> None:
    assert {attempt("lin", PASSWORD, ip="198.51.100.1") for _ in range(50)} == {"in"}


def test_the_wait_is_the_same_for_accounts_that_do_not_exist(cast: Cast, quick: None) -> None:
    real = [attempt("lin", ip=f"192.0.2.{n}") for n in range(8)]
    none = [attempt("nobody", ip=f"192.0.2.{n + 100}") for n in range(8)]
    assert real == none


def test_an_attempt_is_counted_before_the_password_is_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(given: str, stored: str | None, upgrade: object) -> bool:
        assert Attempts.objects.get(key__startswith="a").failures == 1
        return True

    monkeypatch.setattr(signing_in, "password_fits", look)
    assert attempt("lin") == "in"
    assert not Attempts.objects.filter(key__startswith="a").exists()


def test_failures_are_recorded_without_what_was_typed(cast: Cast, quick: None) -> None:
    attempt("my-password-typed-as-login")
    attempt("lin")
    unknown, known = Event.objects.filter(verb="session.refused").order_by("id")
    assert (unknown.subject_id, known.subject_id) == (0, cast.lin.id)
    assert "my-password" not in repr(vars(unknown))
    assert set(json.loads(unknown.details)) == {"login", "step"}
    assert not Session.objects.exists()


def test_an_unknown_account_costs_the_same_work(cast: Cast) -> None:
    def cost(login: str) -> float:
        started = time.process_time()
        attempt(login, ip=login)
        return time.process_time() - started

    known = statistics.median(cost(login) for login in ("lin", "zhou", "chen", "wang", "admin"))
    unknown = statistics.median(cost(f"nobody{n}") for n in range(5))
    assert abs(known - unknown) < known * 0.5


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_all_at_once_are_all_counted(quick: None) -> None:
    outcomes: list[str] = []

    def guess() -> None:
        outcomes.append(attempt("lin"))
        connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 12
    assert outcomes.count("wrong_credentials") == 4
    assert Attempts.objects.get(key__startswith="a").failures == 4
