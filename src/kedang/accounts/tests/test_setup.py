"""The first day: one link, one hour, one use, and no account before it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts import setup
from kedang.accounts.hasher import hash_password
from kedang.accounts.models import SetupLink, User
from kedang.accounts.setup import make_setup_link, setup_needed
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import browser, make_cast
from tests.state import unchanged

pytestmark = pytest.mark.django_db
BODY = {"organisation": "试用公司", "login": "boss", "name": "老板", "password": "a long enough sentence"}


def post(token: str, **changes: str) -> Any:
    """Use a link."""
    body = json.dumps({**BODY, "token": token, **changes})
    return browser().post("/api/setup", body, content_type="application/json")


def instance() -> Any:
    """What anybody may know."""
    return browser().get("/api/instance").json()


def test_a_fresh_installation_has_no_account_and_says_so() -> None:
    assert setup_needed()
    assert not User.objects.exists()
    assert instance()["setup_needed"] is True
    assert instance()["demo_accounts"] == []


def test_the_link_makes_an_administrator_who_is_manager_too_and_signs_them_in() -> None:
    secret = make_setup_link(system_actor("setup"))
    assert not SetupLink.objects.filter(hash=secret).exists()
    answer = post(secret)
    assert answer.status_code == 200, answer.content
    me = answer.json()
    assert {role["name"] for role in me["user"]["roles"]} == {"系统管理员", "经理"}
    assert {"people.manage", "customers.view"} <= set(me["rights"])
    assert (me["scope"], me["organisation"]["name"]) == ("all", "试用公司")
    assert answer.cookies["kedang_session"].value
    assert instance()["setup_needed"] is False
    assert post(secret).json()["error"]["code"] == "setup.done"


def test_a_new_installation_asks_the_weighty_for_a_second_factor() -> None:
    post(make_setup_link(system_actor("setup")))
    member = User.objects.create(login="clerk", name="小周", password=hash_password(BODY["password"]))
    answers = [
        browser().post("/api/session", json.dumps({"login": login, "password": BODY["password"]}), "application/json")
        for login in ("boss", member.login)
    ]
    assert [answer.status_code for answer in answers] == [202, 200]
    assert answers[0].json()["step"] == "enrol"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"password": "short"}, "password.too_short"), ({"name": " "}, "invalid"), ({"login": "老 板"}, "login.shape")],
)
def test_a_refused_set_up_leaves_the_link_for_another_try(changes: dict[str, str], code: str) -> None:
    secret = make_setup_link(system_actor("setup"))
    with unchanged():
        assert post(secret, **changes).json()["error"]["code"] == code
    assert post(secret).status_code == 200


def test_a_wrong_an_old_and_a_replaced_link_open_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = make_setup_link(system_actor("setup"))
    current = make_setup_link(system_actor("setup"))
    for secret in ("", "wrong", replaced):
        assert (post(secret).status_code, post(secret).json()["error"]["code"]) == (403, "setup.link")
    monkeypatch.setattr(setup, "now", lambda: now() + timedelta(minutes=61))
    assert post(current).json()["error"]["code"] == "setup.link"
    assert not User.objects.exists()


def test_no_link_is_made_once_somebody_can_sign_in() -> None:
    make_cast()
    with pytest.raises(DomainError, match=r"setup\.done"):
        make_setup_link(system_actor("setup"))
