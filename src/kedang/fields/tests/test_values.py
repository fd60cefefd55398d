"""Canonical values of custom fields, type by type."""

import pytest

from kedang.fields.queries import FieldDefinition, Option
from kedang.fields.values import TYPES, canonical, split_values

CHOICES = (Option("hot", "热", "Hot"), Option("cold", "冷", "Cold"))


def field(kind: str) -> FieldDefinition:
    options = CHOICES if kind in ("choice", "multi_choice") else ()
    return FieldDefinition(id=1, code="x", label_zh="某项", label_en="X", kinds=("person",), type=kind, options=options)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("text", "  全角　ＡＢＣ ", "全角 ABC"),
        ("longtext", " 一行\n二行 ", "一行\n二行"),
        ("number", "1,234.50", "1234.5"),
        ("number", "1.5亿", "150000000"),
        ("money", "¥ 12.00", "12"),
        ("integer", "３ 人", "3"),
        ("integer", "-7", "-7"),
        ("date", "2024年3月5日", "2024-03-05"),
        ("date", "民国88年1月", "1999-01"),
        ("datetime", "2024-03-05 08:00", "2024-03-05T00:00:00Z"),
        ("datetime", "2024-03-05T08:00:00+09:00", "2024-03-04T23:00:00Z"),
        ("datetime", "2024/03/05", "2024-03-04T16:00:00Z"),
        ("boolean", "是", "true"),
        ("boolean", "NO", "false"),
        ("choice", "热", "hot"),
        ("choice", "COLD", "cold"),
        ("url", "Example.com/Path", "http://example.com/Path"),
        ("email", "A@Example.COM", "a@example.com"),
        ("phone", "138 1234 5678", "+8613812345678"),
        ("user", " 42 ", "42"),
    ],
)
def test_a_fitting_value_becomes_canonical_and_stays_so(kind: str, given: str, value: str) -> None:
    assert canonical(field(kind), given) == (value, "ok", None)
    assert canonical(field(kind), value) == (value, "ok", None)


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        ("number", "很多", "number.unreadable"),
        ("number", "9" * 20, "number.too_large"),
        ("number", "0.0000001", "number.too_large"),
        ("integer", "1.5", "number.unreadable"),
        ("date", "二月三十", "date.unreadable"),
        ("datetime", "2024-03", "date.unreadable"),
        ("boolean", "也许", "boolean.unreadable"),
        ("choice", "温", "choice.unknown"),
        ("url", "不是 网址", "url.format"),
        ("email", "nobody", "email.format"),
        ("phone", "12", "phone.length"),
        ("user", "周敏", "user.unknown"),
        ("customer", "９" * 30, "customer.unknown"),
        ("customer", str(2**63), "customer.unknown"),
    ],
)
def test_what_does_not_fit_is_kept_as_given_with_the_reason(kind: str, given: str, reason: str) -> None:
    assert canonical(field(kind), given) == (given, "invalid", reason)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "given", ["", " ", "\x00", "\ud800", "\u202e", "' OR 1=1", "９" * 5000, "𠮷", "\n\t", "0" * 400, "-", "١٢٣"]
)
def test_no_text_breaks_a_reader(kind: str, given: str) -> None:
    found = canonical(field(kind), given)
    assert found.state in ("ok", "invalid")
    assert found.value.encode("utf-8").decode() == found.value
    assert "\x00" not in found.value


def test_several_values_are_those_of_multi_choice_only() -> None:
    assert split_values(field("multi_choice"), "热、冷；热") == ["热", "冷"]
    assert split_values(field("multi_choice"), ["hot", "cold, hot"]) == ["hot", "cold"]
    assert split_values(field("text"), ["甲、乙", "丙"]) == ["甲、乙"]
    assert split_values(field("text"), " ") == []


def test_an_option_with_a_separator_in_it_is_one_value() -> None:
    options = (Option("both", "电话、微信", "Phone, WeChat"), Option("email", "邮件", "Email"))
    multi = FieldDefinition(
        id=1, code="x", label_zh="渠道", label_en="X", kinds=("person",), type="multi_choice", options=options
    )
    assert split_values(multi, "电话、微信") == ["电话、微信"]
