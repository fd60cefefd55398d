"""What a column of a file of transactions can mean, by which words it is recognised, and the presets of known exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kedang.engine.tables.vocabulary import key


class Field(NamedTuple):
    """A meaning: its names, and headers by which files call it (as `key` makes them)."""

    zh: str
    en: str
    words: str


FIELDS: dict[str, Field] = {
    "invoice": Field(
        "单号",
        "Number of the order or invoice",
        "单号 订单号 订单编号 发票号 发票号码 账单号 销售单号 出库单号 交易号 流水号 交易编号 单据编号 "
        "invoice invoiceno invoicenumber invoiceid order orderno orderid ordernumber transactionid billno",
    ),
    "customer": Field(
        "客户编号",
        "Number of the customer",
        "客户编号 客户号 客户代码 客户id 会员号 会员编号 会员卡号 买家id customer customerid customerno customernumber customercode "
        "clientid memberid buyerid",
    ),
    "customer_name": Field(
        "客户名称",
        "Name of the customer",
        "客户 客户名称 客户姓名 购货单位 购买方 买方 会员姓名 customername buyer buyername client clientname",
    ),
    "at": Field(
        "日期",
        "Date and time",
        "日期 时间 交易日期 交易时间 下单时间 订单日期 开票日期 销售日期 成交时间 付款时间 收款日期 date time datetime invoicedate orderdate transactiondate "
        "purchasedate paidat createdat",
    ),
    "kind": Field("种类", "Kind", "种类 类型 交易类型 单据类型 业务类型 kind type transactiontype"),
    "product": Field(
        "产品编号",
        "Code of the product",
        "产品编号 商品编号 商品编码 产品编码 货号 物料编码 条码 sku stockcode productcode productid itemcode itemno productno",
    ),
    "description": Field(
        "品名",
        "What it is",
        "品名 商品 产品 商品名称 产品名称 货品名称 物料名称 项目 摘要 description product productname item itemname",
    ),
    "quantity": Field("数量", "Quantity", "数量 件数 销量 购买数量 quantity qty units count"),
    "unit": Field("单位", "Unit", "单位 计量单位 unit uom"),
    "price": Field("单价", "Price", "单价 价格 售价 成交价 price unitprice"),
    "amount": Field(
        "金额",
        "Amount",
        "金额 总价 小计 合计金额 实付金额 应收金额 收款金额 销售额 amount total lineamount linetotal totalprice revenue sales",
    ),
    "currency": Field("币种", "Currency", "币种 货币 currency"),
    "method": Field("付款方式", "Way of payment", "付款方式 支付方式 收款方式 结算方式 paymentmethod method payment"),
    "due_on": Field("到期日", "Due date", "到期日 应付日期 付款期限 截止日期 duedate dueon"),
    "settles": Field(
        "核销的单号",
        "Number of the invoice it settles",
        "核销单号 核销账单 核销发票 核销账单号 核销发票号 对应账单 对应发票 对应单号 对应账单号 对应发票号 关联账单 关联发票 关联单号 原单号 原订单号 原发票号 "
        "settles settlesinvoice appliesto appliedto appliedinvoice invoicepaid paidinvoice originalinvoice originalorder",
    ),
}
REQUIRED = ("invoice", "customer", "at")
_BY_WORD = {word: code for code, field in FIELDS.items() for word in field.words.split()}


@dataclass(frozen=True, slots=True)
class Preset:
    """A known export: by which headers it is recognised and what they mean, and what follows for the run."""

    name: str
    columns: dict[str, str]
    enough: int
    source: str
    currency: str
    customer_kind: str


PRESETS = {
    "online-retail": Preset(
        name="online-retail",
        columns={
            "invoiceno": "invoice",
            "invoice": "invoice",
            "stockcode": "product",
            "description": "description",
            "quantity": "quantity",
            "invoicedate": "at",
            "unitprice": "price",
            "price": "price",
            "customerid": "customer",
            "country": "",
        },
        enough=8,
        source="online-retail",
        currency="GBP",
        customer_kind="organisation",
    )
}


def recognise(headers: Sequence[str]) -> Preset | None:
    """The preset whose headers these are, if any."""
    keys = {key(header) for header in headers}
    return next((p for p in PRESETS.values() if len(keys & p.columns.keys()) >= p.enough), None)


def propose(headers: Sequence[str], preset: Preset | None) -> list[str]:
    """What each column means; "" leaves it out. The first column of a meaning has it."""
    found: list[str] = []
    for header in headers:
        word = key(header)
        code = preset.columns.get(word, "") if preset else _BY_WORD.get(word, "")
        found.append("" if code in found else code)
    return found


def missing(columns: Sequence[str]) -> list[str]:
    """What a mapping still lacks: the number, the customer and the date are needed, and a price or an amount."""
    lacking = [code for code in REQUIRED if code not in columns]
    return lacking if {"price", "amount"} & set(columns) else [*lacking, "amount"]
