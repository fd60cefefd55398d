"""Lines of a file as items of invoices, each with its ordinal, and cut into batches. No database is touched."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from kedang.commerce.money import TEN_THOUSANDTHS, THOUSANDTHS, fits, places_of, worth
from kedang.commerce_import import values
from kedang.engine.tables.layout import Line
from kedang.engine.tables.walking import DATA, HEADER
from kedang.kit.text import storable

NO_INVOICE, NO_CUSTOMER, BAD_TIME, BAD_KIND = "line.no_invoice", "line.no_customer", "line.time", "line.kind"
BAD_QUANTITY, BAD_PRICE, ZERO_PRICE, BAD_CURRENCY = "line.quantity", "line.price", "line.zero_price", "line.currency"
LONGEST_ID, LONGEST_TEXT, LONGEST_CODE = 128, 300, 64
Items = list["Item"]


class Item(NamedTuple):
    """A line of a file. `skipped` is the kind of a layout line, `reason` why it is not taken, both else ""."""

    line: int
    skipped: str
    reason: str
    invoice: str
    ordinal: int
    customer: str
    name: str
    at: datetime | None
    kind: str
    product: str
    text: str
    unit: str
    quantity: int
    price: int
    amount: int
    currency: str
    method: str
    due_on: date | None
    settles: str


class Reader:
    """Turns lines into items. `columns`: meaning → index. Lines of one invoice are counted over the whole file."""

    def __init__(self, columns: Mapping[str, int], currency: str) -> None:
        self._columns, self._currency = columns, currency
        self._counts: dict[str, int] = {}
        self._layout = 0

    def items(self, lines: Iterable[Line], *, skip: int = 0) -> Iterator[Item]:
        """The items in order. The first `skip` are read over, but counted."""
        for index, line in enumerate(line for line in lines if line.kind != HEADER):
            if line.kind != DATA:
                if index >= skip:
                    yield _blank(line)
            elif index < skip:
                self._ordinal(self._invoice(line.cells))
            else:
                yield self._item(line)

    def _cell(self, cells: tuple[str, ...], code: str) -> str:
        index = self._columns.get(code)
        return cells[index] if index is not None and index < len(cells) else ""

    def _invoice(self, cells: tuple[str, ...]) -> str:
        return storable(values.number_of(self._cell(cells, "invoice")))[:LONGEST_ID]

    def _ordinal(self, invoice: str) -> int:
        ordinal = self._counts[invoice] = self._counts.get(invoice, 0) + 1
        return ordinal

    def _item(self, line: Line) -> Item:
        cells, cell = line.cells, self._cell
        invoice = self._invoice(cells)
        customer = storable(values.number_of(cell(cells, "customer")))[:LONGEST_ID]
        currency = cell(cells, "currency").strip().upper() or self._currency
        at, kind = values.moment(cell(cells, "at").strip()), values.kind_of(cell(cells, "kind"))
        quantity, price, amount, reason = self._worth(cells, currency)
        if not invoice:
            reason = NO_INVOICE
        elif not customer:
            reason = NO_CUSTOMER
        elif at is None:
            reason = BAD_TIME
        elif kind is None:
            reason = BAD_KIND
        due = cell(cells, "due_on").strip()
        return Item(
            line.line,
            "",
            reason,
            invoice,
            self._ordinal(invoice),
            customer,
            storable(cell(cells, "customer_name")).strip(),
            at,
            kind or "",
            storable(cell(cells, "product")).strip()[:LONGEST_CODE],
            storable(cell(cells, "description")).strip()[:LONGEST_TEXT],
            storable(cell(cells, "unit")).strip()[:16],
            quantity,
            price,
            amount,
            currency,
            values.method_of(cell(cells, "method")),
            values.day(due) if due else None,
            storable(values.number_of(cell(cells, "settles")))[:LONGEST_ID],
        )

    def _worth(self, cells: tuple[str, ...], currency: str) -> tuple[int, int, int, str]:
        """(quantity, price, amount, reason)."""
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            return 0, 0, 0, BAD_CURRENCY
        said = self._cell(cells, "quantity").strip()
        quantity = values.scaled(said, THOUSANDTHS) if said else THOUSANDTHS
        given, priced = self._cell(cells, "amount").strip(), self._cell(cells, "price").strip()
        price = values.scaled(priced, TEN_THOUSANDTHS) if priced else 0
        amount = values.scaled(given, 10 ** places_of(currency)) if given else None
        if not quantity:
            return 0, 0, 0, BAD_QUANTITY
        if price is None or (given and amount is None):
            return 0, 0, 0, BAD_PRICE
        if amount is None:
            amount = worth(currency, quantity, price)
            if not fits(amount):
                return 0, 0, 0, BAD_PRICE
            return quantity, price, amount, "" if price > 0 else ZERO_PRICE
        if not priced:
            price = abs(amount) * TEN_THOUSANDTHS * THOUSANDTHS // (10 ** places_of(currency) * abs(quantity))
            if not fits(price):
                return 0, 0, 0, BAD_PRICE
        return quantity, price, amount, "" if amount else ZERO_PRICE


def _blank(line: Line) -> Item:
    return Item(line.line, line.kind, "", "", 0, "", "", None, "", "", "", "", 0, 0, 0, "", "", None, "")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Items]]:
    """Groups of lines that follow each other with one invoice, in batches of about `size` lines.

    An invoice is cut only when it is longer than that; one that comes again later begins another batch, which finds what stands already.
    """
    batch: list[Items] = []
    held = 0
    invoices: set[str] = set()
    for group in _groups(items, size):
        invoice = group[0].invoice
        if held >= size or (invoice and invoice in invoices):
            yield batch
            batch, held, invoices = [], 0, set()
        batch.append(group)
        held += len(group)
        invoices.add(invoice)
    if batch:
        yield batch


def _groups(items: Iterable[Item], size: int) -> Iterator[Items]:
    for _, run in groupby(items, attrgetter("invoice")):
        group: Items = []
        for item in run:
            group.append(item)
            if len(group) == size:
                yield group
                group = []
        if group:
            yield group
