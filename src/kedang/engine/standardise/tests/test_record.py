import re
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.catalogue import CATALOGUE
from kedang.engine.standardise import reasons
from kedang.engine.standardise.companies import standardise_company
from kedang.engine.standardise.fields import HANDLERS
from kedang.engine.standardise.record import Record, Value, match_keys, name_key, standardise_record

TODAY = date(2026, 1, 1)
PERSON = {
    "name": "曾 国藩先生",
    "mobile": "１３８-0013-8000 / 13900139000",
    "email": "A@B.com",
    "id_number": "110101199003077758",
    "address": "浙江省杭州市西湖区文三路1号",
    "landline": "87654321转801",
}

# Kinds of string that break programs; one or two of each.
NASTY = [
    "undefined",
    "null",
    "NaN",
    "\\N",
    "0x1F",
    "1/0",
    "-1e309",
    "1E+308",
    "9" * 500,
    "٠١٢٣٤٥٦٧٨٩",
    "①②③",
    "¹²³",
    "½",
    "٣",
    "\x00",
    "a\x00b",
    "\x01\x02\x1f\x7f\x80\x9f",
    "\ud800",
    "a\udfffb",
    "\u200b",
    "\ufeff",
    "\u202etest\u202c",
    "\u2028\u2029",
    "\u3000",
    "\xa0",
    "Ω≈ç√∫˜µ≤≥÷",
    "ȺȾ",
    "ﬁ",
    "İstanbul ı ß ẞ",
    "👩‍👩‍👧‍👦",
    "🇨🇳",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "الكل في المجمو عة",
    "ת",
    "ก็็็็็็็",
    "𠮷野家",
    "田中さんにあげて下さい",
    "＜script＞alert(1)＜/script＞",
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE customers;--",
    '" or ""="',
    "=1+1",
    "＝cmd|' /C calc'!A0",
    "+86",
    "@SUM(1)",
    "{{7*7}}",
    "%s%n%d",
    "../../etc/passwd",
    "C:\\CON",
    "http://a/%%30%30",
    "()",
    "(",
    "）",
    "·",
    "公司",
    "有限公司",
    "（）有限公司",
    "总",
    "先生",
    "市辖区",
    "省",
    "民国年",
    "十百千万亿",
    "百十百十年",
    "元年元月元日",
    "投资管理" * 60 + "x",
    "ext" * 50,
    "1-" * 200,
    "a@" * 100,
    "a." * 100 + "@b.com",
    "http://" + "a." * 200,
    "(" * 200,
    " \t\n" * 50,
    "2024-" * 40,
    "Jan " * 40,
]


def by_field(record: Record, field: str) -> list[tuple[str, str, str | None]]:
    return [(value.standard, value.state, value.reason) for value in record.all(field)]


def test_a_person() -> None:
    record = standardise_record("person", PERSON, today=TODAY)
    assert record.all("name") == [Value("name", "曾 国藩先生", "曾国藩", "ok", None, "先生")]
    assert [value.given for value in record.all("mobile")] == ["１３８-0013-8000", "13900139000"]
    assert [value.standard for value in record.all("mobile")] == ["+8613800138000", "+8613900139000"]
    assert record.first("email") == "a@b.com"
    assert by_field(record, "landline") == [("+8657187654321", "ok", "phone.area_assumed")]
    assert record.all("landline")[0].label == "转801"
    assert by_field(record, "region") == [("330106", "ok", "derived.address")]
    assert by_field(record, "birth_date") == [("1990-03-07", "ok", "derived.id_number")]
    assert by_field(record, "gender") == [("male", "ok", "derived.id_number")]
    assert record.name_key == "zeng guo fan\x1f曾国藩"


def test_given_values_are_not_overruled() -> None:
    record = standardise_record(
        "person", PERSON | {"gender": "女", "birth_date": "1991-01-01", "region": "上海"}, today=TODAY
    )
    assert record.first("gender") == "female"
    assert record.first("birth_date") == "1991-01-01"
    assert by_field(record, "region") == [("310000", "ok", None)]


def test_a_bad_value_keeps_what_was_given() -> None:
    record = standardise_record(
        "person", {"name": "张伟", "mobile": "138001380", "id_number": "123", "birth_date": "长期"}
    )
    assert record.all("mobile") == [Value("mobile", "138001380", "", "invalid", "phone.length")]
    assert record.all("id_number") == [Value("id_number", "123", "", "invalid", "id.length")]
    assert record.all("birth_date") == [Value("birth_date", "长期", "", "invalid", "date.unreadable")]


def test_birth_in_the_future_is_invalid() -> None:
    record = standardise_record("person", {"birth_date": "2027-01-01"}, today=TODAY)
    assert by_field(record, "birth_date") == [("2027-01-01", "invalid", "date.future")]


def test_an_organisation() -> None:
    record = standardise_record(
        "organisation",
        {
            "name": "中兴天恒能源科技(北京)股份公司",
            "province": "北京",
            "city": "北京市",
            "registered_capital": "1.5亿美元",
            "employees": "1,328人",
            "founded_on": "民国113年1月5日",
            "website": "www.X.com",
            "credit_code": "91110000600037341l",
            "contact_name": "王总",
            "contact_landline": "87654321",
            "tags": "重点、 VIP",
            "extra:备用": " x ",
            "custom:score": "7",
        },
    )
    assert record.first("name") == "中兴天恒能源科技（北京）股份公司"
    assert record.name_key.endswith("\x1f中兴天恒能源科技北京股份有限公司")
    assert by_field(record, "region") == [("110000", "ok", None)]
    assert record.first("registered_capital") == "15000"
    assert by_field(record, "capital_currency") == [("USD", "ok", "derived.registered_capital")]
    assert record.first("employees") == "1328"
    assert record.first("founded_on") == "2024-01-05"
    assert record.first("website") == "http://www.x.com"
    assert record.first("credit_code") == "91110000600037341L"
    assert record.all("contact_name") == [Value("contact_name", "王总", "王总", "ok", None, "总")]
    assert record.first("contact_landline") == "+861087654321"
    assert [value.standard for value in record.all("tags")] == ["重点", "VIP"]
    assert by_field(record, "extra:备用") == [("x", "kept", None)]
    assert by_field(record, "custom:score") == [("7", "kept", None)]


def test_blank_cells_and_lists() -> None:
    record = standardise_record(
        "person", {"name": "张伟", "mobile": ["13800138000", "", "13900139000"], "email": " ", "region": ""}
    )
    assert [value.field for value in record.values] == ["name", "mobile", "mobile"]


def test_excel_leftovers() -> None:
    record = standardise_record(
        "organisation", {"name": "甲", "external_id": "1001.0", "founded_on": "45296", "postcode": "310012.0"}
    )
    assert record.first("external_id") == "1001"
    assert by_field(record, "founded_on") == [("2024-01-05", "ok", "date.serial")]
    assert record.first("postcode") == "310012"


def test_wechat_and_qq() -> None:
    record = standardise_record(
        "person", {"wechat": "wx_a、Wx_b", "qq": "12345678@qq.com/ 22345678.0", "passport": "e 1234 5678"}
    )
    assert [value.standard for value in record.all("wechat")] == ["wx_a", "Wx_b"]
    assert [(value.given, value.standard) for value in record.all("qq")] == [
        ("12345678@qq.com", "12345678"),
        ("22345678.0", "22345678"),
    ]
    assert record.first("passport") == "E12345678"
    assert by_field(standardise_record("person", {"qq": "无"}), "qq") == [("", "invalid", "qq.format")]


def test_controls_are_removed_with_a_reason_and_text_is_otherwise_kept() -> None:
    record = standardise_record("person", {"remark": "a\x07b\n<b>👩‍👩‍👧\u202e", "background": "x\x00y"})
    assert record.all("remark") == [
        Value("remark", "a\x07b\n<b>👩‍👩‍👧\u202e", "ab\n<b>👩‍👩‍👧\u202e", "ok", "text.control")
    ]
    assert record.all("background")[0].given == "x\ufffdy"


def test_a_long_text_of_controls_only_is_kept_as_given_and_marked() -> None:
    record = standardise_record("person", {"remark": "\x01\x02"})
    assert record.all("remark") == [Value("remark", "\x01\x02", "", "invalid", "name.empty")]


def test_match_keys() -> None:
    record = standardise_record(
        "person", PERSON | {"external_id": "C-1", "wechat": "WxId", "passport": "e12345678"}, today=TODAY
    )
    keys = match_keys(record)
    assert keys == {
        "external_id": ["C-1"],
        "id_number": ["110101199003077758"],
        "passport": ["E12345678"],
        "phone": ["+8613800138000", "+8613900139000", "+8657187654321"],
        "email": ["a@b.com"],
        "wechat": ["wxid"],
        "name_key": ["zeng guo fan\x1f曾国藩"],
        "phone_name": ["+8613800138000\x1f曾国藩", "+8613900139000\x1f曾国藩", "+8657187654321\x1f曾国藩"],
    }
    company = match_keys(standardise_record("organisation", {"name": "甲公司", "mobile": "13800138000"}))
    assert list(company) == ["phone", "name_key"]
    invalid = match_keys(standardise_record("person", {"mobile": "138", "landline": "87654321", "id_number": "1"}))
    assert invalid == {}


def test_name_key_is_bounded_and_exact() -> None:
    one, other = name_key("organisation", "甲" * 3000), name_key("organisation", "甲" * 3001)
    assert one != other
    assert len(one.encode()) < 2000
    assert name_key("person", "") == ""


def test_every_field_has_a_handler() -> None:
    assert {spec.code for spec in CATALOGUE if spec.type != "region"} == set(HANDLERS)


def test_every_reason_has_a_text() -> None:
    folder = Path(reasons.__file__).parent
    used = {
        code
        for file in folder.glob("*.py")
        if file.name != "reasons.py"
        for code in re.findall(
            r'"((?:text|name|phone|date|address|region|email|uscc|id|bank|url|number|choice|derived)\.[a-z_]+)"',
            file.read_text("utf-8"),
        )
    }
    assert used - reasons.REASONS.keys() == set()
    assert len(used) > 30


@pytest.mark.parametrize("kind", ["person", "organisation"])
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nothing_breaks_and_nothing_is_lost(kind: str, text: str) -> None:
    check_total(kind, text)


@given(st.sampled_from(["person", "organisation"]), st.text(st.characters()))
def test_any_text(kind: str, text: str) -> None:
    check_total(kind, text)


@pytest.mark.parametrize(
    "piece", ["总", ",", "1-", "公司", "a@", "(", "0", "2024-", "投资管理", "浙江省", "- ", "一", "x.", "乾"]
)
def test_long_texts_cost_linear_time(piece: str) -> None:
    text = "王" + piece * 20_000
    started = perf_counter()
    for kind in ("person", "organisation"):
        standardise_record(kind, {spec.code: text for spec in CATALOGUE} | {"city": text})
    standardise_company(text)
    assert perf_counter() - started < 5


def check_total(kind: str, text: str) -> None:
    """Every field takes any text; what comes out can be stored, and standard forms stay as they are."""
    record = standardise_record(
        kind, {spec.code: text for spec in CATALOGUE} | {"extra:x": text, "city": text}, today=TODAY
    )
    match_keys(record)
    record.name_key.encode()
    for value in record.values:
        value.given.encode()
        value.standard.encode()
        assert "\x00" not in value.standard + value.given
        assert value.state in ("ok", "invalid", "kept")
        assert value.state != "invalid" or value.reason
    if text and not text.isspace():
        assert {"name", "remark", "extra:x"} <= {value.field for value in record.values}
    for field in ("name", "remark", "email", "website", "birth_date", "industry", "registered_capital"):
        if standard := record.first(field):
            assert standardise_record(kind, {field: standard}, today=TODAY).first(field) == standard
