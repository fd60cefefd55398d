"""Accounts from outside: signing in, oneself, people, departments, roles, tokens."""

import json
from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import Department, Role, Session, Token, User
from kedang.history.models import Event
from tests.people import PASSWORD, Cast, actor, browser, make_cast, script
from tests.state import unchanged

pytestmark = pytest.mark.django_db

GOOD = "a long enough sentence"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    """One JSON request."""
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api{path}", data, content_type="application/json")


def code(response: Any) -> str:
    """The code of a refusal."""
    return str(json.loads(response.content)["error"]["code"])


def ids(rows: list[dict[str, Any]]) -> set[str]:
    """The ids of some rows."""
    return {row["id"] for row in rows}


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
    assert send(script(made["secret"]), "GET", "/session").status_code == 401
    bound = script(made["secret"])
    bound.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert send(bound, "GET", "/session").status_code == 200


# ---------------------------------------------------------------- people


def test_an_administrator_adds_somebody_who_can_sign_in(cast: Cast) -> None:
    member = Role.objects.get(code="member")
    body = {
        "login": "Wu",
        "name": "吴迪",
        "password": GOOD,
        "department_id": str(cast.south.id),
        "role_ids": [str(member.id)],
    }
    answer = send(browser(cast.admin), "POST", "/users", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["login"] == "wu"
    assert answer.json()["roles"] == [{"id": str(member.id), "name": "客户经理"}]
    assert send(browser(), "POST", "/session", {"login": "wu", "password": GOOD}).status_code == 200
    event = Event.objects.get(verb="user.created")
    assert (event.actor_id, event.subject_id) == (cast.admin.id, int(answer.json()["id"]))
    assert "吴迪" not in event.details + event.fields


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"login": "lin"}, "login.taken"),
        ({"login": "a b"}, "login.shape"),
        ({"name": " "}, "name.missing"),
        ({"password": "short"}, "password.too_short"),
        ({"password": "password1234"}, "password.too_common"),
        ({"password": "111111111111"}, "password.too_common"),
        ({"password": "wu.dian12"}, "password.too_short"),
        ({"password": "wudian wudian"}, "password.too_common"),
        ({"department_id": "12345"}, "invalid"),
        ({"role_ids": ["12345"]}, "invalid"),
        ({"language": "xx"}, "invalid"),
        ({"is_staff": True}, "invalid"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_changes(
    cast: Cast, change: dict[str, Any], expected: str
) -> None:
    client = browser(cast.admin)
    with unchanged():
        answer = send(client, "POST", "/users", {"login": "wudian", "name": "吴", "password": GOOD} | change)
    assert (answer.status_code >= 400, code(answer)) == (True, expected)


def test_disabling_somebody_ends_their_sessions_and_tokens_at_once(cast: Cast) -> None:
    client = browser(cast.lin)
    program = script(send(client, "POST", "/me/tokens", {"name": "x"}).json()["secret"])
    assert send(browser(cast.admin), "PATCH", f"/users/{cast.lin.id}", {"is_active": False}).status_code == 200
    assert send(client, "GET", "/session").status_code == 401
    assert send(program, "GET", "/session").status_code == 401
    send(browser(cast.admin), "PATCH", f"/users/{cast.lin.id}", {"is_active": True})
    assert send(client, "GET", "/session").status_code == 401
    assert send(program, "GET", "/session").status_code == 401


def test_a_taken_role_takes_effect_at_the_next_request(cast: Cast) -> None:
    client = browser(cast.lin)
    assert "customers.export" in send(client, "GET", "/session").json()["rights"]
    member = Role.objects.get(code="member")
    send(browser(cast.admin), "PATCH", f"/users/{cast.lin.id}", {"role_ids": [str(member.id)]})
    me = send(client, "GET", "/session").json()
    assert "customers.export" not in me["rights"]
    assert me["scope"] == "own"


@pytest.mark.parametrize("change", [{"is_active": False}, {"role_ids": []}])
def test_the_last_administrator_stays(cast: Cast, change: dict[str, Any]) -> None:
    client = browser(cast.admin)
    with unchanged():
        answer = send(client, "PATCH", f"/users/{cast.admin.id}", change)
    assert (answer.status_code, code(answer)) == (409, "user.last_administrator")


def test_an_administrators_new_password_ends_that_persons_sessions(cast: Cast) -> None:
    client = browser(cast.lin)
    answer = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password", {"password": GOOD})
    assert answer.status_code == 204
    assert send(client, "GET", "/session").status_code == 401
    assert send(browser(), "POST", "/session", {"login": "lin", "password": GOOD}).status_code == 200


def test_accounts_are_listed_page_by_page(cast: Cast) -> None:
    client = browser(cast.admin)
    first = send(client, "GET", "/users?limit=4").json()
    second = send(client, "GET", f"/users?limit=4&cursor={first['next']}").json()
    assert second["next"] is None
    assert len(ids(first["users"]) | ids(second["users"])) == 6
    assert [u["login"] for u in send(client, "GET", "/users?q=王").json()["users"]] == ["wang"]


# ---------------------------------------------------------------- departments and roles


def test_a_moved_department_takes_its_people_out_of_sight_at_once(cast: Cast) -> None:
    client, admin = browser(cast.lin), browser(cast.admin)
    before = Department.objects.get(id=cast.hangzhou.id).path
    answer = send(admin, "PATCH", f"/departments/{cast.hangzhou.id}", {"parent_id": str(cast.south.id)})
    assert answer.json()["parent_id"] == str(cast.south.id)
    after = Department.objects.get(id=cast.hangzhou.id).path
    assert after == f"{cast.south.path}{cast.hangzhou.id}/" != before
    assert send(client, "GET", "/session").status_code == 200
    assert actor(cast.lin).department_ids == {cast.east.id}
    assert actor(cast.chen).department_ids == {cast.south.id, cast.hangzhou.id}


def test_a_department_that_cannot_be_is_refused_and_nothing_changes(cast: Cast) -> None:
    admin = browser(cast.admin)
    east = f"/departments/{cast.east.id}"
    with unchanged():
        below_itself = send(admin, "PATCH", east, {"parent_id": str(cast.hangzhou.id)})
        assert code(below_itself) == "department.in_itself"
        both = send(admin, "PATCH", east, {"name": "新名", "parent_id": str(cast.hangzhou.id)})
        assert code(both) == "department.in_itself"
        twin = {"name": "华南销售部", "parent_id": str(cast.head_office.id)}
        assert code(send(admin, "POST", "/departments", twin)) == "department.name_taken"
        assert code(send(admin, "DELETE", east)) == "department.in_use"
        assert code(send(admin, "PATCH", "/departments/99", {"name": "x"})) == "not_found"
        assert code(send(admin, "POST", "/departments", {"name": "x", "parent_id": "99"})) == "invalid"


def test_an_empty_department_comes_and_goes(cast: Cast) -> None:
    admin = browser(cast.admin)
    made = send(admin, "POST", "/departments", {"name": "客服部", "parent_id": str(cast.head_office.id)}).json()
    tree = send(admin, "GET", "/departments").json()["departments"]
    assert tree[0]["name"] == "总公司"
    assert {d["name"]: d["people"] for d in tree} == {
        "总公司": 3,
        "华东销售部": 2,
        "杭州组": 0,
        "华南销售部": 1,
        "客服部": 0,
    }
    assert send(browser(cast.zhou), "GET", "/departments").json()["departments"][0]["people"] is None
    assert send(admin, "DELETE", f"/departments/{made['id']}").status_code == 204


def test_an_own_role_can_be_made_changed_and_deleted_a_built_in_one_cannot(cast: Cast) -> None:
    admin = browser(cast.admin)
    body = {"name_zh": "实习生", "scope": "own", "rights": ["tokens.own"], "field_modes": {"*C": {"own": "masked"}}}
    made = send(admin, "POST", "/roles", body)
    assert made.status_code == 201, made.content
    role = f"/roles/{made.json()['id']}"
    assert made.json()["name_en"] == "实习生"
    changed = send(admin, "PATCH", role, {"scope": "team", "rights": ["tokens.own", "audit.read"]}).json()
    assert (changed["scope"], changed["rights"]) == ("team", ["audit.read", "tokens.own"])
    assert json.loads(Event.objects.get(verb="role.changed").details)["rights_added"] == ["audit.read"]
    send(admin, "PATCH", f"/users/{cast.zhou.id}", {"role_ids": [made.json()["id"]]})
    with unchanged():
        assert code(send(admin, "DELETE", role)) == "role.in_use"
    builtin = Role.objects.get(code="member")
    with unchanged():
        assert code(send(admin, "PATCH", f"/roles/{builtin.id}", {"rights": []})) == "role.builtin"
        assert code(send(admin, "DELETE", f"/roles/{builtin.id}")) == "role.builtin"
    send(admin, "PATCH", f"/users/{cast.zhou.id}", {"role_ids": [str(builtin.id)]})
    assert send(admin, "DELETE", role).status_code == 204


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name_zh": " "}, "invalid"),
        ({"name_zh": "x", "rights": ["no.such"]}, "role.unknown_right"),
        ({"name_zh": "x", "scope": "galaxy"}, "invalid"),
        ({"name_zh": "x", "field_modes": {"*C": {"own": "loud"}}}, "invalid"),
        ({"name_zh": "x", "field_modes": {"*C": {"roof": "read"}}}, "invalid"),
        ({"name_zh": "x", "field_modes": {"a b": {"own": "read"}}}, "invalid"),
        ({"name_zh": "x", "builtin": True}, "invalid"),
    ],
)
def test_a_role_that_cannot_be_is_refused(cast: Cast, body: dict[str, Any], expected: str) -> None:
    admin = browser(cast.admin)
    with unchanged():
        assert code(send(admin, "POST", "/roles", body)) == expected


ADMIN_DOORS = [
    ("GET", "/users", None),
    ("POST", "/users", {"login": "hacker", "name": "x", "password": GOOD}),
    ("PATCH", "/users/{lin}", {"name": "x"}),
    ("POST", "/users/{lin}/password", {"password": GOOD}),
    ("POST", "/departments", {"name": "x"}),
    ("PATCH", "/departments/{east}", {"name": "x"}),
    ("DELETE", "/departments/{hangzhou}", None),
    ("GET", "/roles", None),
    ("POST", "/roles", {"name_zh": "x"}),
    ("PATCH", "/roles/{lin}", {"name_zh": "x"}),
    ("DELETE", "/roles/{lin}", None),
]


@pytest.mark.parametrize("who", ["lin", "zhou", "wang", "auditor"])
def test_only_administrators_manage_and_a_refusal_changes_nothing(cast: Cast, who: str) -> None:
    client = browser(getattr(cast, who))
    places = {"lin": cast.lin.id, "east": cast.east.id, "hangzhou": cast.hangzhou.id}
    with unchanged():
        for method, path, body in ADMIN_DOORS:
            answer = send(client, method, path.format(**places), body)
            assert (answer.status_code, code(answer)) == (403, "denied"), (method, path)


def test_an_id_too_large_for_any_database_is_refused_not_a_crash(cast: Cast) -> None:
    answer = send(browser(cast.admin), "PATCH", "/users/99999999999999999999", {"name": "x"})
    assert (answer.status_code, code(answer)) == (422, "invalid")
