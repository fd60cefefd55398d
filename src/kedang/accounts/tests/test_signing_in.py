"""Two steps: the password, and then something one has. Neither guessing, nor replaying, nor another browser gets in."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test import Client

from kedang.accounts import pending, recovery, signing_in, totp
from kedang.accounts.models import Installation, Pending, RecoveryCode, Session, Totp, User
from kedang.history.models import Event
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import PASSWORD, Cast, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
# The key of RFC 6238, appendix B.
KEY = b"12345678901234567890"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def enrol(user: User) -> bytes:
    """Give somebody an authenticator app; its secret."""
    secret = base64.b32decode(totp.begin(user).secret)
    assert totp.confirm(user.id, totp.code_at(secret, totp.clock() - 1))
    return secret


def fresh_code(secret: bytes) -> str:
    """The code that is right now."""
    return totp.code_at(secret, totp.clock())


def begin(login: str = "lin", *, password: str = PASSWORD, ip: str = "127.0.0.1") -> Client:
    """A browser whose password was right."""
    client = browser()
    client.defaults["REMOTE_ADDR"] = ip
    answer = send(client, "POST", "/session", {"login": login, "password": password})
    assert answer.status_code == 202, answer.content
    client.cookies["csrftoken"] = "c" * 32
    return client


def step(client: Client, **body: object) -> str:
    """The code of what a step led to: `in`, the next step, or a refusal."""
    client.cookies["csrftoken"] = "c" * 32
    answer = send(client, "POST", "/session/step", body)
    if answer.status_code == 202:
        return str(answer.json()["step"])
    return "in" if answer.status_code == 200 else code(answer)


@pytest.mark.parametrize(("moment", "digits"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(moment: int, digits: str) -> None:
    assert totp.code_at(KEY, moment // totp.SECONDS) == digits


def test_the_secret_lies_sealed_and_its_key_goes_with_it(cast: Cast) -> None:
    secret = enrol(cast.lin)
    row = Totp.objects.get(user=cast.lin)
    assert secret not in bytes(row.sealed)
    assert base64.b32encode(secret) not in bytes(row.sealed)


def test_a_password_alone_does_not_get_in_where_there_is_a_factor(cast: Cast) -> None:
    secret = enrol(cast.lin)
    client = browser()
    answer = send(client, "POST", "/session", {"login": "lin", "password": PASSWORD})
    assert answer.status_code == 202
    assert answer.json() == {"step": "code", "ways": ["totp"], "passkey": None, "totp": None}
    assert "kedang_session" not in answer.cookies
    cookie = answer.cookies["kedang_pending"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/api")
    assert not Session.objects.filter(user=cast.lin).exists()
    assert send(client, "GET", "/session").status_code == 401
    client.cookies["csrftoken"] = "c" * 32
    assert step(client, code=fresh_code(secret)) == "in"
    assert send(client, "GET", "/session").json()["user"]["login"] == "lin"
    opened = Event.objects.get(verb="session.opened", subject_id=cast.lin.id)
    assert json.loads(opened.details)["by"] == "password+totp"


def test_a_code_counts_once_and_only_in_the_browser_that_gave_the_password(cast: Cast) -> None:
    secret = enrol(cast.lin)
    digits = fresh_code(secret)
    assert step(browser(), code=digits) == "sign_in_over"
    first, second = begin(), begin()
    assert step(first, code=digits) == "in"
    assert step(second, code=digits) == "code.wrong"
    assert step(first, code=digits) == "sign_in_over"
    assert Session.objects.filter(user=cast.lin).count() == 1


def test_the_code_of_somebody_else_is_wrong(cast: Cast) -> None:
    enrol(cast.lin)
    client, theirs = begin(), enrol(cast.chen)
    assert step(client, code=fresh_code(theirs)) == "code.wrong"
    assert not Session.objects.exists()


def test_a_sign_in_that_takes_too_long_begins_again(cast: Cast) -> None:
    secret = enrol(cast.lin)
    client = begin()
    Pending.objects.update(expires_at=now() - timedelta(seconds=1))
    assert step(client, code=fresh_code(secret)) == "sign_in_over"


def test_whoever_is_disabled_between_the_steps_stays_outside(cast: Cast) -> None:
    secret = enrol(cast.lin)
    client = begin()
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    assert step(client, code=fresh_code(secret)) == "sign_in_over"


def test_recovery_codes_count_once_and_are_kept_as_hashes(cast: Cast) -> None:
    enrol(cast.lin)
    codes = recovery.make(cast.lin.id)
    assert (len(codes), len(set(codes)), {len(each) for each in codes}) == (10, 10, {19})
    assert not RecoveryCode.objects.filter(hash__in=codes).exists()
    assert step(begin(), code=f" {codes[0].upper()} ") == "in"
    assert step(begin(), code=codes[0]) == "code.wrong"
    assert recovery.left(cast.lin.id) == 9


@pytest.mark.django_db(transaction=True, databases=["default", "keys", "audit"])
def test_of_fifty_guesses_at_once_only_a_few_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    with transaction.atomic():
        enrol(cast.lin)
    secret = pending.wait(cast.lin, pending.CODE).secret
    looked: list[str] = []
    answers: list[str] = []

    def look(user_id: int, typed: str) -> str:
        looked.append(typed)
        return ""

    monkeypatch.setattr(signing_in, "code_fits", look)

    def guess(number: int) -> None:
        try:
            signing_in.sign_in_with_code(Actor(id=0, name="", ip="192.0.2.9"), secret=secret, code=f"{number:06d}")
        except DomainError as refusal:
            answers.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(looked) <= 5
    assert not Session.objects.filter(user=cast.lin).exists()


def test_whoever_must_have_a_factor_can_do_nothing_before(cast: Cast) -> None:
    Installation.objects.update(second_factor="everybody")
    client = browser()
    answer = send(client, "POST", "/session", {"login": "lin", "password": PASSWORD})
    assert (answer.status_code, answer.json()["step"]) == (202, "enrol")
    client.cookies["csrftoken"] = "c" * 32
    assert send(client, "GET", "/session").status_code == 401
    secret = base64.b32decode(send(client, "POST", "/session/step", {"ask": "totp"}).json()["totp"]["secret"])
    assert step(client, code="000000" if fresh_code(secret) != "000000" else "111111") == "code.wrong"
    entered = send(client, "POST", "/session/step", {"code": fresh_code(secret)}).json()
    assert (entered["user"]["login"], len(entered["recovery_codes"])) == ("lin", 10)
    assert send(client, "GET", "/me/factors").json()["required"] is True


@pytest.mark.parametrize(
    ("login", "status"), [("admin", 202), ("auditor", 202), ("wang", 202), ("lin", 202), ("zhou", 200)]
)
def test_the_middle_rule_means_administrators_auditors_and_approvers(cast: Cast, login: str, status: int) -> None:
    Installation.objects.update(second_factor="weighty")
    assert send(browser(), "POST", "/session", {"login": login, "password": PASSWORD}).status_code == status


def test_a_waiting_enrolment_is_no_way_round_an_existing_factor(cast: Cast) -> None:
    enrol(cast.lin)
    client = begin()
    with unchanged():
        answer = send(client, "POST", "/session/step", {"ask": "totp"})
    assert (answer.status_code, code(answer)) == (401, "sign_in_over")


def test_an_old_password_is_renewed_on_the_way_in(cast: Cast) -> None:
    Installation.objects.update(password_profile="dengbao")
    User.objects.filter(id=cast.lin.id).update(password_changed_at=now() - timedelta(days=91))
    client = browser()
    assert send(client, "POST", "/session", {"login": "lin", "password": PASSWORD}).json()["step"] == "renew"
    client.cookies["csrftoken"] = "c" * 32
    assert step(client, password=PASSWORD) == "password.same"
    assert step(client, password="only small letters here") == "password.too_plain"
    assert step(client, password="Capital and 1 digit here") == "in"
    assert send(browser(), "POST", "/session", {"login": "lin", "password": PASSWORD}).status_code == 401


def test_a_passkey_can_be_asked_before_any_password(cast: Cast) -> None:
    client = browser()
    asked = send(client, "POST", "/session/step", {"ask": "passkey"})
    assert (asked.status_code, asked.json()["step"], asked.json()["ways"]) == (202, "code", ["passkey"])
    assert len(asked.json()["passkey"]["challenge"]) > 20
    assert asked.cookies["kedang_pending"]["httponly"]
    assert not Session.objects.exists()
