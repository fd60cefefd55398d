from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise.dates import standardise_date

FIFTH = [
    "2024-01-05",
    "2024-1-5",
    "2024/1/5",
    "2024.1.5",
    "2024 1 5",
    "2024\\1\\5",
    "20240105",
    "2024年1月5日",
    "2024年01月05号",
    "2024 年 1 月 5 日",
    "二〇二四年一月五日",
    "二零二四年元月五日",
    "２０２４－０１－０５",
    "民国113年1月5日",
    "中華民國113年1月5日",
    "民國一百一十三年一月五日",
    "113/1/5",
    "Jan 5 2024",
    "January 5th, 2024",
    "5-Jan-2024",
    "5 January 2024",
    "5-Jan-24",
    "2024-Jan-05",
    "01/05/2024",
    "05.01.2024",
    "1/5/24",
    "24-1-5",
    "2024-01-05T10:00:00Z",
    "2024-01-05T12:00:00.000Z",
    "2024-01-05T12:00:00.000Z-0300",
    "2024-01-05T23:59:59+08:00",
    "2024-01-05 10:20",
    "2024-01-05 10:20:30 GMT",
    "01/05/2024T02:14:45+0800",
    "2024/1/5 下午3:05",
    "2024年1月5日 15时30分",
    "1/5/2024 3:05:00 PM",
    "2024-01-05 星期五",
    "2024年1月5日（周五）",
    "Fri, 5 Jan 2024 10:00:00 GMT",
    "Fri Jan 05 10:00:00 CST 2024",
    "'2024-01-05",
]


@pytest.mark.parametrize("text", FIFTH)
def test_fifth_of_january(text: str) -> None:
    found = standardise_date(text)
    assert (found.iso, found.precision, found.valid) == ("2024-01-05", "day", True)


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2024-01", "2024-01", "month"),
        ("2024年1月", "2024-01", "month"),
        ("二〇二四年一月", "2024-01", "month"),
        ("01/2024", "2024-01", "month"),
        ("202401", "2024-01", "month"),
        ("Jan 2024", "2024-01", "month"),
        ("民国113年", "2024", "year"),
        ("2024", "2024", "year"),
        ("2024年", "2024", "year"),
        ("一九九〇年", "1990", "year"),
        ("二〇二四年十二月三十一日", "2024-12-31", "day"),
        ("十二", "", ""),
        ("2024-02-29", "2024-02-29", "day"),
        ("民国元年1月1日", "1912-01-01", "day"),
        ("13/05/2024", "2024-05-13", "day"),
        ("05/13/2024", "2024-05-13", "day"),
        ("65-3-1", "1965-03-01", "day"),
    ],
)
def test_others(text: str, iso: str, precision: str) -> None:
    found = standardise_date(text)
    assert (found.iso, found.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "date.impossible"),
        ("2023-02-29", "date.impossible"),
        ("2024-13-01", "date.impossible"),
        ("20241305", "date.impossible"),
        ("0000-00-00", "date.impossible"),
        ("1900-01-00", "date.impossible"),
        ("0001-01-01", "date.range"),
        ("9999-12-31", "date.range"),
        ("长期", "date.unreadable"),
        ("2024-01-05至2025-01-05", "date.unreadable"),
        ("45296", "date.unreadable"),
        ("", "date.unreadable"),
    ],
)
def test_invalid(text: str, reason: str) -> None:
    found = standardise_date(text)
    assert (found.valid, found.iso, found.reason) == (False, "", reason)


def test_ambiguity_is_told() -> None:
    assert standardise_date("01/05/2024").reason == "date.ambiguous"
    assert standardise_date("13/05/2024").reason is None
    assert standardise_date("24-1-5").reason == "date.two_digit_year"
    assert standardise_date("民国113年1月5日").reason == "date.minguo"


def test_excel_serials_only_when_told() -> None:
    assert standardise_date(45296).iso == "2024-01-05"
    assert standardise_date(45296.75).iso == "2024-01-05"
    assert standardise_date("45296", serial=True).iso == "2024-01-05"
    assert standardise_date("45296.5", serial=True).reason == "date.serial"
    assert standardise_date(25569).iso == "1970-01-01"
    assert not standardise_date(25568).valid
    assert not standardise_date(60001).valid
    assert not standardise_date(float("nan")).valid
    assert not standardise_date(float("inf")).valid
    assert standardise_date(20240105).iso == "2024-01-05"


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2200, 12, 31)))
def test_every_day_in_every_unambiguous_form(day: date) -> None:
    iso = day.isoformat()
    forms = [
        iso,
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.day}-{day:%b}-{day.year}",
        f"{day:%B} {day.day}, {day.year}",
    ]
    assert [standardise_date(form).iso for form in forms] == [iso] * len(forms)


@given(st.text() | st.text(alphabet="0123456789年月日-/. T:Z一二十廿百元民国JanFeb"), st.booleans())
def test_total_and_stable(text: str, serial: bool) -> None:
    found = standardise_date(text, serial=serial)
    assert found.valid == bool(found.iso) == bool(found.precision)
    if found.valid:
        assert standardise_date(found.iso).iso == found.iso
    else:
        assert found.reason
