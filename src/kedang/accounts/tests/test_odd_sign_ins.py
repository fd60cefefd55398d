"""People are told of sign-ins that are odd: half of one, one after many failures, one after a long time."""

from datetime import UTC, datetime, timedelta

import pytest

from kedang.accounts import jobs, letters
from kedang.accounts.models import KnownPlace, Pending
from kedang.accounts.tests.test_letters import open_mails, signs_in, told
from kedang.accounts.tests.test_signing_in import begin, enrol, fresh_code, step
from kedang.history.models import Event
from kedang.kit.clock import now
from tests.people import Cast, browser, make_cast, send

pytestmark = pytest.mark.django_db
HALF = "有人用您的密码登录，但没有完成第二步"
GUESSED = "多次输错之后，有人输对了您的密码"
LONG = "您的账号在三个月未使用后被登录"


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody, and a mail server is set."""
    monkeypatch.setattr(letters, "is_set_up", lambda channel: True)
    return make_cast()


def five_minutes_pass() -> None:
    """Every step that is not over runs out, and the job comes by."""
    Pending.objects.update(expires_at=now() - timedelta(seconds=1))
    jobs.tell_of_unfinished()


def test_the_mail_says_when_it_was_and_not_when_the_job_came_by(cast: Cast) -> None:
    enrol(cast.lin)
    begin(ip="203.0.113.9")
    Pending.objects.update(expires_at=datetime(2026, 3, 4, 5, 11, tzinfo=UTC))
    jobs.tell_of_unfinished()
    assert "时间：2026-03-04 05:06 UTC\n网络地址：203.0.113.9" in open_mails(cast.lin)


def test_half_a_sign_in_is_told_once_and_where_it_came_from(cast: Cast) -> None:
    enrol(cast.lin)
    for _ in range(3):
        step(begin(ip="203.0.113.9"), code="000000")
    jobs.tell_of_unfinished()
    assert told(cast.lin) == []
    five_minutes_pass()
    jobs.tell_of_unfinished()
    assert told(cast.lin) == [HALF]
    event = Event.objects.get(verb="session.unfinished")
    assert (event.subject_id, event.ip) == (cast.lin.id, "203.0.113.9")
    assert told(cast.chen) == []


def test_another_sign_in_does_not_sweep_it_away_before_it_is_told(cast: Cast) -> None:
    enrol(cast.lin)
    enrol(cast.chen)
    begin(ip="203.0.113.9")
    Pending.objects.update(expires_at=now() - timedelta(seconds=1))
    begin("chen")
    jobs.tell_of_unfinished()
    assert told(cast.lin) == [HALF]


def test_who_starts_again_and_gets_in_is_not_told_of_the_first_try(cast: Cast) -> None:
    secret = enrol(cast.lin)
    begin()
    client = begin()
    assert step(client, code=fresh_code(secret)) == "in"
    five_minutes_pass()
    assert told(cast.lin) == []
    begin(ip="203.0.113.9")
    five_minutes_pass()
    assert told(cast.lin) == [HALF]
    assert Event.objects.filter(verb="session.unfinished").count() == 1


def test_a_right_password_after_five_wrong_ones_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.accounts.attempts.Patience.block", lambda self, failures: timedelta())
    for wrong in (4, 5):
        for _ in range(wrong):
            assert send(browser(), "POST", "/session", {"login": "lin", "password": "not it"}).status_code == 401
        signs_in("lin", ip="127.0.0.1")
        assert GUESSED in told(cast.lin) if wrong == 5 else GUESSED not in told(cast.lin)


def test_a_sign_in_after_three_months_is_told(cast: Cast) -> None:
    known = signs_in("lin", ip="192.0.2.10")
    KnownPlace.objects.update(last_seen_at=now() - timedelta(days=89))
    signs_in("lin", ip="192.0.2.10", client=known)
    assert told(cast.lin) == []
    KnownPlace.objects.update(last_seen_at=now() - timedelta(days=91))
    signs_in("lin", ip="192.0.2.10", client=known)
    assert told(cast.lin) == [LONG]
