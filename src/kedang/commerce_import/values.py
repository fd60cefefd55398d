"""From cells to values: numbers, times and kinds as people and programs write them. Nothing here raises."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kedang.commerce.kinds import INVOICE, METHODS, PAYMENT, PURCHASE, RETURN
from kedang.engine.standardise.dates import standardise_date
from kedang.fields.values import LOCAL

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?|[-+]?\.\d+")
_TIME = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_WHOLE = re.compile(r"(\d+)\.0+")
_DROPPED = str.maketrans("", "", ",，¥￥$£€ \u00a0元")
_KINDS = {
    PURCHASE: "购买 销售 销售单 订单 出库 消费 purchase sale order",
    RETURN: "退货 退款 退货单 冲红 红字 return refund credit creditnote",
    INVOICE: "账单 发票 应收 开票 invoice bill",
    PAYMENT: "收款 付款 回款 到账 payment receipt paid",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_METHODS = {
    "transfer": "银行转账 转账 电汇 汇款 对公转账 banktransfer wire",
    "wechat": "微信 微信支付 wechatpay",
    "alipay": "支付宝",
    "cash": "现金",
    "card": "刷卡 银行卡 信用卡 creditcard debitcard",
    "cheque": "支票 check",
    "draft": "承兑 承兑汇票 银行承兑汇票",
}
_METHOD = {word: method for method, words in _METHODS.items() for word in (method, *words.split())}
_LONGEST = 40


@lru_cache(maxsize=65_536)
def scaled(text: str, parts: int) -> int | None:
    """A number as so many parts of one; None when it is none, or has more decimals than that."""
    bare = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    if len(bare) > _LONGEST or not _NUMBER.fullmatch(bare):
        return None
    try:
        value = Decimal(bare) * parts
    except InvalidOperation:
        return None
    whole = value.to_integral_value()
    return int(whole) if whole == value and abs(whole) < 10**15 else None


@lru_cache(maxsize=65_536)
def moment(text: str) -> datetime | None:
    """A time; without a zone it is local, without a clock it is the day's beginning."""
    found = _iso(text) or _written(text)
    if found is None:
        return None
    if found.year < 1970 or found.year > 2200:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=LOCAL)).astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _written(text: str) -> datetime | None:
    clock = _TIME.search(text)
    on = day(text[: clock.start()] if clock else text)
    if on is None:
        return None
    begun = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - the caller gives it its zone
    if clock is None:
        return begun
    after = timedelta(hours=int(clock[1]), minutes=int(clock[2]), seconds=int(clock[3] or 0))
    return begun + after if after < timedelta(days=1) else None


@lru_cache(maxsize=4_096)
def day(text: str) -> date | None:
    """A day, as every import reads one."""
    found = standardise_date(text.strip(), serial=True)
    return date.fromisoformat(found.iso) if found.valid and found.precision == "day" else None


@lru_cache(maxsize=65_536)
def number_of(text: str) -> str:
    """The number of a customer or an invoice: spreadsheets write 17850 as 17850.0."""
    bare = text.strip()
    whole = _WHOLE.fullmatch(bare)
    return whole[1] if whole else bare


def kind_of(text: str) -> str | None:
    """A kind by its word; "" for none said, None for a word nobody knows."""
    word = text.strip().lower().replace(" ", "")
    return _KIND.get(word) if word else ""


def method_of(text: str) -> str:
    """A way of payment by its word; what is not known is another one."""
    word = text.strip().lower().replace(" ", "")
    if not word:
        return ""
    found = _METHOD.get(word, "other")
    return found if found in METHODS else "other"
