"""Accounts from outside: signing in, oneself, tokens."""

import pytest
from django.test import Client

from kedang.accounts.models import Session, Token, User
from tests.people import PASSWORD, Cast, browser, code, make_cast, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db

GOOD = "a long enough sentence"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


# ---------------------------------------------------------------- sessions


def test_signing_in_sets_a_cookie_that_opens_the_door(cast: Cast) -> None:
    client = browser()
    answer = send(client, "POST", "/session", {"login": " ＬＩＮ ", "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    cookie = answer.cookies["kedang_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not Session.objects.filter(hash=cookie.value).exists()
    client.cookies["csrftoken"] = answer.cookies["csrftoken"].value
    me = send(client, "GET", "/session").json()
    assert me["user"]["name"] == "林晓"
    assert me["scope"] == "tree"
    assert me["user"]["department"]["name"] == "华东销售部"
    assert "customers.export" in me["rights"]
    assert me["organisation"] == {"name": "客档示例公司", "demo": False}


@pytest.mark.parametrize("login", ["lin", "nobody-of-this-name"])
def test_a_wrong_password_and_an_unknown_account_look_alike(cast: Cast, login: str) -> None:
    answer = send(browser(), "POST", "/session", {"login": login, "password": "wrong"})
    assert (answer.status_code, code(answer)) == (401, "wrong_credentials")
    assert "kedang_session" not in answer.cookies
    assert set(answer.json()["error"]["details"]) == set()


def test_a_disabled_account_looks_like_a_wrong_password(cast: Cast) -> None:
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    answer = send(browser(), "POST", "/session", {"login": "lin", "password": PASSWORD})
    assert (answer.status_code, code(answer)) == (401, "wrong_credentials")


def test_signing_in_from_another_site_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = send(client, "POST", "/session", {"login": "lin", "password": PASSWORD})
    assert (answer.status_code, code(answer)) == (403, "csrf")
    assert not Session.objects.exists()


def test_signing_out_ends_the_session_for_good(cast: Cast) -> None:
    client = browser(cast.lin)
    stolen = client.cookies["kedang_session"].value
    answer = send(client, "DELETE", "/session")
    assert answer.status_code == 204
    assert "cache" in answer["Clear-Site-Data"]
    client.cookies["kedang_session"] = stolen
    assert send(client, "GET", "/session").status_code == 401


def test_nobody_is_asked_to_sign_in_and_given_a_csrf_cookie() -> None:
    answer = send(Client(), "GET", "/session")
    assert (answer.status_code, code(answer)) == (401, "sign_in")
    assert answer.cookies["csrftoken"].value


def test_a_change_without_the_csrf_header_is_refused(cast: Cast) -> None:
    client = browser(cast.lin)
    client.defaults.pop("HTTP_X_CSRFTOKEN")
    with unchanged():
        answer = send(client, "PATCH", "/me", {"language": "en"})
    assert (answer.status_code, code(answer)) == (403, "csrf")


def test_sessions_can_be_seen_and_ended_one_by_one_but_only_ones_own(cast: Cast) -> None:
    here, there, other = browser(cast.lin), browser(cast.lin), browser(cast.chen)
    rows = send(here, "GET", "/me/sessions").json()["sessions"]
    assert sorted(row["current"] for row in rows) == [False, True]
    elsewhere = next(row["id"] for row in rows if not row["current"])
    with unchanged():
        assert code(send(other, "DELETE", f"/me/sessions/{elsewhere}")) == "not_found"
    assert send(here, "DELETE", f"/me/sessions/{elsewhere}").status_code == 204
    assert send(there, "GET", "/session").status_code == 401
    assert send(here, "GET", "/session").status_code == 200


# ---------------------------------------------------------------- oneself


def test_people_change_their_language_and_preferences_and_nothing_else(cast: Cast) -> None:
    client = browser(cast.zhou)
    answer = send(client, "PATCH", "/me", {"language": "en", "preferences": {"dark": True}})
    assert answer.json()["user"]["preferences"] == {"dark": True}
    assert answer.json()["user"]["language"] == "en"
    with unchanged():
        for field in ("name", "login", "department_id", "role_ids", "is_active", "id", "password"):
            assert send(client, "PATCH", "/me", {field: "x"}).status_code == 422


def test_a_new_password_ends_every_old_session(cast: Cast) -> None:
    here, there = browser(cast.lin), browser(cast.lin)
    old_cookie = here.cookies["kedang_session"].value
    with unchanged():
        assert code(send(here, "POST", "/me/password", {"old": "no", "new": GOOD})) == "password.wrong"
        assert code(send(here, "POST", "/me/password", {"old": PASSWORD, "new": "short"})) == "password.too_short"
    answer = send(here, "POST", "/me/password", {"old": PASSWORD, "new": GOOD})
    assert answer.status_code == 204
    assert send(there, "GET", "/session").status_code == 401
    assert send(here, "GET", "/session").status_code == 200
    here.cookies["kedang_session"] = old_cookie
    assert send(here, "GET", "/session").status_code == 401
    assert send(browser(), "POST", "/session", {"login": "lin", "password": GOOD}).status_code == 200


def test_colleagues_are_found_by_name_and_without_those_who_left(cast: Cast) -> None:
    client = browser(cast.zhou)
    assert [p["name"] for p in send(client, "GET", "/people?q=林").json()["people"]] == ["林晓"]
    send(browser(cast.admin), "PATCH", f"/users/{cast.lin.id}", {"is_active": False})
    assert send(client, "GET", "/people?q=林").json()["people"] == []
    assert len(send(client, "GET", "/people").json()["people"]) == 5


# ---------------------------------------------------------------- tokens


def test_a_token_acts_for_its_owner_with_no_more_than_its_rights(cast: Cast) -> None:
    client = browser(cast.lin)
    made = send(client, "POST", "/me/tokens", {"name": "nightly", "rights": ["customers.view"], "days": 7})
    assert made.status_code == 201, made.content
    secret = made.json()["secret"]
    assert not Token.objects.filter(hash=secret).exists()
    assert secret.startswith(made.json()["prefix"])
    program = script(secret)
    assert send(program, "GET", "/session").json()["rights"] == ["customers.view"]
    assert send(program, "PATCH", "/me", {"language": "en"}).status_code == 200
    with unchanged():
        assert code(send(program, "POST", "/me/tokens", {"name": "more"})) == "denied"
    assert send(client, "GET", "/me/tokens").json()["tokens"][0].get("secret") is None
    assert send(client, "DELETE", f"/me/tokens/{made.json()['id']}").status_code == 204
    assert send(program, "GET", "/session").status_code == 401


def test_a_full_token_still_makes_no_tokens(cast: Cast) -> None:
    secret = send(browser(cast.lin), "POST", "/me/tokens", {"name": "all"}).json()["secret"]
    assert send(script(secret), "GET", "/me/tokens").status_code == 200
    with unchanged():
        assert code(send(script(secret), "POST", "/me/tokens", {"name": "more"})) == "token.by_token"


def test_a_token_gets_no_right_its_owner_lacks_and_no_endless_life(cast: Cast) -> None:
    client = browser(cast.zhou)
    with unchanged():
        assert code(send(client, "POST", "/me/tokens", {"name": "x", "rights": ["people.manage"]})) == "denied"
        assert code(send(client, "POST", "/me/tokens", {"name": "x", "days": 91})) == "invalid"


def test_a_token_bound_to_an_address_fails_elsewhere(cast: Cast) -> None:
    made = send(browser(cast.lin), "POST", "/me/tokens", {"name": "x", "addresses": ["198.51.100.7"]}).json()
    assert send(script(made["secret"]), "GET", "/session").status_code == 403
    bound = script(made["secret"])
    bound.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert send(bound, "GET", "/session").status_code == 200
