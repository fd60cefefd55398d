"""Custom values on customers: stored by type, kept when they do not fit, looked up where they name somebody."""

from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.archive.load import load_content
from kedang.archive.models import CustomValue
from kedang.archive.tests.filing import file_customer
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.fields.queries import Option
from kedang.kit.actor import system_actor
from tests.people import Cast, browser, make_cast

pytestmark = pytest.mark.django_db
DEMO = system_actor("demo")
OPTIONS = (Option("hot", "热", "Hot"), Option("cold", "冷", "Cold"))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    for draft in (
        Draft(code="heat", label_zh="热度", type="choice", options=OPTIONS),
        Draft(code="channels", label_zh="渠道", type="multi_choice", options=OPTIONS),
        Draft(code="budget", label_zh="预算", type="money"),
        Draft(code="income", label_zh="收入", type="money", sensitivity="C"),
        Draft(code="essay", label_zh="长文", type="longtext"),
        Draft(code="helper", label_zh="专员", type="user"),
        Draft(code="agent", label_zh="渠道客户", type="customer"),
        Draft(code="company_only", label_zh="仅企业", kinds=("organisation",)),
    ):
        definitions.create(DEMO, draft)
    return file_customer(cast.zhou, name="张伟")


def patch(user: User, customer_id: int, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    response = browser(user).patch(f"/api/customers/{customer_id}", {"values": values}, content_type="application/json")
    assert response.status_code == 200, response.content
    return {f["code"]: f for s in response.json()["sections"] for f in s["fields"]}


def test_values_are_stored_by_type_and_shown_in_words(cast: Cast, zhang: int) -> None:
    fields = patch(cast.zhou, zhang, {"custom:heat": "热", "custom:channels": "冷、热", "custom:budget": "1.5万"})
    assert (fields["custom:heat"]["value"], fields["custom:heat"]["display"]) == ("hot", "热")
    assert (fields["custom:channels"]["value"], fields["custom:channels"]["display"]) == (["cold", "hot"], ["冷", "热"])
    assert fields["custom:budget"]["value"] == "15000"
    assert CustomValue.objects.get(text="15000").number == 15_000
    assert patch(cast.zhou, zhang, {"custom:heat": None})["custom:heat"]["value"] is None


def test_a_sensitive_value_is_sealed_and_masked_for_others(cast: Cast, zhang: int) -> None:
    assert patch(cast.zhou, zhang, {"custom:income": "888888"})["custom:income"]["value"] == "888888"
    row = CustomValue.objects.get()
    assert (row.text, row.number) == ("", None)
    assert b"888888" not in bytes(row.value_enc or b"")
    other = browser(cast.lin).get(f"/api/customers/{zhang}")
    assert b"888888" not in other.content
    fields = {f["code"]: f for s in other.json()["sections"] for f in s["fields"]}
    assert (fields["custom:income"]["value"], fields["custom:income"]["masked"]) == ("***", True)


def test_what_does_not_fit_is_kept_and_marked(cast: Cast, zhang: int) -> None:
    fields = patch(cast.zhou, zhang, {"custom:budget": "很多", "custom:heat": "温"})
    assert (fields["custom:budget"]["value"], fields["custom:budget"]["valid"]) == ("很多", False)
    assert fields["custom:heat"]["reason"] == "不在可选项中"
    assert not CustomValue.objects.filter(number__isnull=False).exists()


def test_people_and_customers_are_found_by_name_and_number(cast: Cast, zhang: int) -> None:
    mine, foreign = file_customer(cast.zhou, name="中介王"), file_customer(cast.chen, name="陈的客户")
    from kedang.archive.models import Customer

    numbers = dict(Customer.objects.values_list("id", "number"))
    fields = patch(cast.zhou, zhang, {"custom:helper": "林晓", "custom:agent": numbers[mine]})
    assert (fields["custom:helper"]["value"], fields["custom:helper"]["display"]) == (str(cast.lin.id), "林晓")
    assert (fields["custom:agent"]["value"], fields["custom:agent"]["display"]) == (str(mine), "中介王")
    hidden = patch(cast.zhou, zhang, {"custom:agent": str(foreign)})["custom:agent"]
    absent = patch(cast.zhou, zhang, {"custom:agent": "9000000000000000001"})["custom:agent"]
    assert (hidden["valid"], hidden["reason"]) == (absent["valid"], absent["reason"]) == (False, "没有这位客户")


def test_a_long_text_fits_the_index_of_every_database(cast: Cast, zhang: int) -> None:
    essay = "".join(chr(0x4E00 + i * 7 % 20_000) for i in range(20_000))
    patch(cast.zhou, zhang, {"custom:essay": essay, "former_name": essay[:5_000]})
    assert CustomValue.objects.get().text == essay


def test_fields_of_other_kinds_and_switched_off_ones_are_refused_but_their_values_stay(cast: Cast, zhang: int) -> None:
    patch(cast.zhou, zhang, {"custom:budget": "5"})
    definitions.deactivate(DEMO, "budget")
    for code in ("custom:budget", "custom:company_only"):
        response = browser(cast.zhou).patch(
            f"/api/customers/{zhang}", {"values": {code: "7"}}, content_type="application/json"
        )
        assert response.json()["error"]["code"] == "field.unknown"
    fields = patch(cast.zhou, zhang, {"level": "A"})
    assert (fields["custom:budget"]["value"], fields["custom:budget"]["editable"]) == ("5", False)
    assert [c.value for c in load_content(zhang).customs] == ["5"]
    assert "custom:company_only" not in fields
