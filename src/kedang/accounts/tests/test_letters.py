"""People are told by mail of what changed at their account and of a sign-in from elsewhere; a lost phone is no way round anything."""

import pytest
from django.test import Client

from kedang.accounts import letters
from kedang.accounts.models import Passkey, RecoveryCode, Session, Totp, User
from kedang.accounts.tests.test_signing_in import begin, enrol, fresh_code, step
from kedang.delivery.models import Message
from kedang.delivery.outbox import open_content
from kedang.vault.keys import key_for
from tests.people import CSRF, PASSWORD, Cast, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "a rather different phrase 9"


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody, and a mail server is set."""
    monkeypatch.setattr(letters, "is_set_up", lambda channel: True)
    return make_cast()


def told(user: User) -> list[str]:
    """The subjects of the mails to somebody, the oldest first; each goes to the address of the account and holds no secret."""
    found = []
    for message in Message.objects.filter(subject_id=user.id).order_by("id"):
        to, subject, text = open_content(message, key_for(message.id))
        assert to == user.email
        assert not [secret for secret in (PASSWORD, NEW_PASSWORD) if secret in text]
        found.append(subject.removeprefix("客档："))
    return found


def open_mails(user: User) -> str:
    """All mails to somebody, as one text."""
    rows = Message.objects.filter(subject_id=user.id)
    return "\n".join("\n".join(open_content(row, key_for(row.id))) for row in rows)


def signs_in(login: str, *, ip: str, client: Client | None = None) -> Client:
    """Somebody signs in from an address, in a browser that was there before or a new one."""
    used = client or browser()
    used.defaults["REMOTE_ADDR"] = ip
    used.cookies["csrftoken"] = CSRF
    answer = send(used, "POST", "/session", {"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return used


def test_who_signs_in_from_elsewhere_is_told_but_not_of_the_first_time(cast: Cast) -> None:
    known = signs_in("lin", ip="192.0.2.10")
    signs_in("lin", ip="192.0.2.10", client=known)
    assert told(cast.lin) == []
    signs_in("lin", ip="198.51.100.7")
    assert told(cast.lin) == ["您的账号在新的设备或网络登录"]
    assert told(cast.chen) == []


def test_a_new_password_is_told_whoever_gave_it(cast: Cast) -> None:
    lin = browser(cast.lin)
    wrong = send(lin, "POST", "/me/password", {"old": NEW_PASSWORD, "new": NEW_PASSWORD})
    assert (wrong.status_code, told(cast.lin)) == (422, [])
    assert send(lin, "POST", "/me/password", {"old": PASSWORD, "new": NEW_PASSWORD}).status_code == 204
    assert told(cast.lin) == ["您的密码已被修改"]
    given = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password")
    assert (given.status_code, len(told(cast.lin))) == (201, 2)
    assert given.json()["password"] not in open_mails(cast.lin)


def test_a_new_password_takes_no_factor_off(cast: Cast) -> None:
    secret = enrol(cast.lin)
    first = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password").json()["password"]
    client = begin(password=first)
    assert send(client, "GET", "/session").status_code == 401
    assert step(client, code=fresh_code(secret)) == "renew"
    assert send(client, "GET", "/session").status_code == 401


def test_lost_factors_are_taken_off_by_an_administrator_alone_and_end_every_session(cast: Cast) -> None:
    enrol(cast.lin)
    at_work = browser(cast.lin)
    for user in (cast.lin, cast.chen, cast.wang, cast.auditor):
        with unchanged():
            assert send(browser(user), "DELETE", f"/users/{cast.lin.id}/factors").status_code == 403
    assert send(browser(cast.admin), "DELETE", f"/users/{cast.lin.id}/factors").status_code == 204
    assert send(at_work, "GET", "/session").status_code == 401
    assert not Session.objects.filter(user=cast.lin).exists()
    for model in (Totp, Passkey, RecoveryCode):
        assert not model.objects.filter(user=cast.lin).exists()
    assert told(cast.lin) == ["管理员移除了您的全部第二因素"]
    again = send(browser(cast.admin), "DELETE", f"/users/{cast.lin.id}/factors")
    assert (again.status_code, code(again)) == (409, "factor.none")
    signs_in("lin", ip="192.0.2.10")


def test_an_administrator_alone_ends_the_sessions_of_another(cast: Cast) -> None:
    at_work, at_home, elsewhere = browser(cast.lin), browser(cast.lin), browser(cast.chen)
    with unchanged():
        assert send(browser(cast.wang), "DELETE", f"/users/{cast.lin.id}/sessions").status_code == 403
    ended = send(browser(cast.admin), "DELETE", f"/users/{cast.lin.id}/sessions")
    assert (ended.status_code, ended.json()) == (200, {"ended": 2})
    assert [send(each, "GET", "/session").status_code for each in (at_work, at_home, elsewhere)] == [401, 401, 200]
