"""Cells as people and programs write them."""

from datetime import UTC, datetime

import pytest

from kedang.commerce_import import values


@pytest.mark.parametrize(
    ("text", "number"),
    [("6", 6000), ("-1", -1000), ("1,234.5", 1_234_500), ("￥3", 3000), ("(2)", -2000), ("０．５", 500), ("", None),
     ("abc", None), ("0.0001", None), ("1e9", None), ("9" * 50, None), ("NaN", None)],
)  # fmt: skip
def test_numbers(text: str, number: int | None) -> None:
    assert values.scaled(text, 1000) == number


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2010-12-01 08:26:00", datetime(2010, 12, 1, 0, 26, tzinfo=UTC)),
        ("2010-12-01T08:26:00Z", datetime(2010, 12, 1, 8, 26, tzinfo=UTC)),
        ("2026/3/5 9:05", datetime(2026, 3, 5, 1, 5, tzinfo=UTC)),
        ("2026年3月5日", datetime(2026, 3, 4, 16, tzinfo=UTC)),
        ("20260305", datetime(2026, 3, 4, 16, tzinfo=UTC)),
        ("2026/3/5 25:00", None),
        ("1899-01-01", None),
        ("昨天", None),
    ],
)
def test_times(text: str, at: datetime | None) -> None:
    assert values.moment(text) == at


def test_numbers_of_customers_lose_what_a_spreadsheet_added() -> None:
    assert [values.number_of(text) for text in ("17850.0", " C-7 ", "17850.50", "")] == ["17850", "C-7", "17850.50", ""]


def test_words() -> None:
    assert [values.kind_of(text) for text in ("退货单", "Invoice", "", "礼物")] == ["return", "invoice", "", None]
    assert [values.method_of(text) for text in ("微信支付", "credit card", "", "以物易物")] == [
        "wechat",
        "card",
        "",
        "other",
    ]
