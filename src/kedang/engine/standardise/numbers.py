"""Numbers and amounts: 万 and 亿, thousands separators, currencies, Excel's float noise. Exact decimals throughout."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from kedang.engine.standardise.clean import nfkc, one_line

WAN = Decimal(10_000)
_EXACT = Context(prec=100)
_LONGEST = 100
_CURRENCIES = (
    ("USD", r"us\$|usd|美元|美金|\$"),
    ("HKD", r"hk\$|hkd|港元|港币|港幣"),
    ("EUR", r"eur|欧元|€"),
    ("JPY", r"jpy|日元|日圆|円"),
    ("GBP", r"gbp|英镑|£"),
    ("TWD", r"nt\$|twd|ntd|新台币|台币|台幣"),
    ("MOP", r"mop\$?|澳门元|葡币"),
    ("SGD", r"sgd|新加坡元|新币"),
    ("AUD", r"aud|澳元"),
    ("CAD", r"cad|加元|加拿大元"),
    ("CHF", r"chf|瑞士法郎"),
    ("KRW", r"krw|韩元|韩币|₩"),
    ("CNY", r"cny|rmb|人民币|人民幣|¥|￥"),
)
_CURRENCY = re.compile("|".join(f"(?P<{code}>{words})" for code, words in _CURRENCIES), re.IGNORECASE)
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]{1,30})(?:\.[0-9]{0,40})?(?:E[+-]?[0-9]{1,2})?|[+-]?\.[0-9]{1,40}", re.I
)
_UNITS = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "百亿": 10,
}
_UNITS |= {
    "千亿": 11,
    "万亿": 12,
    "兆": 12,
    "k": 3,
    "w": 4,
    "m": 6,
    "mm": 6,
    "bn": 9,
    "b": 9,
    "million": 6,
    "billion": 9,
    "thousand": 3,
}
_ABOUT = re.compile(r"^(?:约为?|大约|近|共计?|合计|总计|≈|~|about|approx\.?|ca\.?)\s*", re.IGNORECASE)
_COUNTED = re.compile(r"(?:元整|元|圆|块|人|名|位|个|家|多?人|余人|员工|股)(?:整|左右|以上)?$")
_RANGE = re.compile(r"[0-9][^0-9.]*(?:[-~—–至到][^0-9.]*)[0-9]")


@dataclass(frozen=True, slots=True)
class NumberValue:
    """`value` in single units (元, persons); `scaled` says whether a unit such as 万 was written with it."""

    value: Decimal | None
    currency: str = ""
    scaled: bool = False
    unit: bool = False
    reason: str | None = None

    @property
    def valid(self) -> bool:
        """Whether it could be read."""
        return self.value is not None

    @property
    def standard(self) -> str:
        """Plain decimal digits without exponent or trailing zeros; "" when unreadable."""
        return plain(self.value) if self.value is not None else ""


_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖貳參陸拾佰仟萬億两〇", "一二三四五六七八九二三六十百千万亿二零")
_HAN_NUMBER = re.compile("[零一二三四五六七八九十百千万亿]+")
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_WITHIN = {"十": 10, "百": 100, "千": 1000}


def _counted(text: str) -> str:
    """一百二十三万 → 1230000; a row of digits without units is read digit by digit."""
    if all(mark in _DIGITS for mark in text):
        return "".join(str(_DIGITS[mark]) for mark in text)
    total = section = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in _WITHIN:
            section, digit = section + (digit or 1) * _WITHIN[mark], 0
        else:
            above, section, digit = (total + section + digit) * _MYRIADS[mark], 0, 0
            total = above if mark == "亿" or total < 10**8 else total + (above - total * _MYRIADS[mark])
    return str(total + section + digit)


def plain(value: Decimal) -> str:
    """1E+3 → 1000, 12.50 → 12.5, -0 → 0."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=8192)
def standardise_number(text: str) -> NumberValue:
    """One number with its currency and unit; a range or a sentence is none."""
    line = _ABOUT.sub("", nfkc(one_line(text)).strip("'"))
    if len(line) > _LONGEST:
        return NumberValue(None, reason="number.unreadable")
    line, currency, behind = _without_currency(line)
    line, scaled = _in_digits(line)
    match = _NUMBER.match(line)
    if match is None:
        return NumberValue(None, currency, reason="number.unreadable")
    unit = line[match.end() :].replace(" ", "").strip("()+-/").lower()
    word = _COUNTED.sub("", unit)
    value = _exact(match.group(), _UNITS[word]) if word in _UNITS else None
    if value is None:
        return NumberValue(None, currency, reason="number.range" if _RANGE.search(line) else "number.unreadable")
    in_brackets = text.strip()[:1] in "(（" and text.strip()[-1:] in ")）"
    return NumberValue(-abs(value) if in_brackets else value, currency, bool(word) or scaled, bool(unit) or behind)


def _without_currency(line: str) -> tuple[str, str, bool]:
    """(text without the currency, its ISO 4217 code, whether it stood behind the number)."""
    match = _CURRENCY.search(line)
    if match is None:
        return line.strip("() "), "", False
    rest = line[: match.start()] + line[match.end() :]
    return rest.strip("() "), match.lastgroup or "", match.end() == len(line)


def _in_digits(line: str) -> tuple[str, bool]:
    """壹佰万元 → 1000000元, and whether 万 or 亿 was among the numerals."""
    if line[:1] < "\u3000" or (match := _HAN_NUMBER.match(formal := line.translate(_FORMAL))) is None:
        return line, False
    return _counted(match.group()) + formal[match.end() :], not {"万", "亿"}.isdisjoint(match.group())


def _exact(digits: str, exponent: int) -> Decimal | None:
    """The number times a power of ten without rounding; None beyond any amount of money."""
    try:
        value = Decimal(digits.replace(",", "").replace(" ", "")).scaleb(exponent, _EXACT)
    except InvalidOperation:
        return None
    return value if not value or -12 <= value.adjusted() < 24 else None


def standardise_capital(text: str) -> NumberValue:
    """An amount in 万元: a bare number already is, 元 and 亿元 are converted."""
    found = standardise_number(text)
    if found.value is None:
        return found
    if not found.scaled and not found.unit:
        return found
    return NumberValue(_EXACT.divide(found.value, WAN), found.currency, found.scaled, found.unit)


def standardise_count(text: str) -> NumberValue:
    """A whole number that is not negative: employees, pieces."""
    found = standardise_number(text)
    if found.value is None:
        return found
    if found.value < 0:
        return NumberValue(None, reason="number.negative")
    if found.value != found.value.to_integral_value():
        return NumberValue(None, reason="number.unreadable")
    return found
