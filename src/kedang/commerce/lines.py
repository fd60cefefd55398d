"""The lines of a transaction: from what was given to rows, and back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kedang.commerce.models import Line, Product
from kedang.commerce.money import BAD_AMOUNT, fits, in_currency, minor, ten_thousandths, thousandths, worth
from kedang.kit.errors import Refusal
from kedang.kit.text import storable

MOST, LONGEST = 1_000, 300
BAD_LINE = Refusal(
    "commerce.line",
    422,
    "第 {ordinal} 行有误：请选择产品或写明内容（不超过 300 字）。没有保存任何改动。",
    "Line {ordinal} is not right: choose a product or say what it is (up to 300 characters). Nothing was saved.",
)
NO_PRODUCT = Refusal(
    "commerce.product",
    422,
    "第 {ordinal} 行的产品不存在。没有保存任何改动。",
    "Line {ordinal} names a product that does not exist. Nothing was saved.",
)
TOO_MANY = Refusal("commerce.lines", 422, "一笔交易最多 1000 行。", "A transaction has up to 1,000 lines.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A line as it was given; `amount` None: quantity times price. The product is named by its id or its code."""

    quantity: Decimal
    price: Decimal
    amount: Decimal | None = None
    product_id: int | None = None
    product_code: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it is to be stored; two are equal when they say the same."""

    product_id: int | None
    description: str
    quantity: int
    price: int
    amount: int


def wanted(given: Sequence[Given], currency: str) -> list[Wanted]:
    """Lines that may be stored, in order."""
    if len(given) > MOST:
        raise TOO_MANY()
    ids = set(Product.objects.filter(id__in={g.product_id for g in given if g.product_id}).values_list("id", flat=True))
    codes: dict[str, int] = dict(
        Product.objects.filter(code__in={g.product_code for g in given if g.product_code}).values_list("code", "id")
    )
    return [_wanted(ordinal, line, currency, ids, codes) for ordinal, line in enumerate(given, 1)]


def _wanted(ordinal: int, line: Given, currency: str, ids: Collection[int], codes: dict[str, int]) -> Wanted:
    product_id = line.product_id or codes.get(line.product_code)
    if (line.product_id and line.product_id not in ids) or (line.product_code and product_id is None):
        raise NO_PRODUCT(ordinal=ordinal)
    text = storable(line.description).strip()
    if len(text) > LONGEST or not (text or product_id):
        raise BAD_LINE(ordinal=ordinal)
    quantity, price = thousandths(line.quantity), ten_thousandths(line.price)
    amount = worth(currency, quantity, price) if line.amount is None else minor(currency, line.amount)
    if not fits(amount):
        raise BAD_AMOUNT()
    return Wanted(product_id, text, quantity, price, amount)


def converted(lines: Sequence[Wanted], former: str, currency: str) -> list[Wanted]:
    """Lines that say the same figures in another currency."""
    return [replace(each, amount=in_currency(each.amount, former, currency)) for each in lines]


def stored(transaction_id: int) -> list[Wanted]:
    """The lines of a transaction as they stand, in order."""
    rows = Line.objects.filter(transaction_id=transaction_id).order_by("ordinal")
    return [Wanted(r.product_id, r.description, r.quantity, r.price, r.amount) for r in rows]


def put(transaction_id: int, lines: Sequence[Wanted]) -> None:
    """These lines instead of those that were there."""
    Line.objects.filter(transaction_id=transaction_id).delete()
    Line.objects.bulk_create(
        [
            Line(
                transaction_id=transaction_id,
                ordinal=ordinal,
                product_id=each.product_id,
                description=each.description,
                quantity=each.quantity,
                price=each.price,
                amount=each.amount,
            )
            for ordinal, each in enumerate(lines, 1)
        ]
    )
