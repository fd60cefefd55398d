"""Three administrators: whoever runs the system, gives rights or reads the history does one of these, and no customers' work."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import kedang
from kedang.access import apart as setting
from kedang.accounts import duties, users
from kedang.accounts.models import Installation, Role, User
from kedang.accounts.policy import bump, current_policy
from kedang.accounts.rights import declared_rights
from kedang.accounts.users import NewUser
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from tests.people import Cast, actor, browser, code, make_cast, make_user, send

pytestmark = pytest.mark.django_db
ROLES = ("system_admin", "security_admin", "auditor", "member")
PAIRS = list(combinations(ROLES, 2))
PASSWORD = "a quite long pass phrase 7"


def role(named: str) -> Role:
    """A role by its code."""
    return Role.objects.get(code=named)


def ids(*named: str) -> list[str]:
    """Roles by their codes, as requests name them."""
    return [str(role(each).id) for each in named]


def held(user: User) -> set[str]:
    """The roles somebody has now."""
    return set(user.roles.values_list("code", flat=True))


@pytest.fixture
def cast() -> Cast:
    """Everybody; 管理 is security administrator, and somebody else runs the system."""
    there = make_cast()
    there.admin.roles.set([role("security_admin")])
    make_user("sys", "运维", "system_admin", there.head_office)
    return there


@pytest.fixture
def apart(cast: Cast) -> Cast:
    """The same, kept apart."""
    answer = send(browser(cast.admin), "PUT", "/access/separation", {"on": True})
    assert (answer.status_code, answer.json()["on"], answer.json()["combining"]) == (200, True, [])
    return cast


def test_it_ships_switched_off_and_says_who_combines(cast: Cast) -> None:
    cast.wang.roles.add(role("auditor"))
    bump()
    found = send(browser(cast.admin), "GET", "/access/separation").json()
    assert found["on"] is False
    assert [(each["login"], each["duties"]) for each in found["combining"]] == [("wang", ["audit", "customers"])]
    rows = send(browser(cast.admin), "GET", "/users").json()["users"]
    assert {row["login"]: row["combined"] for row in rows if row["combined"]} == {"wang": ["audit", "customers"]}
    assert [len(each["rights"]) > 0 for each in found["duties"]] == [True] * 4


def test_the_shipped_administrator_combines_and_the_separate_ones_do_not() -> None:
    make_cast()
    met = {each.code: duties.combined(each.rights) for each in Role.objects.all()}
    assert met.pop("administrator") == ("system", "security", "audit")
    assert set(met.values()) == {()}
    assert {each.code for each in declared_rights()} >= {
        right for each in duties.DUTIES for right in duties.rights_of(each)
    }


def test_it_cannot_be_switched_on_while_somebody_combines(cast: Cast) -> None:
    cast.wang.roles.add(role("auditor"))
    bump()
    answer = send(browser(cast.admin), "PUT", "/access/separation", {"on": True})
    assert (answer.status_code, code(answer)) == (409, "duties.combined")
    assert "王磊（wang）" in answer.json()["error"]["message"]
    assert not Installation.objects.get(id=1).separation
    assert not Event.objects.filter(verb="separation.switched").exists()


@pytest.mark.parametrize("without", ["auditor", "admin"])
def test_it_cannot_be_switched_on_without_somebody_for_each(cast: Cast, without: str) -> None:
    User.objects.filter(login=without).update(is_active=False)
    bump()
    with pytest.raises(DomainError) as refused:
        setting.switch(system_actor("command"), on=True)
    assert refused.value.code == "duties.nobody"
    assert not Installation.objects.get(id=1).separation


def test_switching_is_on_record_and_not_everybodys(cast: Cast) -> None:
    for user in (cast.wang, cast.auditor, cast.lin):
        assert send(browser(user), "PUT", "/access/separation", {"on": True}).status_code == 403
    assert send(browser(cast.admin), "PUT", "/access/separation", {"on": True}).status_code == 200
    event = Event.objects.get(verb="separation.switched")
    assert (event.actor_id, "true" in str(event.details).lower()) == (cast.admin.id, True)


def test_no_two_duties_reach_one_person_by_the_page(apart: Cast) -> None:
    client, people = browser(apart.admin), User.objects.count()
    for pair in PAIRS:
        answer = send(client, "PATCH", f"/users/{apart.zhou.id}", {"role_ids": ids(*pair)})
        assert (answer.status_code, code(answer)) == (409, "duties.conflict"), pair
        assert "周敏" in answer.json()["error"]["message"]
        assert held(apart.zhou) == {"member"}
    body = {"login": "neu", "name": "新人", "role_ids": ids(*PAIRS[0])}
    assert code(send(client, "POST", "/users", body)) == "duties.conflict"
    assert User.objects.count() == people


def test_not_by_the_command_line_either(apart: Cast) -> None:
    wanted = NewUser(login="neu", name="新人", password=PASSWORD, role_ids=[role(each).id for each in ROLES[:2]])
    with pytest.raises(DomainError) as refused:
        users.create_user(system_actor("command"), wanted)
    assert refused.value.code == "duties.conflict"
    assert not User.objects.filter(login="neu").exists()


def test_not_by_a_role_that_says_more(apart: Cast) -> None:
    client = browser(apart.admin)
    both = {"name_zh": "两职", "name_en": "both", "rights": ["audit.read", "customers.view"], "scope": "own"}
    assert code(send(client, "POST", "/roles", both)) == "duties.conflict"
    extra = send(client, "POST", "/roles", {**both, "rights": ["tokens.own"]}).json()["id"]
    assert send(client, "PATCH", f"/users/{apart.zhou.id}", {"role_ids": [*ids("member"), extra]}).status_code == 200
    answer = send(client, "PATCH", f"/roles/{extra}", {"rights": ["audit.read"]})
    assert (answer.status_code, code(answer)) == (409, "duties.conflict")
    assert "周敏" in answer.json()["error"]["message"]
    assert Role.objects.get(id=extra).rights == ["tokens.own"]


def test_not_by_enabling_somebody_who_combined_before(apart: Cast) -> None:
    User.objects.filter(id=apart.zhou.id).update(is_active=False)
    apart.zhou.roles.add(role("auditor"))
    bump()
    answer = send(browser(apart.admin), "PATCH", f"/users/{apart.zhou.id}", {"is_active": True})
    assert (answer.status_code, code(answer)) == (409, "duties.conflict")
    assert not User.objects.get(id=apart.zhou.id).is_active


def test_nobody_adds_to_their_own_rights(apart: Cast) -> None:
    client = browser(apart.admin)
    more = send(client, "POST", "/roles", {"name_zh": "更多", "rights": ["sign_in.rules"], "scope": "own"}).json()["id"]
    fields = send(client, "POST", "/roles", {"name_zh": "字段", "rights": ["fields.manage"], "scope": "own"}).json()[
        "id"
    ]
    answer = send(client, "PATCH", f"/users/{apart.admin.id}", {"role_ids": [*ids("security_admin"), fields]})
    assert (answer.status_code, code(answer)) == (403, "duties.own")
    assert held(apart.admin) == {"security_admin"}
    # what adds nothing is allowed, and so a role that says more later is not
    assert (
        send(client, "PATCH", f"/users/{apart.admin.id}", {"role_ids": [*ids("security_admin"), more]}).status_code
        == 200
    )
    answer = send(client, "PATCH", f"/roles/{more}", {"rights": ["sign_in.rules", "fields.manage"]})
    assert (answer.status_code, code(answer)) == (403, "duties.own")
    assert Role.objects.get(id=more).rights == ["sign_in.rules"]


def test_roles_written_past_every_guard_give_nothing(apart: Cast) -> None:
    """The last guard: rows put into the database by hand."""
    guarded = {right for each in duties.DUTIES for right in duties.rights_of(each)}
    he = make_user("he", "何婷", "member", apart.south)
    client = browser(he)
    for pair in PAIRS:
        he.roles.set([role(each) for each in pair])
        bump()
        assert actor(he).rights & guarded == frozenset(), pair
        both = {right for each in pair for right in role(each).rights} & guarded
        assert current_policy().grants_of(he.id, he.department_id).withheld == both
        for path in ("/customers", "/users", "/roles", "/backups"):
            assert send(client, "GET", path).status_code in (403, 404), (pair, path)
    found = send(browser(apart.admin), "GET", f"/access/users/{he.id}").json()
    assert found["combined"] == ["audit", "customers"]
    assert {each["code"] for each in found["withheld"]} == both


def test_only_the_server_switches_it_off(apart: Cast) -> None:
    answer = send(browser(apart.admin), "PUT", "/access/separation", {"on": False})
    assert (answer.status_code, code(answer)) == (403, "duties.server_only")
    assert Installation.objects.get(id=1).separation
    setting.switch(system_actor("command"), on=False)
    assert send(browser(apart.admin), "GET", "/access/separation").json()["on"] is False


def test_the_separate_ones_see_no_customer_and_the_last_security_administrator_stays(apart: Cast) -> None:
    for user in (User.objects.get(login="sys"), apart.admin, apart.auditor):
        assert send(browser(user), "GET", "/customers").status_code == 403
    answer = send(browser(apart.admin), "PATCH", f"/users/{apart.admin.id}", {"role_ids": ids("member")})
    assert answer.status_code in (403, 409)
    answer = send(browser(apart.admin), "PATCH", f"/users/{apart.admin.id}", {"is_active": False})
    assert (answer.status_code, code(answer)) == (409, "user.last_administrator")
    assert held(apart.admin) == {"security_admin"}


def test_roles_reach_people_in_one_place_only() -> None:
    """Every way a role takes to a person goes through `give_roles`: nothing else writes them."""
    root = Path(kedang.__file__).parent
    writes = re.compile(
        r"\.roles\.(set|add|clear|remove|create)\(|roles\.through\.objects\.(?!values)|INTO accounts_user_role"
    )
    found = [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*.py"))
        if "tests" not in path.parts and writes.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["accounts/separation.py"]


def test_a_second_change_waits_for_the_first(apart: Cast) -> None:
    """Both look at the setting under one lock, which they hold until they are done."""
    with CaptureQueriesContext(connection) as asked:
        send(browser(apart.admin), "PATCH", f"/users/{apart.zhou.id}", {"role_ids": ids("member")})
    looks = [
        query["sql"] for query in asked if "accounts_installation" in query["sql"] and "separation" in query["sql"]
    ]
    locked = [sql for sql in looks if "FOR UPDATE" in sql]
    assert looks
    assert bool(locked) == (connection.vendor == "postgresql")
