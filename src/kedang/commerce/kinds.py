"""What transactions can be and how they are paid, with the words for people."""

from typing import Literal, get_args

Kind = Literal["purchase", "return", "invoice", "payment"]
Method = Literal["", "transfer", "cash", "card", "wechat", "alipay", "cheque", "draft", "other"]

PURCHASE, RETURN, INVOICE, PAYMENT = "purchase", "return", "invoice", "payment"
KINDS: dict[str, tuple[str, str]] = {
    PURCHASE: ("购买", "Purchase"),
    RETURN: ("退货", "Return"),
    INVOICE: ("账单", "Invoice"),
    PAYMENT: ("收款", "Payment"),
}
METHODS: dict[str, tuple[str, str]] = {
    "transfer": ("银行转账", "Bank transfer"),
    "cash": ("现金", "Cash"),
    "card": ("刷卡", "Card"),
    "wechat": ("微信支付", "WeChat Pay"),
    "alipay": ("支付宝", "Alipay"),
    "cheque": ("支票", "Cheque"),
    "draft": ("承兑汇票", "Bank draft"),
    "other": ("其他", "Other"),
}
# What a customer did that counts as dealing with us.
DEALS = (PURCHASE, INVOICE)
# What each kind may refer to: a payment settles an invoice, a return takes back a purchase or lowers an invoice.
REFERS_TO = {PAYMENT: (INVOICE,), RETURN: (PURCHASE, INVOICE)}

assert set(KINDS) == set(get_args(Kind))
assert set(METHODS) | {""} == set(get_args(Method))
