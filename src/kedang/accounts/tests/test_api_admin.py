"""Managing people, departments and roles from outside."""

import json
from typing import Any

import pytest

from kedang.accounts.models import Department, Role, User
from kedang.history.models import Event
from tests.people import PASSWORD, Cast, actor, browser, code, make_cast, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db

GOOD = "a long enough sentence"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def ids(rows: list[dict[str, Any]]) -> set[str]:
    """The ids of some rows."""
    return {row["id"] for row in rows}


# ---------------------------------------------------------------- people


def test_an_administrator_adds_somebody_who_can_sign_in(cast: Cast) -> None:
    member = Role.objects.get(code="member")
    body = {
        "login": "Wu",
        "name": "吴迪",
        "department_id": str(cast.south.id),
        "role_ids": [str(member.id)],
    }
    answer = send(browser(cast.admin), "POST", "/users", body)
    assert answer.status_code == 201, answer.content
    added, first = answer.json()["user"], answer.json()["first_password"]["password"]
    assert added["login"] == "wu"
    assert added["roles"] == [{"id": str(member.id), "name": "客户经理"}]
    assert User.objects.get(login="wu").password != first
    event = Event.objects.get(verb="user.created")
    assert (event.actor_id, event.subject_id) == (cast.admin.id, int(added["id"]))
    assert not [each for each in ("吴迪", first) if each in event.details + event.fields]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"login": "lin"}, "login.taken"),
        ({"login": "a b"}, "login.shape"),
        ({"name": " "}, "name.missing"),
        ({"password": GOOD}, "invalid"),
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
        answer = send(client, "POST", "/users", {"login": "wudian", "name": "吴"} | change)
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
    answer = send(browser(cast.admin), "POST", f"/users/{cast.lin.id}/password")
    assert answer.status_code == 201
    assert send(client, "GET", "/session").status_code == 401
    assert send(browser(), "POST", "/session", {"login": "lin", "password": PASSWORD}).status_code == 401


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
    ("POST", "/users", {"login": "hacker", "name": "x"}),
    ("PATCH", "/users/{lin}", {"name": "x"}),
    ("POST", "/users/{lin}/password", None),
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
