"""周 may write her customer's remark; she would rather write who owns it, its number, and when it was made.

Whatever she adds to a body is refused or ignored. And a refusal, whoever gets it and for whatever reason, leaves every
table as it was.
"""

from typing import Any

import pytest

from kedang.archive.models import Customer
from kedang.engine.catalogue import FIELDS
from tests.abuse import scene
from tests.abuse.scene import COMPANY, Scene, get
from tests.people import browser, code, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


FORBIDDEN: dict[str, Any] = {
    "id": "77",
    "number": "KH-MINE",
    "kind": "organisation",
    "owner_id": "1",
    "department_id": "1",
    "version": 99,
    "created_by": "1",
    "created_at": "2001-01-01T00:00:00Z",
    "updated_by": "1",
    "updated_at": "2001-01-01T00:00:00Z",
    "trashed_at": "2001-01-01T00:00:00Z",
    "restricted_at": "2001-01-01T00:00:00Z",
    "survivor_id": "1",
    "classification": 3,
    "run_id": "5",
    "name_key": "x",
    "template": "bank",
    "provenance": "{}",
    "rule_marks": "{}",
    "birth_date_enc": "x",
    "birth_date_blind": "1",
    "given_enc": "x",
    "extras_enc": "x",
    "is_staff": True,
    "rights": ["people.manage"],
    "owner": "管理",
    "tags": ["重点"],
    "groups": ["老客户"],
    "completeness": "100",
}


def _row(customer: int) -> dict[str, Any]:
    return {f.attname: getattr(Customer.objects.get(id=customer), f.attname) for f in Customer._meta.concrete_fields}


def test_every_column_that_is_no_field_is_on_the_list(there: Scene) -> None:
    """A new column of the customer's row has to be thought about here."""
    columns = {f.attname for f in Customer._meta.concrete_fields}
    assert columns - set(FIELDS) - set(FORBIDDEN) == set()


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_an_edit_changes_nothing_but_fields(there: Scene, name: str) -> None:
    zhou = browser(there.cast.zhou)
    bodies: list[dict[str, Any]] = [{"values": {name: str(FORBIDDEN[name])}}, {"values": {name: FORBIDDEN[name]}}]
    if name != "version":
        bodies.append({"values": {}, name: FORBIDDEN[name]})
    with unchanged():
        for body in bodies:
            answer = send(zhou, "PATCH", f"/customers/{there.person}", body)
            assert answer.status_code in (403, 409, 422), (name, answer.content)


@pytest.mark.parametrize("name", sorted(set(FORBIDDEN) - {"kind", "owner", "tags", "groups"}))
def test_a_new_customer_gets_only_fields(there: Scene, name: str) -> None:
    zhou = browser(there.cast.zhou)
    plain = {"name": "新客户", "mobile": "13511110000"}
    with unchanged():
        answer = send(zhou, "POST", "/customers", {"kind": "person", "values": {**plain, name: str(FORBIDDEN[name])}})
        assert answer.status_code in (403, 422), (name, answer.content)
        answer = send(zhou, "POST", "/customers", {"kind": "person", "values": plain, name: FORBIDDEN[name]})
        assert answer.status_code in (403, 422), (name, answer.content)


def test_a_member_makes_nobody_else_an_owner(there: Scene) -> None:
    zhou = browser(there.cast.zhou)
    people = (("郑一", "13511110001"), ("钱二", "15822220002"), ("孙三", "18933330003"))
    for (name, mobile), owner in zip(people, ("陈刚", "chen", str(there.cast.chen.id)), strict=True):
        values = {"name": name, "mobile": mobile, "owner": owner}
        made = send(zhou, "POST", "/customers", {"kind": "person", "values": values}).json()
        assert Customer.objects.get(id=made["id"]).owner_id == there.cast.zhou.id
    sheet = "姓名,手机,负责人\n甲,13511110007,陈刚\n"
    run = scene.start_import(zhou, sheet.encode())
    answer = send(zhou, "PUT", f"/imports/{run}/mapping", {"owner_id": str(there.cast.chen.id)})
    assert (answer.status_code, code(answer)) == (403, "import.owner")
    assert scene.judge(zhou, run, "commit")["state"] == "done"
    assert not Customer.objects.filter(owner_id=there.cast.chen.id).exclude(id=there.own).exists()


def test_parts_and_oneself_take_no_more_than_they_say(there: Scene) -> None:
    zhou = browser(there.cast.zhou)
    base = f"/customers/{there.person}"
    with unchanged():
        for path, body in (
            ("names", {"kind": "short_name", "value": "x"}),
            ("contact-points", {"kind": "mobile", "value": "13511110001"}),
            ("addresses", {"value": "杭州"}),
            ("notes", {"body": "x"}),
            ("relations", {"kind": "other", "other_id": str(there.company)}),
            ("collaborators", {"user_id": str(there.cast.lin.id)}),
        ):
            for extra in ("id", "customer_id", "author_id", "created_by", "value_enc", "blind"):
                answer = send(zhou, "POST", f"{base}/{path}", {**body, extra: "1"})
                assert answer.status_code == 422, (path, extra)
    before = get(zhou, "/session").json()
    raises: list[dict[str, Any]] = [{"login": "boss"}, {"roles": ["1"]}, {"department_id": "1"}, {"rights": ["x"]}]
    for raised in raises:
        send(zhou, "PATCH", "/me", raised)
    assert get(zhou, "/session").json() == before


def test_nobody_raises_themselves(there: Scene) -> None:
    """Only who manages people changes people; a lead does not, whatever the body says."""
    lin = browser(there.cast.lin)
    with unchanged():
        for path in (f"/users/{there.cast.lin.id}", f"/users/{there.cast.zhou.id}"):
            assert send(lin, "PATCH", path, {"role_ids": ["1"], "is_active": True}).status_code == 403
        assert send(lin, "POST", "/roles", {"code": "x", "name_zh": "x", "name_en": "x", "rights": []}).status_code in (
            403,
            422,
        )
        assert send(lin, "POST", f"/users/{there.cast.admin.id}/password").status_code == 403


def test_refusals_change_nothing(there: Scene) -> None:
    """One of every kind: not signed in, not allowed, not there, not valid, too late, taken."""
    zhou, chen, base = browser(there.cast.zhou), browser(there.cast.chen), f"/customers/{there.person}"
    company = f"/customers/{there.company}"
    tries = [
        (script("kd_nothing"), "PATCH", base, {"values": {"remark": "x"}}, 401),
        (chen, "PATCH", base, {"values": {"remark": "x"}}, 404),
        (chen, "POST", f"{base}/owner", {"owner_id": str(there.cast.chen.id)}, 404),
        (zhou, "POST", f"{base}/owner", {"owner_id": str(there.cast.chen.id)}, 403),
        (zhou, "POST", f"{base}/trash", {}, 403),
        (zhou, "POST", f"{base}/reveal", {"fields": ["id_number"], "reason": "回访客户"}, 403),
        (zhou, "PATCH", base, {"version": 99, "values": {"remark": "x"}}, 409),
        (zhou, "PATCH", base, {"values": {"remark": "x", "nothing": "x"}}, 422),
        (zhou, "PATCH", base, {"values": {"remark": "x", "id_number": "330106199003077240"}}, 403),
        (zhou, "PATCH", base, {"values": {"remark": "x", "external_id": COMPANY["external_id"]}}, 409),
        (zhou, "PATCH", company, {"values": {"name": ""}}, 422),
        (zhou, "POST", "/customers", {"kind": "organisation", "values": {"name": COMPANY["name"]}}, 409),
        (zhou, "POST", "/customers", {"kind": "person", "values": {"remark": "x"}}, 422),
        (zhou, "POST", f"{base}/relations", {"kind": "nothing", "other_id": str(there.company)}, 422),
        (zhou, "POST", f"{base}/relations", {"kind": "other", "other_id": str(there.own)}, 404),
        (zhou, "PUT", f"{base}/tags", {"tag_ids": [str(there.tag), "99"]}, 422),
        (zhou, "POST", f"{base}/collaborators", {"user_id": "99"}, 422),
        (zhou, "DELETE", f"{base}/notes/{there.note}", None, 403),
        (zhou, "POST", "/tags", {"name": "新"}, 403),
        (zhou, "POST", "/fields", {"code": "x", "label_zh": "x", "kinds": ["person"], "type": "text"}, 403),
    ]
    for client, method, path, body, status in tries:
        with unchanged():
            answer = send(client, method, path, body)
            assert answer.status_code == status, (method, path, body, answer.content)
