"""Emails, web addresses, numbers and choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise.choices import standardise_choice
from kedang.engine.standardise.emails import split_emails, standardise_email
from kedang.engine.standardise.numbers import standardise_capital, standardise_count, standardise_number
from kedang.engine.standardise.reasons import REASONS, reason_text
from kedang.engine.standardise.websites import standardise_website


@pytest.mark.parametrize(
    ("text", "standard", "label"),
    [
        ("a@b.com", "a@b.com", ""),
        (" A.B@Example.COM ", "a.b@example.com", ""),
        ("ａ＠ｂ．ｃｏｍ", "a@b.com", ""),
        ("a@b。com", "a@b.com", ""),
        ("a @ b.com", "a@b.com", ""),
        ("张三 <zs@x.cn>", "zs@x.cn", "张三"),
        ("张三 zs@x.cn", "zs@x.cn", "张三"),
        ("mailto:x@y.org", "x@y.org", ""),
        ("邮箱：x@y.org", "x@y.org", ""),
        ("a@b.com.", "a@b.com", ""),
        ("user+tag@ex.co.uk", "user+tag@ex.co.uk", ""),
        ("中文@例子.中国", "中文@例子.中国", ""),
    ],
)
def test_email(text: str, standard: str, label: str) -> None:
    found = standardise_email(text)
    assert (found.standard, found.label, found.valid) == (standard, label, True)


@pytest.mark.parametrize(
    "text", ["", "@", "a@b", "a@@b.com", "a@b.c1", "a..b@c.com", "a.@b.com", "a b", "a@-b.com", "x" * 65 + "@b.com"]
)
def test_no_email(text: str) -> None:
    found = standardise_email(text)
    assert (found.valid, found.reason, found.standard) == (False, "email.format", "")


def test_several_emails() -> None:
    assert split_emails("a@b.com;c@d.com") == ["a@b.com", "c@d.com"]
    assert split_emails("a@b.com c@d.com") == ["a@b.com", "c@d.com"]
    assert split_emails("a@b.com / c@d.com、e@f.com") == ["a@b.com", "c@d.com", "e@f.com"]
    assert split_emails("张三 <a@b.com>") == ["张三 <a@b.com>"]


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("www.x.com", "http://www.x.com"),
        ("HTTP://X.com/Path?Q=1", "http://x.com/Path?Q=1"),
        ("https://x.com/", "https://x.com"),
        ("http：//www.a.cn", "http://www.a.cn"),
        ("http:/www.a.com", "http://www.a.com"),
        ("www。a。cn", "http://www.a.cn"),
        ("例子.中国", "http://例子.中国"),
        ("1.2.3.4:80/x", "http://1.2.3.4:80/x"),
        ("javascript:alert(1)", ""),
        ("javascript://a.com/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://a.b.c", ""),
        ("//evil.com", ""),
        ("无", ""),
        ("", ""),
    ],
)
def test_website(text: str, standard: str) -> None:
    found = standardise_website(text)
    assert (found.standard, found.valid) == (standard, bool(standard))


@pytest.mark.parametrize(
    ("text", "standard", "capital", "currency"),
    [
        ("9895.9339", "9895.9339", "9895.9339", ""),
        ("15600.0", "15600", "15600", ""),
        ("1000万", "10000000", "1000", ""),
        ("1000万元人民币", "10000000", "1000", "CNY"),
        ("人民币1000万元整", "10000000", "1000", "CNY"),
        ("1.5亿元", "150000000", "15000", ""),
        ("50000000元", "50000000", "5000", ""),
        ("500万美元", "5000000", "500", "USD"),
        ("1,234.50", "1234.5", "1234.5", ""),
        ("１，２３４", "1234", "1234", ""),
        ("12 345", "12345", "12345", ""),
        ("￥1,000.50", "1000.5", "1000.5", "CNY"),
        ("约500万", "5000000", "500", ""),
        ("1E3", "1000", "1000", ""),
        ("(1,234.00)", "-1234", "-1234", ""),
        ("-0", "0", "0", ""),
        ("人民币壹佰贰拾叁万元整", "1230000", "123", "CNY"),
        ("五百万", "5000000", "500", ""),
        ("一亿二千三百万", "123000000", "12300", ""),
        ("0.1", "0.1", "0.1", ""),
        ("12345678901234567890.123", "12345678901234567890.123", "12345678901234567890.123", ""),
    ],
)
def test_number(text: str, standard: str, capital: str, currency: str) -> None:
    found = standardise_number(text)
    assert (found.standard, found.currency) == (standard, currency)
    assert standardise_capital(text).standard == capital


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "number.unreadable"),
        ("无", "number.unreadable"),
        ("100-200人", "number.range"),
        ("1.2.3", "number.unreadable"),
        ("NaN", "number.unreadable"),
        ("9" * 400, "number.unreadable"),
    ],
)
def test_no_number(text: str, reason: str) -> None:
    assert standardise_number(text).reason == reason


@pytest.mark.parametrize(
    ("text", "standard", "reason"),
    [
        ("328", "328", None),
        ("328人", "328", None),
        ("1,234", "1234", None),
        ("328.0", "328", None),
        ("-5", "", "number.negative"),
        ("1.5", "", "number.unreadable"),
        ("1.2万", "12000", None),
    ],
)
def test_count(text: str, standard: str, reason: str | None) -> None:
    found = standardise_count(text)
    assert (found.standard, found.reason) == (standard, reason)


@pytest.mark.parametrize(
    ("field", "text", "code", "reason"),
    [
        ("gender", "男", "male", None),
        ("gender", " Ｍ ", "male", None),
        ("gender", "女士", "female", None),
        ("gender", "FEMALE", "female", None),
        ("gender", "1", "male", None),
        ("gender", "2.0", "female", None),
        ("gender", "未知", "", "choice.unstated"),
        ("gender", "abc", "", "choice.unknown"),
        ("education", "大学本科", "bachelor", None),
        ("education", "碩士", "master", None),
        ("education", "PhD", "doctor", None),
        ("marital_status", "已婚", "married", None),
        ("marital_status", "Divorced", "divorced", None),
    ],
)
def test_choice(field: str, text: str, code: str, reason: str | None) -> None:
    assert standardise_choice(field, text) == (code, reason)


def test_reasons_speak_both_languages() -> None:
    assert reason_text("phone.length") == "号码位数不对"
    assert reason_text("phone.length", language="en") == "Wrong number of digits"
    assert reason_text("no.such") == "no.such"
    assert all(zh and en and zh != en for zh, en in REASONS.values())


@given(st.text() | st.text(alphabet="0123456789.,-+Ee万亿元$ 壹佰十()人"))
def test_numbers_total_and_stable(text: str) -> None:
    for read in (standardise_number, standardise_capital, standardise_count):
        found = read(text)
        assert found.valid == bool(found.standard)
        assert found.valid or found.reason
        if found.valid:
            assert read(found.standard).standard == found.standard


@given(st.text() | st.text(alphabet="ab@.<>-_ 张。") | st.text(alphabet="htps:/.ab?#张 "))
def test_addresses_on_the_net_total_and_stable(text: str) -> None:
    email, site = standardise_email(text), standardise_website(text)
    if email.valid:
        assert standardise_email(email.standard).standard == email.standard
    if site.valid:
        assert standardise_website(site.standard).standard == site.standard
        assert site.standard.startswith(("http://", "https://"))
    assert split_emails(text)
