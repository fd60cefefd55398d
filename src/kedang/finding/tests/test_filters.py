"""Filters: every kind of field by every operation it allows, and no answer about what one may not read."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from kedang.archive.customers import trash
from kedang.archive.models import Group, Tag
from kedang.archive.tests.filing import file_customer, share
from kedang.engine.catalogue import FIELDS
from kedang.finding.conditions import parse
from kedang.finding.lists import ListQuery, count_customers, list_customers
from kedang.finding.tests.asking import asked, found, ids
from kedang.history.models import ReadEvent
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from kedang.kit.modes import FieldModes, Mode
from tests.people import Cast, acting, actor, browser, make_cast

pytestmark = pytest.mark.django_db

PERSON: dict[str, Any] = {
    "name": "张伟明",
    "english_name": "William Zhang",
    "mobile": "13812345678",
    "landline": "0571-87654321",
    "email": "W.Zhang@example.com",
    "wechat": "zwm_2020",
    "id_number": "11010519491231002X",
    "birth_date": "1949-12-31",
    "gender": "男",
    "level": "A",
    "status": "在谈",
    "source": "展会",
    "region": "浙江省杭州市西湖区",
    "address": "浙江省杭州市西湖区文三路 1 号",
    "external_id": "C-0001",
    "tags": ["重点", "老客户"],
    "groups": "制造业",
    "remark": "喜欢 100% 纯棉_布",
    "recorded_on": "2020-05-06",
}
COMPANY: dict[str, Any] = {
    "name": "浙江华盛科技股份有限公司",
    "credit_code": "91330106MA27XF1X5H",
    "employees": "1200",
    "registered_capital": "5000 万元",
    "founded_on": "2005-06",
    "contact_name": "李大刚",
    "contact_title": "采购经理",
    "contact_mobile": "13900001111",
    "region": "广东省广州市",
    "level": "B",
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def everyone() -> Actor:
    return system_actor("command")


MATCHING = [
    ("name", "eq", "张伟明"), ("name", "contains", "伟"), ("name", "starts", "张伟"), ("name", "not_empty"),
    ("english_name", "contains", "liam"), ("english_name", "not_empty"), ("former_name", "empty"),
    ("mobile", "eq", "138 1234 5678"), ("mobile", "eq", "+8613812345678"), ("mobile", "tail", "5678"), ("mobile", "not_empty"),
    ("landline", "tail", "4321"), ("phone", "eq", "0571 8765 4321"), ("phone", "tail", "5678"), ("phone", "tail", "4321"),
    ("email", "eq", "w.zhang@EXAMPLE.com"), ("wechat", "eq", "ZWM_2020"), ("fax", "empty"),
    ("id_number", "eq", "11010519491231002x"), ("id_number", "not_empty"), ("birth_date", "eq", "1949/12/31"), ("birth_date", "not_empty"),
    ("gender", "eq", "male"), ("gender", "any", ["male", "female"]), ("gender", "ne", "female"),
    ("level", "eq", "A"), ("level", "ne", "B"), ("level", "contains", "a"), ("status", "eq", "在谈"), ("source", "starts", "展"),
    ("region", "under", "330000"), ("region", "under", "330100"), ("region", "under", "330106"), ("region", "eq", "330106"), ("region", "not_empty"),
    ("external_id", "eq", "C-0001"), ("external_id", "contains", "000"), ("remark", "contains", "100% 纯棉_"), ("preferences", "empty"),
    ("recorded_on", "eq", "2020-05-06"), ("recorded_on", "eq", "2020-05"), ("recorded_on", "eq", "2020"), ("recorded_on", "gt", "2020-05-05"),
    ("recorded_on", "lt", "2020-06"), ("recorded_on", "between", ["2020-05-01", "2020-05-31"]),
    ("kind", "eq", "person"), ("kind", "ne", "organisation"), ("kind", "any", ["person", "organisation"]),
    ("created_at", "eq", "today"), ("created_at", "gt", "today-7"), ("created_at", "gt", "-7d"), ("updated_at", "eq", "this_month"),
    ("updated_at", "between", ["this_week", "today"]), ("created_at", "lt", "today+1"), ("credit_code", "empty"), ("employees", "empty"),
]  # fmt: skip
MISSING = [
    ("name", "eq", "张伟"), ("name", "contains", "华"), ("name", "starts", "伟"), ("name", "ne", "张伟明"), ("name", "empty"),
    ("mobile", "eq", "13812345679"), ("mobile", "tail", "4321"), ("landline", "tail", "5678"), ("mobile", "eq", "057187654321"), ("fax", "not_empty"),
    ("email", "eq", "zhang@example.com"), ("id_number", "eq", "110105194912310038"), ("birth_date", "eq", "1950-01-01"),
    ("gender", "ne", "male"), ("level", "eq", "a"), ("level", "empty"), ("region", "under", "440000"), ("region", "eq", "330100"),
    ("external_id", "eq", "C-0002"), ("remark", "contains", "100_ 纯棉"), ("remark", "contains", "1%0"), ("recorded_on", "gt", "2020-05-06"),
    ("recorded_on", "lt", "2020-05"), ("kind", "eq", "organisation"), ("created_at", "lt", "today"), ("created_at", "eq", "last_year"),
    ("created_at", "gt", "today"), ("passport", "eq", "E12345678"), ("bank_account", "not_empty"), ("stock_code", "eq", "600000"),
]  # fmt: skip


@pytest.mark.parametrize("condition", MATCHING, ids=str)
def test_a_condition_that_holds(cast: Cast, everyone: Actor, condition: Sequence[Any]) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    assert found(everyone, condition) == [customer]


@pytest.mark.parametrize("condition", MISSING, ids=str)
def test_a_condition_that_does_not_hold(cast: Cast, everyone: Actor, condition: Sequence[Any]) -> None:
    file_customer(cast.zhou, **PERSON)
    assert found(everyone, condition) == []


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (("employees", "eq", "1200"), True),
        (("employees", "gt", "1199.5"), True),
        (("employees", "gt", 1200), False),
        (("employees", "lt", "1,201"), True),
        (("employees", "between", [1000, 2000]), True),
        (("employees", "ne", "1200"), False),
        (("registered_capital", "eq", "5000.0"), True),
        (("registered_capital", "lt", "5000"), False),
        (("founded_on", "eq", "2005"), True),
        (("founded_on", "eq", "2005-06"), True),
        (("founded_on", "gt", "2005-07"), False),
        (("founded_on", "between", ["2005-01-01", "2005-12-31"]), True),
        (("credit_code", "eq", "91330106ma27xf1x5h"), True),
        (("credit_code", "contains", "MA27"), True),
        (("credit_code", "ne", "91330106MA27XF1X5H"), False),
        (("contact_name", "eq", "李大刚"), True),
        (("contact_title", "contains", "采购"), True),
        (("contact_name", "empty"), False),
        (("contact_mobile", "eq", "139 0000 1111"), True),
        (("mobile", "eq", "13900001111"), False),
        (("name", "contains", "华盛科技"), True),
        (("name", "contains", "盛华"), False),
    ],
    ids=str,
)
def test_a_company(cast: Cast, everyone: Actor, condition: Sequence[Any], *, holds: bool) -> None:
    customer = file_customer(cast.zhou, "organisation", **COMPANY)
    assert found(everyone, condition) == ([customer] if holds else [])


def test_conditions_are_joined_by_and(cast: Cast, everyone: Actor) -> None:
    one = file_customer(cast.zhou, **PERSON)
    two = file_customer(cast.zhou, "organisation", **COMPANY)
    assert found(everyone, ("region", "not_empty")) == [two, one]
    assert found(everyone, ("region", "not_empty"), ("level", "eq", "B")) == [two]
    assert found(everyone, ("mobile", "eq", "13812345678"), ("level", "eq", "B")) == []
    assert found(everyone, ("mobile", "eq", "13812345678"), ("phone", "tail", "4321"), ("level", "eq", "A")) == [one]


def test_tags_and_groups_with_those_below(cast: Cast, everyone: Actor) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    other = file_customer(cast.zhou, name="王五", tags="新客户")
    tags = {tag.name: str(tag.id) for tag in Tag.objects.all()}
    group = Group.objects.get(name="制造业")
    parent = Group.objects.create(name="行业")
    parent.path = f"/{parent.id}/"
    parent.save()
    group.parent, group.path = parent, f"/{parent.id}/{group.id}/"
    group.save()
    assert found(everyone, ("tags", "has", tags["重点"])) == [customer]
    assert found(everyone, ("tags", "any", [tags["重点"], tags["新客户"]])) == [other, customer]
    assert found(everyone, ("tags", "has", tags["重点"]), ("tags", "has", tags["新客户"])) == []
    assert found(everyone, ("tags", "has", "999")) == []
    assert found(everyone, ("groups", "has", str(parent.id))) == [customer]
    assert found(everyone, ("groups", "empty")) == [other]


def test_owner_and_department(cast: Cast, everyone: Actor) -> None:
    mine, theirs = file_customer(cast.zhou, name="张三"), file_customer(cast.chen, name="李四")
    nobody = file_customer(None, name="王五")
    assert found(actor(cast.zhou), ("owner", "eq", "me")) == [mine]
    assert found(everyone, ("owner", "eq", str(cast.zhou.id))) == [mine]
    assert found(everyone, ("owner", "any", [str(cast.zhou.id), str(cast.chen.id)])) == [theirs, mine]
    assert found(everyone, ("owner", "ne", str(cast.zhou.id))) == [nobody, theirs]
    assert found(everyone, ("owner", "empty")) == [nobody]
    assert found(everyone, ("department", "eq", str(cast.head_office.id))) == []
    assert found(everyone, ("department", "under", str(cast.head_office.id))) == [theirs, mine]
    share(mine, cast.chen)
    assert found(everyone, ("owner", "eq", str(cast.chen.id))) == [theirs], "shared is not owned"


@pytest.mark.parametrize(
    "condition",
    [
        ("mobile", "contains", "138"), ("mobile", "starts", "138"), ("mobile", "gt", "1"), ("email", "contains", "@"), ("email", "tail", "1234"),
        ("id_number", "tail", "002X"), ("id_number", "starts", "110"), ("birth_date", "gt", "1940-01-01"), ("birth_date", "between", ["1940", "1950"]),
        ("address", "contains", "文三路"), ("address", "eq", "x"), ("address", "empty"), ("bank_account", "contains", "6222"), ("name", "under", "1"),
        ("nonsense", "eq", "1"), ("name_key", "eq", "1"), ("given_enc", "empty"), ("id", "eq", "1"), ("custom:nonsense", "eq", "1"),
        ("extra:x", "eq", "1"), ("name) OR 1=1 --", "eq", "1"), ("c.name", "eq", "1"), ("level", "eq'--", "A"), ("kind", "contains", "p"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(cast: Cast, everyone: Actor, condition: Sequence[Any]) -> None:
    with pytest.raises(DomainError) as refused:
        found(everyone, condition)
    assert (refused.value.code, refused.value.status) == ("field_not_filterable", 400)


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", '"x"', "[1]", '[{"field":1,"op":"eq"}]', '[{"field":"name","op":"eq"}]', '[{"field":"name","op":"eq","value":null}]',
        '[{"field":"name","op":"eq","value":""}]', '[{"field":"name","op":"eq","value":["a","b"]}]', '[{"field":"name","op":"eq","value":{"a":1}}]',
        '[{"field":"employees","op":"eq","value":"many"}]', '[{"field":"employees","op":"eq","value":"NaN"}]', '[{"field":"employees","op":"eq","value":"1e400"}]',
        '[{"field":"employees","op":"between","value":[1]}]', '[{"field":"region","op":"under","value":"x"}]', '[{"field":"region","op":"under","value":"33"}]',
        '[{"field":"recorded_on","op":"eq","value":"yesterday-ish"}]', '[{"field":"created_at","op":"gt","value":"2020-13-45"}]', '[{"field":"tags","op":"has","value":"a"}]',
        '[{"field":"owner","op":"eq","value":"99999999999999999999"}]', '[{"field":"mobile","op":"tail","value":"12"}]', '[{"field":"kind","op":"eq","value":"dog"}]',
        '[{"field":"name","op":"eq","value":"' + "x" * 300 + '"}]', "[" + ",".join(['{"field":"name","op":"not_empty"}'] * 21) + "]",
        "[[]]",
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(cast: Cast, everyone: Actor, text: str) -> None:
    with pytest.raises(DomainError) as refused:
        list_customers(everyone, ListQuery(filter=parse(text)))
    assert (refused.value.code, refused.value.status) == ("filter.invalid", 400)


STRANGE = ["'", '"', "%", "_", "\\", "';--", "\x00", "😀", "{}", "%s", "?", "a" * 200, "0", "-1", "٣"]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_values_are_only_values(cast: Cast, everyone: Actor, text: str) -> None:
    file_customer(cast.zhou, **PERSON)
    for field in ("name", "english_name", "level", "external_id", "credit_code", "contact_name", "remark", "number"):
        for op in ("eq", "contains", "starts"):
            if field != "remark" or op == "contains":
                list_customers(everyone, asked((field, op, text)))
    for field in ("mobile", "email", "wechat", "id_number"):
        assert found(everyone, (field, "eq", text)) == []


# ------------------------------------------------------------------ no oracle
SEALED = [
    ("mobile", "eq", "13812345678"),
    ("mobile", "tail", "5678"),
    ("phone", "tail", "4321"),
    ("email", "eq", "w.zhang@example.com"),
    ("birth_date", "eq", "1949-12-31"),
]


@pytest.mark.parametrize("condition", SEALED, ids=str)
def test_what_is_readable_on_own_customers_limits_the_list_to_them(cast: Cast, condition: Sequence[Any]) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    query = asked(condition)
    for who, sees, limited in (
        (cast.zhou, True, False),
        (cast.lin, False, True),
        (cast.wang, True, False),
        (cast.chen, False, True),
    ):
        page = list_customers(actor(who), query)
        assert (ids(page), page.limited_to_own) == ([customer] if sees else [], limited), who.name
        assert count_customers(actor(who), query) == (len(page.rows), limited)
    share(customer, cast.lin)
    assert ids(list_customers(actor(cast.lin), query)) == [customer], "shared counts as own"


@pytest.mark.parametrize(
    "condition", [("id_number", "eq", "11010519491231002X"), ("id_number", "not_empty"), ("bank_account", "empty")]
)
def test_what_is_never_readable_cannot_be_asked(cast: Cast, condition: Sequence[Any]) -> None:
    file_customer(cast.zhou, **PERSON)
    for who in (cast.zhou, cast.lin, cast.wang, cast.chen):
        with pytest.raises(DomainError) as refused:
            list_customers(actor(who), asked(condition))
        assert (refused.value.code, refused.value.status) == ("field_not_readable", 403)
        with pytest.raises(DomainError, match="field_not_readable"):
            count_customers(actor(who), asked(condition))


def test_a_clear_field_that_is_masked_for_somebody_is_closed_too(cast: Cast) -> None:
    file_customer(cast.zhou, **PERSON)
    narrow = acting(cast.wang, modes=FieldModes(({"level": {"own": Mode.MASKED, "other": Mode.MASKED}},)))
    with pytest.raises(DomainError, match="field_not_readable"):
        list_customers(narrow, asked(("level", "eq", "A")))


@pytest.mark.parametrize("condition", MATCHING, ids=str)
def test_no_filter_leads_a_stranger_to_a_customer(cast: Cast, condition: Sequence[Any]) -> None:
    file_customer(cast.zhou, **PERSON)
    if FIELDS[condition[0]].sensitivity == "S" if condition[0] in FIELDS else False:
        with pytest.raises(DomainError, match="field_not_readable"):
            list_customers(actor(cast.chen), asked(condition))
        return
    page = list_customers(actor(cast.chen), asked(condition))
    assert (page.rows, page.next, page.count, page.capped) == ([], None, 0, False)
    assert count_customers(actor(cast.chen), asked(condition))[0] == 0


def test_filters_hold_in_the_recycle_bin(cast: Cast, everyone: Actor) -> None:
    gone = file_customer(cast.zhou, **PERSON)
    trash(everyone, gone)
    for condition in (
        ("level", "eq", "A"),
        ("region", "under", "330000"),
        ("mobile", "eq", "13812345678"),
        ("name", "contains", "伟"),
    ):
        query = asked(condition)
        assert ids(list_customers(everyone, query)) == []
        assert ids(list_customers(everyone, ListQuery(filter=query.filter, trashed=True))) == [gone], condition


def test_the_record_says_which_fields_were_asked_and_no_value(cast: Cast) -> None:
    file_customer(cast.zhou, **PERSON)
    list_customers(actor(cast.zhou), asked(("mobile", "eq", "13812345678"), ("level", "eq", "A")))
    event = ReadEvent.objects.get(verb="customers.listed")
    assert orjson.loads(event.fields) == ["level", "mobile"]
    assert event.query_hash
    assert "13812345678" not in str(vars(event))


def test_over_http(cast: Cast) -> None:
    customer = file_customer(cast.zhou, **PERSON)
    asked_for = {"filter": '[{"field":"phone","op":"tail","value":"5678"}]'}
    body = browser(cast.zhou).get("/api/customers", asked_for).json()
    assert [row["id"] for row in body["rows"]] == [str(customer)]
    assert browser(cast.lin).get("/api/customers", asked_for).json()["limited_to_own"] is True
    answer = browser(cast.lin).get("/api/customers", {"filter": '[{"field":"id_number","op":"eq","value":"1"}]'})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "field_not_readable")
    answer = browser(cast.lin).get("/api/customers", {"sort": "mobile"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "field_not_sortable")


# ------------------------------------------------------------------ days


def test_a_text_is_found_as_it_was_given(cast: Cast, everyone: Actor) -> None:
    who = file_customer(
        cast.zhou, name="张伟先生", level="Ａ\u200b级", short_name="大\x08伟", remark="一\r\n二\x07", tax_number="“”"
    )
    firm = file_customer(cast.zhou, "organisation", name="浙江 (华盛) 有限公司", contact_name="李大刚先生")
    for field, op, value in (
        ("name", "eq", "张伟先生"),
        ("level", "eq", "Ａ\u200b级"),
        ("level", "contains", "\u200b级"),
        ("short_name", "starts", "大\x08"),
        ("remark", "contains", "一\r\n二\x07"),
        ("tax_number", "eq", "“”"),
    ):
        assert found(everyone, (field, op, value)) == [who], (field, op)
    assert found(everyone, ("name", "eq", "浙江 (华盛) 有限公司")) == [firm]
    assert found(everyone, ("contact_name", "eq", "李大刚先生")) == [firm]
    assert found(everyone, ("level", "contains", "\u200b")) == []
