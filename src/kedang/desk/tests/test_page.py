"""The page: what it shows to whom, and that it is recorded before it leaves."""

from typing import Any

import orjson
import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive import notes, parts, sharing
from kedang.archive.customers import create
from kedang.archive.models import Customer
from kedang.archive.tests.filing import content, file_customer
from kedang.history.models import ReadEvent
from tests.people import Cast, acting, actor, browser, make_cast, make_user

pytestmark = pytest.mark.django_db
MOBILE, EMAIL, IDENTITY, STREET = "13812345678", "zhangwei@example.com", "11010519491231002X", "文三路477号"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    return file_customer(
        cast.zhou,
        name="张伟",
        mobile=[MOBILE, "139"],
        email=EMAIL,
        id_number=IDENTITY,
        address=f"浙江省杭州市西湖区{STREET}",
        birth_date="1949-12-31",
        occupation="工程师",
    )


def page(user: User, customer_id: int) -> dict[str, Any]:
    response = browser(user).get(f"/api/customers/{customer_id}")
    assert response.status_code == 200, response.content
    return dict(response.json())


def fields(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f["code"]: f for section in body["sections"] for f in section["fields"]}


def test_an_owner_sees_contact_data_clear_and_identity_masked(cast: Cast, zhang: int) -> None:
    body = page(cast.zhou, zhang)
    assert (body["name"], body["mine"], body["editable"], body["kind"]) == ("张伟", True, True, "person")
    points = {p["kind"]: p for p in body["contact_points"] if p["valid"]}
    assert (points["mobile"]["value"], points["mobile"]["masked"], points["mobile"]["preferred"]) == (
        MOBILE,
        False,
        True,
    )
    (bad,) = [p for p in body["contact_points"] if not p["valid"]]
    assert (bad["value"], bad["reason"]) == ("139", "号码位数不对")
    (identity,) = body["identifiers"]
    assert (identity["value"], identity["masked"]) == ("110***********002X", True)
    (address,) = body["addresses"]
    assert (address["value"], address["region"], address["region_name"]) == (
        f"浙江省杭州市西湖区{STREET}",
        "330106",
        "浙江省杭州市西湖区",
    )
    assert fields(body)["birth_date"]["value"] == "1949-12-31"
    assert fields(body)["region"]["display"] == "浙江省杭州市西湖区"
    assert fields(body)["gender"]["display"] == "女"


def test_a_lead_sees_the_same_masked_and_nothing_clear_anywhere(cast: Cast, zhang: int) -> None:
    response = browser(cast.lin).get(f"/api/customers/{zhang}")
    body = response.json()
    for secret in (MOBILE, "+8613812345678", EMAIL, IDENTITY, STREET, "1949-12-31"):
        assert secret not in response.content.decode(), secret
    assert {p["value"] for p in body["contact_points"]} == {"138****5678", "*39", "z***@example.com"}
    assert body["addresses"][0]["value"] == "浙江省杭州市西湖区****"
    assert (fields(body)["birth_date"]["value"], fields(body)["birth_date"]["masked"]) == ("1949-**-**", True)
    assert fields(body)["birth_date"]["given"] is None
    assert not body["mine"]


def test_a_stranger_and_nobody_get_the_same_404(cast: Cast, zhang: int) -> None:
    stranger = browser(cast.chen)
    hidden, absent = stranger.get(f"/api/customers/{zhang}"), stranger.get("/api/customers/9000000000000000001")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    drop = {"request_id": None}
    assert hidden.json()["error"] | drop == absent.json()["error"] | drop
    assert browser(cast.admin).get(f"/api/customers/{zhang}").status_code == 403
    assert browser(cast.auditor).get(f"/api/customers/{zhang}").status_code == 403
    assert browser().get(f"/api/customers/{zhang}").status_code == 401
    assert not ReadEvent.objects.filter(customer_id=zhang).exists()


def test_opening_is_recorded(cast: Cast, zhang: int) -> None:
    page(cast.lin, zhang)
    (event,) = ReadEvent.objects.filter(customer_id=zhang)
    assert (event.verb, event.actor_id) == ("customer.opened", cast.lin.id)
    assert MOBILE not in event.details + event.fields


def test_a_field_hidden_by_a_role_is_not_on_the_page(cast: Cast, zhang: int) -> None:
    Role.objects.filter(code="member").update(
        field_modes={"mobile": {"own": "hidden"}, "*S": {"own": "hidden"}, "occupation": {"own": "hidden"}}
    )
    bump()
    response = browser(cast.zhou).get(f"/api/customers/{zhang}")
    body = response.json()
    assert {p["kind"] for p in body["contact_points"]} == {"email"}
    assert body["identifiers"] == []
    assert "occupation" not in fields(body)
    assert "工程师" not in response.content.decode()


def test_provenance_names_who_and_when(cast: Cast, zhang: int) -> None:
    browser(cast.zhou).patch(
        f"/api/customers/{zhang}", {"values": {"occupation": "教师"}}, content_type="application/json"
    )
    shown = fields(page(cast.zhou, zhang))
    assert shown["occupation"]["provenance"]["by"]["name"] == "周敏"
    assert shown["gender"]["provenance"]["by"]["name"] == "demo"
    assert shown["employer"]["provenance"] is None


def test_notes_and_extras_follow_the_policy(cast: Cast) -> None:
    customer_id = create(
        actor(cast.zhou), content("person", {"name": "李娜", "extra:暗号": "芝麻开门"}), owner_id=cast.zhou.id
    ).id
    notes.write(actor(cast.zhou), customer_id, body="喜欢打电话")
    own, other = page(cast.zhou, customer_id), page(cast.lin, customer_id)
    assert [e["value"] for e in own["extras"]] == ["芝麻开门"]
    assert [(e["value"], e["masked"]) for e in other["extras"]] == [("芝***", True)]
    assert [(n["body"], n["mine"], n["author"]["name"]) for n in other["notes"]] == [("喜欢打电话", False, "周敏")]


def test_a_shared_customer_is_seen_as_ones_own_but_not_changed_when_read_only(cast: Cast, zhang: int) -> None:
    sharing.share(actor(cast.zhou), zhang, user_id=cast.chen.id, level="read")
    body = page(cast.chen, zhang)
    assert (body["mine"], body["editable"]) == (True, False)
    assert [c["user"]["name"] for c in body["collaborators"]] == ["陈刚"]
    assert not any(f["editable"] for f in fields(body).values())
    before = Customer.objects.values().get(id=zhang)
    refused = browser(cast.chen).patch(
        f"/api/customers/{zhang}", {"values": {"occupation": "x"}}, content_type="application/json"
    )
    assert refused.status_code == 403
    assert Customer.objects.values().get(id=zhang) == before


def test_a_relation_to_a_hidden_customer_is_left_out(cast: Cast, zhang: int) -> None:
    from kedang.archive import relations

    foreign = file_customer(cast.chen, name="秘密客户")
    own = file_customer(cast.zhou, name="李强")
    manager = actor(cast.wang)
    relations.relate(manager, zhang, relations.TieDraft(kind="partner", other_id=foreign))
    relations.relate(manager, zhang, relations.TieDraft(kind="guarantor", other_id=own))
    body = page(cast.zhou, zhang)
    assert [(r["label"], r["other"]["name"]) for r in body["relations"]] == [("担保人", "李强")]
    assert [(r["label"], r["direction"]) for r in page(cast.zhou, own)["relations"]] == [("被担保人", "in")]
    history = browser(cast.zhou).get(f"/api/customers/{zhang}/history").content.decode()
    assert "秘密客户" not in history
    assert str(foreign) not in history


def test_the_administrator_who_is_also_manager_sees_contact_data_clear(cast: Cast, zhang: int) -> None:
    both = make_user("root", "双", "administrator", cast.head_office)
    both.roles.add(Role.objects.get(code="manager"))
    bump()
    assert MOBILE in {p["value"] for p in page(both, zhang)["contact_points"]}


def test_an_organisation_shows_its_people(cast: Cast) -> None:
    company = file_customer(
        cast.zhou,
        "organisation",
        name="杭州华盛科技有限公司",
        contact_name="王芳",
        contact_title="采购经理",
        contact_mobile=MOBILE,
    )
    own, other = page(cast.zhou, company), page(cast.lin, company)
    assert [(c["name"], c["title"], c["contact_points"][0]["value"]) for c in own["contacts"]] == [
        ("王芳", "采购经理", MOBILE)
    ]
    assert other["contacts"][0]["contact_points"][0]["value"] == "138****5678"
    assert own["completeness"] > 0


def test_the_page_stays_cheap(cast: Cast, zhang: int, django_assert_max_num_queries: Any) -> None:
    from kedang.desk.page import page_of

    customer = Customer.objects.get(id=zhang)
    with django_assert_max_num_queries(22):
        page_of(actor(cast.zhou), customer)


def test_sealed_values_are_not_in_the_database_in_clear(cast: Cast, zhang: int) -> None:
    from django.db import connection

    parts.add_point(actor(cast.zhou), zhang, parts.PointDraft(kind="wechat", value="geheim_wechat"))
    dump = b""
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"archive_search"}:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                dump += orjson.dumps([str(v) if not isinstance(v, bytes | memoryview) else bytes(v).hex() for v in row])
    for secret in (MOBILE, EMAIL, IDENTITY, STREET, "geheim_wechat"):
        assert secret.encode() not in dump, secret
        assert secret.encode().hex().encode() not in dump, secret


def test_rights_taken_from_a_token_count(cast: Cast, zhang: int) -> None:
    narrowed = acting(cast.zhou, rights=frozenset(("customers.view",)))
    from kedang.desk.page import open_page

    shown = open_page(narrowed, zhang)
    assert not shown.editable
