"""Money is whole numbers, and rounds once, half away from zero."""

from decimal import Decimal

import pytest

from kedang.commerce.money import amount_text, currency_of, minor, plain_text, ten_thousandths, thousandths, worth
from kedang.kit.errors import DomainError


def test_amounts_have_the_decimals_of_their_currency() -> None:
    assert [minor("CNY", Decimal("12.34")), minor("JPY", Decimal(500)), minor("KWD", Decimal("1.005"))] == [
        1234,
        500,
        1005,
    ]
    assert [amount_text("CNY", -5), amount_text("JPY", 500), amount_text("KWD", 1005)] == ["-0.05", "500", "1.005"]


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(DomainError, match=r"commerce\.amount"):
        minor("CNY", Decimal(amount))


def test_a_currency_is_three_letters() -> None:
    assert currency_of(" cny ") == "CNY"
    with pytest.raises(DomainError, match=r"commerce\.currency"):
        currency_of("元")


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("6", "2.55", 1530),
        ("1", "0.001", 0),
        ("1", "0.005", 1),
        ("-1", "0.005", -1),
        ("3", "0.0016", 0),
        ("0.5", "0.03", 2),
    ],
)
def test_a_lines_worth_is_rounded_once(quantity: str, price: str, amount: int) -> None:
    assert worth("CNY", thousandths(Decimal(quantity)), ten_thousandths(Decimal(price))) == amount


def test_a_yen_has_no_parts() -> None:
    assert worth("JPY", 1500, 10_000) == 2


def test_numbers_go_out_without_needless_zeros() -> None:
    assert [plain_text(6000, 1000), plain_text(25500, 10_000), plain_text(0, 1000), plain_text(10_000_000, 1000)] == [
        "6",
        "2.55",
        "0",
        "10000",
    ]
