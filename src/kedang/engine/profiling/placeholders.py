"""Texts that stand for nothing: what people type when a form insists."""

import re
from typing import Final

from kedang.engine.standardise.clean import folded, one_line

_HAN: Final = "无 暂无 未知 不详 没有 未填 未填写 待补充 待定 待完善 空 无数据 暂缺 缺失 不知道 不清楚 未提供 未登记 测试 测试数据 测试客户"
_LATIN: Final = (
    "test test123 testing null none nil na n/a n.a. n.a nan undefined unknown tbd tba xxx xxxx asdf qwerty "
    "#n/a #ref! #value! #name? #null!"
)
_WORDS = frozenset(f"{_HAN} {_LATIN}".split())
_MARKS_ONLY = re.compile(r"[-‐-―_./\\?*·…,，。、~#!:;'\"()|]+")
_DIGITS = re.compile(r"[0-9]{5,}")
_RISING, _FALLING = "01234567890123456789", "98765432109876543210"
_LONGEST = 24


def is_placeholder(text: str, *, digits: bool = True) -> bool:
    """Whether a text says nothing. `digits`: a row of digits that nobody has as a number counts as well."""
    if len(text) > _LONGEST:
        return False
    word = folded(one_line(text))
    if not word or word in _WORDS or word.replace(" ", "") in _WORDS:
        return True
    if _MARKS_ONLY.fullmatch(word):
        return True
    return digits and _made_up(word.replace(" ", "").replace("-", "").removeprefix("+86"))


def _made_up(number: str) -> bool:
    """12345678, 00000000: digits in order, or one digit over and over."""
    if not _DIGITS.fullmatch(number):
        return False
    return len(set(number)) == 1 or number in _RISING or number in _FALLING
