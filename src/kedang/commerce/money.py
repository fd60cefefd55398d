"""Money and quantities as whole numbers: amounts in a currency's smallest unit, quantities in thousandths, prices in ten-thousandths
of the currency's unit. Never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal

from kedang.kit.errors import Refusal

BAD_CURRENCY = Refusal(
    "commerce.currency", 422, "币种应为三个字母的代码，如 CNY。", "A currency is a code of three letters, such as CNY."
)
BAD_AMOUNT = Refusal(
    "commerce.amount",
    422,
    "金额、数量或单价超出范围，或小数位过多（金额按币种，数量 3 位，单价 4 位）。没有保存任何改动。",
    "An amount, quantity or price is out of range or has too many decimals (amounts as the currency has, quantities 3, prices 4). Nothing was saved.",
)
THOUSANDTHS, TEN_THOUSANDTHS = 1_000, 10_000
_CODE = re.compile(r"[A-Z]{3}")
_WHOLE = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF"})
_THREE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
MOST = 10**15
# An amount in minor units is quantity x price / (thousandths x ten-thousandths / minor units of one unit).
_PARTS = THOUSANDTHS * TEN_THOUSANDTHS


def currency_of(text: str) -> str:
    """A currency's code, as it is stored."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise BAD_CURRENCY()
    return code


def places_of(currency: str) -> int:
    """How many decimals a currency has."""
    return 0 if currency in _WHOLE else 3 if currency in _THREE else 2


def minor(currency: str, amount: Decimal) -> int:
    """An amount in the currency's smallest unit; refused when it is no whole number of them."""
    return _whole(amount, 10 ** places_of(currency))


def thousandths(quantity: Decimal) -> int:
    """A quantity as it is stored."""
    return _whole(quantity, THOUSANDTHS)


def ten_thousandths(price: Decimal) -> int:
    """A price as it is stored."""
    return _whole(price, TEN_THOUSANDTHS)


def _whole(value: Decimal, parts: int) -> int:
    if not value.is_finite() or abs(value) > MOST:
        raise BAD_AMOUNT()
    scaled = value * parts
    if scaled != scaled.to_integral_value() or abs(scaled) > MOST:
        raise BAD_AMOUNT()
    return int(scaled)


def worth(currency: str, quantity: int, price: int) -> int:
    """What so many thousandths at this price come to, in minor units, half a unit rounded away from zero."""
    scaled: int = abs(quantity * price) * 10 ** places_of(currency)
    rounded = (scaled * 2 + _PARTS) // (_PARTS * 2)
    return rounded if (quantity < 0) == (price < 0) else -rounded


def fits(amount: int) -> bool:
    """Whether an amount, in minor units, is one that is stored: thousands of the largest still add up to a number of 64 bits."""
    return abs(amount) <= MOST


def amount_text(currency: str, amount: int) -> str:
    """An amount as a decimal number: "-15.30"."""
    places = places_of(currency)
    return str(Decimal(amount).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def in_currency(amount: int, former: str, currency: str) -> int:
    """The same figure in another currency's smallest unit: 100.00 stays 100. Refused when the other one has fewer decimals."""
    return minor(currency, Decimal(amount_text(former, amount)))


def plain_text(value: int, parts: int) -> str:
    """A quantity or price without needless zeros: "2.55", "6"."""
    number = (Decimal(value) / parts).normalize()
    return format(number, "f")
