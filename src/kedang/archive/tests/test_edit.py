"""Changing values: standardised, kept when invalid, refused when not one's to change, and never half done."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.customers import create
from kedang.archive.load import load_content
from kedang.archive.models import Customer, SearchEntry
from kedang.archive.tests.filing import content, file_customer
from kedang.history.models import Event
from tests.people import Cast, actor, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    return file_customer(cast.zhou, name="张伟", mobile="13812345678", id_number="11010519491231002X", level="A")


@pytest.fixture
def company(cast: Cast) -> int:
    return file_customer(cast.zhou, "organisation", name="杭州华盛科技有限公司", region="330106")


def patch(user: User, customer_id: int, values: dict[str, Any], **more: Any) -> Any:
    response = browser(user).patch(
        f"/api/customers/{customer_id}", {"values": values, **more}, content_type="application/json"
    )
    assert response.status_code < 500, response.content
    return response


def refused(user: User, customer_id: int, values: dict[str, Any], **more: Any) -> tuple[int, str]:
    """(status, code) of a refusal that changed nothing."""
    before = (
        load_content(customer_id).signature(),
        Customer.objects.values().get(id=customer_id),
        Event.objects.count(),
    )
    response = patch(user, customer_id, values, **more)
    after = (
        load_content(customer_id).signature(),
        Customer.objects.values().get(id=customer_id),
        Event.objects.count(),
    )
    assert before == after
    return response.status_code, response.json()["error"]["code"]


def test_values_are_standardised_and_recorded(cast: Cast, zhang: int) -> None:
    response = patch(
        cast.zhou, zhang, {"mobile": ["139 0000 1111", "１３８１２３４５６７８"], "occupation": " 教师 ", "level": None}
    )
    assert response.status_code == 200
    content = load_content(zhang)
    assert [p.value for p in content.points] == ["+8613812345678", "+8613900001111"]
    assert sum(p.preferred for p in content.points) == 1
    assert content.fields["occupation"] == "教师"
    assert "level" not in content.fields
    (event,) = Event.objects.filter(subject_id=zhang, verb="customer.changed")
    assert event.fields == '["level","mobile","occupation"]'
    assert "教师" not in event.details
    assert b"13812345678" not in bytes(event.before or b"")


def test_an_invalid_value_is_kept_and_marked(cast: Cast, zhang: int) -> None:
    body = patch(cast.zhou, zhang, {"birth_date": "二月三十", "email": "nicht-gültig"}).json()
    (email,) = [p for p in body["contact_points"] if p["kind"] == "email"]
    assert (email["value"], email["valid"], email["reason"]) == ("nicht-gültig", False, "邮箱格式不正确")
    birth = next(f for s in body["sections"] for f in s["fields"] if f["code"] == "birth_date")
    assert (birth["value"], birth["valid"]) == ("二月三十", False)
    assert Customer.objects.get(id=zhang).birth_date_blind is None


def test_the_same_values_again_write_nothing(cast: Cast, zhang: int) -> None:
    version = Customer.objects.get(id=zhang).version
    assert patch(cast.zhou, zhang, {"level": "A", "mobile": "13812345678"}).status_code == 200
    assert Customer.objects.get(id=zhang).version == version
    assert not Event.objects.filter(verb="customer.changed").exists()


def test_a_value_that_stays_keeps_its_row_and_state(cast: Cast, zhang: int) -> None:
    (point,) = load_content(zhang).points
    patch(cast.zhou, zhang, {"mobile": ["13812345678", "13900001111"]})
    assert load_content(zhang).points[0].id == point.id


def test_a_stale_version_is_refused(cast: Cast, zhang: int) -> None:
    assert refused(cast.zhou, zhang, {"level": "B"}, version=99) == (409, "stale")


def test_the_name_is_required(cast: Cast, zhang: int) -> None:
    assert refused(cast.zhou, zhang, {"name": " "}) == (422, "customer.name_required")
    assert refused(cast.zhou, zhang, {"name": None, "level": "B"}) == (422, "customer.name_required")


def test_a_new_name_is_found_and_the_old_one_is_not(cast: Cast, zhang: int) -> None:
    patch(cast.zhou, zhang, {"name": "李雷"})
    tokens = SearchEntry.objects.get(customer_id=zhang).tokens.split()
    assert "n李雷" in tokens
    assert "n张伟" not in tokens
    assert Customer.objects.get(id=zhang).name_key.startswith("li lei")


def test_masked_values_are_overwritten_only_by_those_who_may_reveal(cast: Cast, zhang: int) -> None:
    assert patch(cast.lin, zhang, {"mobile": "13700000000"}).status_code == 200, "a lead may reveal, hence replace"
    assert refused(cast.zhou, zhang, {"id_number": "110101199003074514"}) == (403, "field.locked")
    assert patch(cast.zhou, zhang, {"level": "B"}).status_code == 200


def test_masked_text_is_never_saved(cast: Cast, zhang: int) -> None:
    assert refused(cast.lin, zhang, {"mobile": "138****5678"}) == (422, "field.masked_text")


def test_hidden_and_read_only_fields_are_refused_and_so_is_the_rest_of_the_request(cast: Cast, zhang: int) -> None:
    Role.objects.filter(code="member").update(field_modes={"level": {"own": "read"}, "remark": {"own": "hidden"}})
    bump()
    assert refused(cast.zhou, zhang, {"occupation": "x", "level": "B"}) == (403, "field.locked")
    assert refused(cast.zhou, zhang, {"remark": "x"}) == (403, "field.locked")


@pytest.mark.parametrize(
    "code", ["id", "number", "owner_id", "department_id", "version", "created_by", "trashed_at", "run_id", "provenance",
             "given_enc", "name_key", "template", "custom:nope", "extra:nope", "industry_x"]
)  # fmt: skip
def test_what_is_no_field_is_refused(cast: Cast, zhang: int, code: str) -> None:
    assert refused(cast.zhou, zhang, {code: "1"}) == (422, "field.unknown")


@pytest.mark.parametrize("code", ["owner", "tags", "groups"])
def test_what_has_a_call_of_its_own_is_refused(cast: Cast, zhang: int, code: str) -> None:
    assert refused(cast.zhou, zhang, {code: "1"}) == (422, "field.elsewhere")


def test_unknown_keys_of_the_body_are_refused(cast: Cast, zhang: int) -> None:
    assert patch(cast.zhou, zhang, {}, owner_id="5").status_code == 422


def test_strangers_and_those_without_the_right_change_nothing(cast: Cast, zhang: int) -> None:
    assert refused(cast.chen, zhang, {"level": "B"}) == (404, "not_found")
    assert refused(cast.admin, zhang, {"level": "B"}) == (403, "denied")


def test_what_follows_from_an_identity_number_fills_gaps_only(cast: Cast) -> None:
    empty = file_customer(cast.zhou, name="赵敏")
    known = file_customer(cast.zhou, name="钱进", birth_date="1990-01-01")
    for customer in (empty, known):
        assert patch(cast.lin, customer, {"id_number": "11010519491231002X"}).status_code == 200
    assert load_content(empty).fields["birth_date"] == "1949-12-31"
    assert load_content(known).fields["birth_date"] == "1990-01-01"


def test_a_landline_gets_the_area_of_the_region(cast: Cast, company: int) -> None:
    patch(cast.zhou, company, {"landline": "88888888", "registered_capital": "1.5亿", "address": "文三路1号"})
    content = load_content(company)
    assert [p.value for p in content.points] == ["+8657188888888"]
    assert content.fields["registered_capital"] == "15000"
    assert content.fields["region"] == "330106"


def test_an_external_id_of_another_customer_is_refused_without_saying_whose(cast: Cast, zhang: int) -> None:
    file_customer(cast.chen, name="陈的客户", external_id="X-1")
    assert refused(cast.zhou, zhang, {"external_id": "X-1"}) == (409, "external_id.taken")
    assert patch(cast.zhou, zhang, {"external_id": ["X-2", "X-3"]}).status_code == 200
    assert load_content(zhang).external_ids == [("", "X-2"), ("", "X-3")]


def test_extras_can_be_corrected_and_cleared_but_not_invented(cast: Cast) -> None:
    customer = create(
        actor(cast.zhou), content("person", {"name": "孙丽", "extra:爱好": "钓鱼"}), owner_id=cast.zhou.id
    ).id
    patch(cast.zhou, customer, {"extra:爱好": "下棋"})
    assert load_content(customer).extras == {"爱好": "下棋"}
    patch(cast.zhou, customer, {"extra:爱好": None})
    assert load_content(customer).extras == {}


@pytest.mark.parametrize(
    "text", ["a" * 5_000, "\u202etest", "𠮷野家", "Ω≈ç√∫", "<script>alert(1)</script>", "' OR 1=1--", "\x00\x01x"]
)
def test_odd_text_survives_in_a_text_field(cast: Cast, zhang: int, text: str) -> None:
    body = patch(cast.zhou, zhang, {"remark": text}).json()
    remark = next(f for s in body["sections"] for f in s["fields"] if f["code"] == "remark")
    assert (remark["given"] or remark["value"]).replace("\ufffd", "\x00") == text


def test_too_much_is_refused(cast: Cast, zhang: int) -> None:
    assert refused(cast.zhou, zhang, {"remark": "x" * 200_001})[0] == 422
    assert refused(cast.zhou, zhang, {"mobile": ["1"] * 201}) == (422, "value.too_long")
