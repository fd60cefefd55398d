"""Shapes of requests and answers about transactions. Ids are strings outside; amounts, quantities and prices are decimal numbers as text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kedang.commerce.kinds import Kind, Method
from kedang.kit.doors import Id, IdIn

Number = Annotated[Decimal, Field(max_digits=30)]
Currency = Annotated[str, Field(min_length=3, max_length=3)]
Text = Annotated[str, Field(max_length=10_000)]
Code = Annotated[str, Field(max_length=64)]
External = Annotated[str, Field(max_length=128)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class In(BaseModel):
    """A body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self, *nullable: str) -> dict[str, Any]:
        """What is to be otherwise: nothing that was not sent, and null only where it means something."""
        sent = {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
        return {name: value for name, value in sent.items() if value is not None or name in nullable}


class LineIn(In):
    """A line: a product (by id or code) or a description. `amount` null: quantity times price."""

    product_id: IdIn | None = None
    product_code: Code = ""
    description: Annotated[str, Field(max_length=1_000)] = ""
    quantity: Number
    price: Number
    amount: Number | None = None


Lines = Annotated[list[LineIn], Field(max_length=2_000)]


class TransactionIn(In):
    """A transaction. `amount` null: what the lines come to. `refers_to`: the invoice a payment settles, or what a return takes back. `once`: a
    word of your own; sent again with the same one, it is recorded once."""

    kind: Kind
    currency: Currency = "CNY"
    at: AwareDatetime | None = None
    amount: Number | None = None
    method: Method = ""
    due_on: date | None = None
    refers_to: IdIn | None = None
    remark: Text = ""
    lines: Lines = []
    once: Code = ""


class SentIn(TransactionIn):
    """A transaction of another system: whose it is by `customer_id`, or by the customer's external id in the same source; `settles` is what
    it refers to, by its external id in the same source."""

    external_id: Annotated[str, Field(min_length=1, max_length=128)]
    customer_id: IdIn | None = None
    customer_external_id: External = ""
    settles: External = ""


class BatchIn(In):
    """Transactions of one source."""

    source: Annotated[str, Field(min_length=1, max_length=64)]
    transactions: Annotated[list[SentIn], Field(min_length=1, max_length=1_000)]


class ChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    currency: Currency | None = None
    at: AwareDatetime | None = None
    amount: Number | None = None
    method: Method | None = None
    due_on: date | None = None
    refers_to: IdIn | None = None
    remark: Text | None = None
    lines: Lines | None = None


class VersionIn(In):
    """The version that was seen."""

    version: Version


class ProductIn(In):
    """A new product."""

    code: Code
    name: Annotated[str, Field(max_length=200)]
    unit: Annotated[str, Field(max_length=16)] = ""
    price: Number | None = None
    currency: Annotated[str, Field(max_length=3)] = ""


class ProductChangesIn(In):
    """What is to be otherwise; what is not sent stays."""

    version: Version
    code: Code | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    unit: Annotated[str, Field(max_length=16)] | None = None
    price: Number | None = None
    currency: Annotated[str, Field(max_length=3)] | None = None
    active: bool | None = None


class ProductOut(BaseModel):
    """Something that is sold."""

    id: Id
    code: str
    name: str
    unit: str
    price: str | None
    currency: str
    active: bool
    version: int


class ProductPageOut(BaseModel):
    """Some products, by code."""

    rows: list[ProductOut]
    next: str | None


class LineOut(BaseModel):
    """A line; `code` is its product's, `text` the product's name or what was written, `description` only what was written."""

    ordinal: int
    product_id: Id | None
    code: str
    text: str
    description: str
    unit: str
    quantity: str
    price: str
    amount: str


class ReferredOut(BaseModel):
    """Another transaction of the same customer, in short."""

    id: Id
    kind: str
    at: datetime
    currency: str
    amount: str
    number: str
    voided: bool


class CorrectionOut(BaseModel):
    """A correction: who, when, which fields, and the amount as it was; null when it cannot be read any more."""

    at: datetime
    by: str
    fields: list[str]
    currency: str
    amount: str | None


class TransactionOut(BaseModel):
    """A transaction. `remark` is null for whoever may not read notes; `outstanding` is what an invoice still has to get, `overdue_days` how
    long it has been due."""

    id: Id
    kind: str
    at: datetime
    currency: str
    amount: str
    method: str
    due_on: date | None
    outstanding: str
    overdue_days: int
    refers_to: Id | None
    refers: ReferredOut | None
    line_count: int
    source: str
    external_id: str
    remark: str | None
    voided_at: datetime | None
    version: int


class WholeOut(TransactionOut):
    """A transaction with its lines; `settling`: payments and returns on it, `corrections`: the latest first."""

    lines: list[LineOut]
    settling: list[ReferredOut]
    corrections: list[CorrectionOut]
    editable: bool


class BalanceOut(BaseModel):
    """How a customer stands in one currency; `overdue_days`: how long the oldest overdue invoice has been due."""

    currency: str
    purchased: str
    returned: str
    invoiced: str
    paid: str
    owed: str
    overdue: str
    overdue_count: int
    overdue_days: int


class Count(BaseModel):
    """How many; `capped`: there are more."""

    value: int
    capped: bool


class StandingOut(BaseModel):
    """A page of a customer's transactions, the latest first; with the first page, how it stands."""

    balances: list[BalanceOut]
    transactions: list[TransactionOut]
    next: str | None
    count: Count
    editable: bool


class ListedOut(TransactionOut):
    """A transaction with the customer whose it is."""

    customer_id: Id
    customer_number: str
    customer_name: str


class TransactionPageOut(BaseModel):
    """Some transactions."""

    rows: list[ListedOut]
    next: str | None
    count: Count


class OwingOut(BaseModel):
    """What a customer owes. `ages`: not due yet, overdue up to 30, 60, 90 days, and longer; `loose`: payments that settle no invoice."""

    customer_id: Id
    customer_number: str
    customer_name: str
    open: str
    overdue: str
    overdue_days: int
    ages: list[str]
    loose: str


class OwedOut(BaseModel):
    """What all customers in sight owe in one currency."""

    currency: str
    open: str
    overdue: str
    customers: int
    ages: list[str]


class ReceivablesOut(BaseModel):
    """Who owes in `currency`, the most overdue first; with the first page the totals of every currency."""

    currency: str
    rows: list[OwingOut]
    totals: list[OwedOut]
    next: str | None


class FateOut(BaseModel):
    """What became of one of a batch: created, updated, unchanged or refused, and then why."""

    external_id: str
    fate: str
    id: Id | None
    code: str | None
    message: str | None


class Made(BaseModel):
    """What was made."""

    id: Id
