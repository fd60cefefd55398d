"""The rows that hang on a customer: each added, changed and removed under the policy, over HTTP."""

from typing import Any

import pytest
from django.db import transaction

from kedang.accounts.models import User
from kedang.archive.load import load_content
from kedang.archive.models import Contact, ContactPoint, CustomValue, SearchEntry
from kedang.archive.point_states import set_point_state
from kedang.archive.tests.filing import file_customer
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.fields.queries import Option
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.vault.blind import blind
from tests.people import Cast, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    return file_customer(cast.zhou, name="张伟", mobile="13812345678")


@pytest.fixture
def company(cast: Cast) -> int:
    return file_customer(cast.zhou, "organisation", name="杭州华盛科技有限公司", region="330100")


def send(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    response = getattr(browser(user), method)(f"/api/customers/{path}", body, content_type="application/json")
    assert response.status_code < 500, response.content
    return response


def ok(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    response = send(user, method, path, body)
    assert response.status_code in (200, 201), response.content
    return dict(response.json())


def refused(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
    """(status, code) of a refusal that changed nothing."""
    customer_id = int(path.split("/")[0])
    before = load_content(customer_id).signature(), Event.objects.count()
    response = send(user, method, path, body)
    assert (load_content(customer_id).signature(), Event.objects.count()) == before
    return response.status_code, response.json()["error"]["code"]


def test_a_contact_point_lives(cast: Cast, zhang: int) -> None:
    body = ok(
        cast.zhou,
        "post",
        f"{zhang}/contact-points",
        {"kind": "mobile", "value": "139 0000 1111", "label": "工作", "preferred": True},
    )
    points = {p["value"]: p for p in body["contact_points"]}
    assert (points["13900001111"]["preferred"], points["13900001111"]["label"]) == (True, "工作")
    assert points["13812345678"]["preferred"] is False
    own = points["13900001111"]["id"]
    with transaction.atomic():
        set_point_state(zhang, "verified", kind="mobile", blind=blind("point", "+8613900001111"))
    body = ok(cast.zhou, "patch", f"{zhang}/contact-points/{own}", {"value": "13700002222"})
    changed = {p["id"]: p for p in body["contact_points"]}[own]
    assert (changed["value"], changed["state"], changed["label"]) == ("13700002222", "unverified", "工作")
    body = ok(cast.zhou, "delete", f"{zhang}/contact-points/{own}")
    assert [(p["value"], p["preferred"]) for p in body["contact_points"]] == [("13812345678", True)]
    assert ContactPoint.objects.filter(customer_id=zhang).count() == 1


def test_nobody_says_by_hand_that_a_point_is_verified(cast: Cast, zhang: int) -> None:
    own = ContactPoint.objects.get(customer_id=zhang)
    for method, path, body in (
        ("patch", f"{zhang}/contact-points/{own.id}", {"state": "verified"}),
        ("post", f"{zhang}/contact-points", {"kind": "mobile", "value": "13900001111", "state": "verified"}),
    ):
        assert refused(cast.zhou, method, path, body)[0] == 422
    assert ContactPoint.objects.get(customer_id=zhang).state == "unverified"


def test_a_state_is_set_only_on_the_value_it_was_found_for(cast: Cast, zhang: int) -> None:
    own = ContactPoint.objects.get(customer_id=zhang)
    assert own.blind is not None
    with transaction.atomic():
        assert not set_point_state(zhang, "verified", kind="mobile", blind=1)
        assert not set_point_state(zhang, "expired", kind="mobile", blind=own.blind, only=("verified",))
        assert set_point_state(zhang, "sent", kind="mobile", blind=own.blind, only=("unverified",))
    assert ContactPoint.objects.get(id=own.id).state == "sent"


def test_the_same_point_is_not_added_twice(cast: Cast, zhang: int) -> None:
    ok(cast.zhou, "post", f"{zhang}/contact-points", {"kind": "mobile", "value": "+86 138-1234-5678"})
    assert len(load_content(zhang).points) == 1


def test_points_are_refused_to_strangers_readers_and_wrong_kinds(cast: Cast, zhang: int) -> None:
    draft = {"kind": "mobile", "value": "13900001111"}
    assert refused(cast.chen, "post", f"{zhang}/contact-points", draft) == (404, "not_found")
    assert refused(cast.admin, "post", f"{zhang}/contact-points", draft) == (403, "denied")
    assert refused(cast.zhou, "post", f"{zhang}/contact-points", {"kind": "id_number", "value": "1"}) == (
        422,
        "field.unknown",
    )
    assert refused(cast.zhou, "post", f"{zhang}/contact-points", {"kind": "mobile", "value": " "}) == (
        422,
        "value.blank",
    )
    assert refused(cast.zhou, "delete", f"{zhang}/contact-points/5") == (404, "not_found")
    assert refused(cast.zhou, "post", f"{zhang}/contact-points", draft | {"customer_id": 1})[0] == 422
    (point,) = load_content(zhang).points
    path = f"{zhang}/contact-points/{point.id}"
    assert refused(cast.lin, "patch", path, {"value": "138****5678"}) == (422, "field.masked_text")


def test_identifiers_are_checked_kept_and_locked(cast: Cast, zhang: int) -> None:
    assert refused(cast.zhou, "post", f"{zhang}/identifiers", {"kind": "id_number", "value": "1"}) == (
        403,
        "field.locked",
    )
    body = ok(cast.lin, "post", f"{zhang}/identifiers", {"kind": "id_number", "value": "110105194912310021"})
    (identifier,) = body["identifiers"]
    assert (identifier["valid"], identifier["reason"]) == (False, "身份证号校验位不符")
    assert "110105194912310021" not in str(body)
    body = ok(cast.lin, "patch", f"{zhang}/identifiers/{identifier['id']}", {"value": "11010519491231002X"})
    assert body["identifiers"][0]["valid"]
    assert ok(cast.lin, "delete", f"{zhang}/identifiers/{identifier['id']}")["identifiers"] == []


def test_names_have_periods_and_are_searchable(cast: Cast, company: int) -> None:
    path = f"{company}/names"
    assert refused(cast.zhou, "post", path, {"kind": "former_name", "value": "旧", "since": "many"}) == (
        422,
        "name.period",
    )
    body = ok(
        cast.zhou,
        "post",
        path,
        {"kind": "former_name", "value": "杭州旧名贸易公司", "since": "2001", "until": "2010-05"},
    )
    (name,) = body["names"]
    assert (name["label"], name["since"], name["until"]) == ("曾用名", "2001", "2010-05")
    assert "n旧名" in SearchEntry.objects.get(customer_id=company).tokens.split()
    ok(cast.zhou, "patch", f"{path}/{name['id']}", {"until": ""})
    assert load_content(company).names[0].until == ""
    ok(cast.zhou, "delete", f"{path}/{name['id']}")
    assert "n旧名" not in SearchEntry.objects.get(customer_id=company).tokens.split()


def test_addresses_know_their_region(cast: Cast, company: int) -> None:
    ok(cast.zhou, "post", f"{company}/addresses", {"value": "西湖区文三路1号", "label": "办公"})
    body = ok(cast.zhou, "post", f"{company}/addresses", {"value": "江苏省南京市玄武区2号", "preferred": True})
    first, second = body["addresses"]
    assert (first["region"], first["preferred"], first["label"]) == ("330106", False, "办公")
    assert (second["region"], second["preferred"]) == ("320102", True)
    body = ok(cast.zhou, "patch", f"{company}/addresses/{first['id']}", {"preferred": True, "postcode": "310000"})
    assert [a["preferred"] for a in body["addresses"]] == [True, False]
    body = ok(cast.zhou, "delete", f"{company}/addresses/{first['id']}")
    assert [a["preferred"] for a in body["addresses"]] == [True]


def test_contact_people_have_points_and_custom_values(cast: Cast, company: int) -> None:
    options = (Option("decider", "决策者", "Decider"),)
    definitions.create(
        system_actor("demo"),
        Draft(code="buying_role", label_zh="采购角色", type="choice", kinds=("contact",), options=options),
    )
    draft = {
        "name": "王芳",
        "title": "采购经理",
        "points": [{"kind": "mobile", "value": "13812345678"}, {"kind": "wechat", "value": "wangfang"}],
        "custom": {"buying_role": "决策者"},
    }
    (contact,) = ok(cast.zhou, "post", f"{company}/contacts", draft)["contacts"]
    assert (contact["preferred"], {p["value"] for p in contact["contact_points"]}) == (
        True,
        {"13812345678", "wangfang"},
    )
    assert [(f["value"], f["display"]) for f in contact["custom"]] == [("decider", "决策者")]
    path = f"{company}/contacts/{contact['id']}"
    (contact,) = ok(cast.zhou, "patch", path, {"title": "总监"})["contacts"]
    assert (contact["title"], len(contact["contact_points"])) == ("总监", 2)
    (contact,) = ok(cast.zhou, "post", f"{path}/contact-points", {"kind": "email", "value": "W@Example.com"})[
        "contacts"
    ]
    email = next(p for p in contact["contact_points"] if p["kind"] == "email")
    assert email["value"] == "w@example.com"
    ok(cast.zhou, "patch", f"{path}/contact-points/{email['id']}", {"label": "公司"})
    ok(cast.zhou, "delete", f"{path}/contact-points/{email['id']}")
    assert ok(cast.zhou, "delete", path)["contacts"] == []
    assert not Contact.objects.exists()
    assert not ContactPoint.objects.exists()
    assert not CustomValue.objects.exists()


def test_a_title_taken_off_a_contacts_name_stays_in_the_note(cast: Cast, company: int) -> None:
    (contact,) = ok(cast.zhou, "post", f"{company}/contacts", {"name": "王芳女士"})["contacts"]
    assert (contact["name"], contact["note"]) == ("王芳", "王芳女士")
    path = f"{company}/contacts/{contact['id']}"
    (contact,) = ok(cast.zhou, "patch", path, {"name": "Dr. Roe", "note": "来自展会"})["contacts"]
    assert (contact["name"], contact["note"]) == ("Roe", "来自展会")


def test_a_contact_may_be_a_customer_one_sees(cast: Cast, company: int) -> None:
    hers, foreign = file_customer(cast.zhou, name="王芳"), file_customer(cast.chen, name="陈的客户")
    assert refused(cast.zhou, "post", f"{company}/contacts", {"name": "王芳", "person_id": str(foreign)}) == (
        404,
        "not_found",
    )
    (contact,) = ok(cast.zhou, "post", f"{company}/contacts", {"name": "王芳", "person_id": str(hers)})["contacts"]
    assert contact["person"]["name"] == "王芳"
    (contact,) = ok(cast.zhou, "patch", f"{company}/contacts/{contact['id']}", {"person_id": None})["contacts"]
    assert contact["person"] is None


def test_persons_have_no_contact_people(cast: Cast, zhang: int) -> None:
    assert refused(cast.zhou, "post", f"{zhang}/contacts", {"name": "王芳"}) == (422, "contact.only_organisations")


def test_notes_belong_to_their_authors(cast: Cast, zhang: int) -> None:
    (note,) = ok(cast.zhou, "post", f"{zhang}/notes", {"body": "先打电话", "pinned": True})["notes"]
    path = f"{zhang}/notes/{note['id']}"
    assert refused(cast.lin, "patch", path, {"body": "改"}) == (403, "note.not_author")
    assert refused(cast.lin, "delete", path) == (403, "note.not_author")
    assert refused(cast.chen, "patch", path, {"body": "改"}) == (404, "not_found")
    assert refused(cast.zhou, "post", f"{zhang}/notes", {"body": " "}) == (422, "note.blank")
    assert ok(cast.lin, "patch", path, {"pinned": False})["notes"][0]["pinned"] is False
    assert ok(cast.zhou, "patch", path, {"body": "先发微信"})["notes"][0]["body"] == "先发微信"
    other = file_customer(cast.zhou, name="别人")
    assert refused(cast.zhou, "delete", f"{other}/notes/{note['id']}") == (404, "not_found")
    assert ok(cast.zhou, "delete", path)["notes"] == []
    verbs = list(
        Event.objects.filter(subject_id=zhang, verb__startswith="note.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["note.written", "note.changed", "note.changed", "note.deleted"]


def test_ties_need_both_ends_and_fit_their_kinds(cast: Cast, zhang: int, company: int) -> None:
    foreign = file_customer(cast.chen, name="陈的客户")
    tie = {"kind": "works_at", "other_id": str(company)}
    assert refused(cast.zhou, "post", f"{zhang}/relations", {"kind": "partner", "other_id": str(foreign)}) == (
        404,
        "not_found",
    )
    assert refused(cast.zhou, "post", f"{zhang}/relations", {"kind": "parent", "other_id": str(company)}) == (
        422,
        "relation.ends",
    )
    assert refused(cast.zhou, "post", f"{zhang}/relations", {"kind": "nope", "other_id": str(company)}) == (
        422,
        "relation.kind",
    )
    assert refused(cast.zhou, "post", f"{zhang}/relations", {"kind": "partner", "other_id": str(zhang)}) == (
        422,
        "relation.itself",
    )
    (relation,) = ok(cast.zhou, "post", f"{zhang}/relations", tie)["relations"]
    assert (relation["label"], relation["direction"]) == ("任职单位", "out")
    assert refused(cast.zhou, "post", f"{zhang}/relations", tie) == (409, "relation.exists")
    (back,) = ok(cast.zhou, "get", str(company))["relations"]
    assert (back["label"], back["direction"], back["other"]["name"]) == ("员工", "in", "张伟")
    ok(cast.zhou, "patch", f"{company}/relations/{relation['id']}", {"note": "试用期", "since": "2024-01"})
    assert ok(cast.zhou, "delete", f"{company}/relations/{relation['id']}")["relations"] == []
    assert Event.objects.filter(verb="customer.related").count() == 2


def test_a_symmetric_tie_is_one_tie(cast: Cast, zhang: int, company: int) -> None:
    ok(cast.zhou, "post", f"{zhang}/relations", {"kind": "partner", "other_id": str(company)})
    assert refused(cast.zhou, "post", f"{company}/relations", {"kind": "partner", "other_id": str(zhang)}) == (
        409,
        "relation.exists",
    )


def test_a_tie_can_be_made_from_the_other_end(cast: Cast, company: int) -> None:
    daughter = file_customer(cast.zhou, "organisation", name="杭州华盛软件有限公司")
    body = {"kind": "parent", "other_id": str(daughter), "inverse": True}
    (relation,) = ok(cast.zhou, "post", f"{company}/relations", body)["relations"]
    assert relation["label"] == "子公司"


def test_a_display_name_longer_than_a_label_is_kept_whole_in_what_was_given(cast: Cast) -> None:
    given = "Purchasing " * 8 + "<buy@example.com>"
    filed = file_customer(cast.zhou, name="张伟", email=given)
    point = ContactPoint.objects.get(customer_id=filed)
    assert 0 < len(point.label) <= 64
    assert load_content(filed).points[0].given.strip() == given
