"""Dates as written in China and abroad, to ISO 8601; a date without a day or a month keeps its precision.

Rules where writing is ambiguous:

* the date is the one written down: a time and a zone behind it are read and dropped, never used to move the day;
* 01/05/2024 is month/day when both fit (what spreadsheets write), day/month when only that fits; `date.ambiguous` says so;
* a year of two digits: 00-49 is 2000-2049, 50-99 is 1950-1999; first with - or . (24-1-5), last with / (1/5/24);
* a year of three digits, and every 民国 year, counts from 1911;
* an Excel serial counts only when the caller says the cell held a number (or passes one), 25569 to 60000.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from kedang.engine.standardise.clean import nfkc, one_line

Precision = Literal["day", "month", "year", ""]

EARLIEST_YEAR, LATEST_YEAR = 1600, 2200
FIRST_SERIAL, LAST_SERIAL = 25569, 60000
_EPOCH = date(1899, 12, 30)
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class DateValue:
    """`iso` is YYYY-MM-DD, YYYY-MM or YYYY after `precision`; "" when invalid."""

    iso: str
    precision: Precision
    valid: bool
    reason: str | None = None


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_ZONE = r"(?:Z|GMT|UTC|CST|EST|EDT|PST|PDT|CET|CEST|BST|JST|HKT|[+-][0-9]{1,2}:?[0-9]{0,2})"
_TIME = (
    r"(?:\s*T?\s*(?:上午|下午|中午|晚上|凌晨|[AP]M)?\s*[0-9]{1,2}\s*[:时時点點]\s*[0-9]{0,2}\s*[:分]?\s*[0-9]{0,2}秒?(?:[.,][0-9]{1,9})?"
    r"\s*(?:[AP]M)?)?(?:\s*" + _ZONE + r"){0,3}\s*"
)
_WEEKDAY = re.compile(
    r"[,(]?\s*(?:(?:星期|周|週|礼拜)[一二三四五六日天]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)\s*[,)]?",
    re.IGNORECASE,
)
_END = _TIME + "(?:出?生)?$"
_YEAR_FIRST = re.compile(
    r"([0-9]{4})\s*[-/.\\年_ ]\s*([0-9]{1,2})\s*[-/.\\月_ ]\s*([0-9]{1,2})\s*[日号號]?" + _END, re.I
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})" + _END, re.I)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\s*([-/.年])\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?" + _END, re.I)
_MINGUO = re.compile(
    r"(?:(?:中华|中華)?民[国國]|ROC|R\.O\.C\.)\s*([0-9]{1,3}|元)\s*[-/.年]\s*(?:([0-9]{1,2})\s*[-/.月]\s*(?:([0-9]{1,2})\s*[日号號]?)?)?"
    + _END,
    re.I,
)
_THREE_DIGITS = re.compile(r"([0-9]{3})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号號]?" + _END, re.I)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{6}|\s+" + _TIME + ")?Z?", re.I)
_MONTH_ONLY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*月?(?:份)?|([0-9]{4})([0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})\s*/\s*([0-9]{4})")
_YEAR_ONLY = re.compile(r"([0-9]{4})\s*年?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NAMES = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?" + _NAME + r"[\s\-/.,]*([0-9]{4}|[0-9]{2})" + _END, re.I
)
_NAME_DAY = re.compile(_NAME + r"[\s\-/.]*([0-9]{1,2})(?:st|nd|rd|th)?\s*[\s\-/.,]\s*([0-9]{4})" + _END, re.I)
_YEAR_NAME = re.compile(r"([0-9]{4})[\s\-/.,]*" + _NAME + r"[\s\-/.,]*([0-9]{1,2})" + _END, re.I)
_UNIX = re.compile(_NAME + r"\s+([0-9]{1,2})\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s+(?:[A-Z]{3,4}\s+)?([0-9]{4})", re.I)
_NAME_YEAR = re.compile(_NAME + r"[\s\-/.,]*([0-9]{4})", re.I)
_HAN_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九两", "00001234567892")
_HAN_MARKS = frozenset("〇零○一二三四五六七八九十廿卅百元")
_HAN_NUMBER = re.compile("[〇零○一二三四五六七八九十廿卅百]+")


def current_day() -> date:
    """Today in China: what "in the future" is measured by when the caller does not say."""
    return datetime.now(_CHINA).date()


def standardise_date(value: str | float, *, serial: bool = False) -> DateValue:
    """One date. Numbers are Excel serials (or a year); `serial=True` says that a text of digits came from a number."""
    if not isinstance(value, str):
        return _from_number(float(value))
    if (match := _ISO.fullmatch(value)) is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    line = nfkc(one_line(value)).strip("'\" ")
    if len(line) > 80:
        return _bad("date.unreadable")
    if serial and re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", line, re.ASCII):
        return _from_number(float(line))
    line = _WEEKDAY.sub(" ", line).strip(" ,")
    if not _HAN_MARKS.isdisjoint(line):
        line = _arabic(line)
    for read in _READERS:
        if (found := read(line)) is not None:
            return found
    return _bad("date.unreadable")


def _bad(reason: str) -> DateValue:
    return DateValue("", "", valid=False, reason=reason)


def _day(year: int, month: int, day: int, reason: str | None = None) -> DateValue:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _bad("date.range" if year else "date.impossible")
    try:
        return DateValue(date(year, month, day).isoformat(), "day", valid=True, reason=reason)
    except ValueError:
        return _bad("date.impossible")


def _month(year: int, month: int, reason: str | None = None) -> DateValue:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _bad("date.range")
    if not 1 <= month <= 12:
        return _bad("date.impossible")
    return DateValue(f"{year:04d}-{month:02d}", "month", valid=True, reason=reason)


def _year(year: int, reason: str | None = None) -> DateValue:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _bad("date.range")
    return DateValue(f"{year:04d}", "year", valid=True, reason=reason)


def _from_number(number: float) -> DateValue:
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return DateValue((_EPOCH + timedelta(days=int(number))).isoformat(), "day", valid=True, reason="date.serial")
    if number == number and abs(number) < 1e9 and number == int(number):
        text = str(int(number))
        if (match := _COMPACT.fullmatch(text)) and len(text) == 8:
            return _day(int(match[1]), int(match[2]), int(match[3]))
        if len(text) == 4 and 1800 <= number <= LATEST_YEAR:
            return _year(int(number))
    return _bad("date.unreadable")


def _two_digit_year(year: int) -> int:
    return year + (2000 if year < 50 else 1900)


def _arabic(line: str) -> str:
    """二〇二四年一月五日 → 2024年1月5日; numbers with 十 and 百 are counted, others are read digit by digit."""
    line = line.replace("元年", "1年").replace("元月", "1月")
    return _HAN_NUMBER.sub(lambda match: _han_number(match.group()), line)


def _han_number(text: str) -> str:
    if not any(mark in text for mark in "十廿卅百"):
        return text.translate(_HAN_DIGITS)
    text = text.replace("廿", "二十").replace("卅", "三十")
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if any(mark in part for part in (hundreds, tens, ones) for mark in "十百"):
        return text
    total = int(hundreds.translate(_HAN_DIGITS) or "1") * 100 if hundred else 0
    total += int(tens.translate(_HAN_DIGITS) or "1") * 10 if ten else 0
    return str(total + int(ones.translate(_HAN_DIGITS) or "0"))


def _read_year_first(line: str) -> DateValue | None:
    match = _YEAR_FIRST.fullmatch(line) or _COMPACT.fullmatch(line)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _read_year_last(line: str) -> DateValue | None:
    match = _YEAR_LAST.fullmatch(line)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12:
        return _day(year, second, first)
    if second > 12 or first == second:
        return _day(year, first, second)
    if match[2] == ".":
        return _day(year, second, first, "date.ambiguous")
    return _day(year, first, second, "date.ambiguous")


def _read_minguo(line: str) -> DateValue | None:
    match = _MINGUO.fullmatch(line) or _THREE_DIGITS.fullmatch(line)
    if match is None:
        return None
    year = 1911 + (1 if match[1] == "元" else int(match[1]))
    if match[2] is None:
        return _year(year, "date.minguo")
    if match[3] is None:
        return _month(year, int(match[2]), "date.minguo")
    return _day(year, int(match[2]), int(match[3]), "date.minguo")


def _read_named_month(line: str) -> DateValue | None:
    if match := _DAY_NAME.fullmatch(line):
        year = int(match[3]) if len(match[3]) == 4 else _two_digit_year(int(match[3]))
        reason = None if len(match[3]) == 4 else "date.two_digit_year"
        return _day(year, _MONTH_NAMES[match[2].lower()], int(match[1]), reason)
    if match := _NAME_DAY.fullmatch(line) or _UNIX.fullmatch(line):
        return _day(int(match[3]), _MONTH_NAMES[match[1].lower()], int(match[2]))
    if match := _YEAR_NAME.fullmatch(line):
        return _day(int(match[1]), _MONTH_NAMES[match[2].lower()], int(match[3]))
    if match := _NAME_YEAR.fullmatch(line):
        return _month(int(match[2]), _MONTH_NAMES[match[1].lower()])
    return None


def _read_short_year(line: str) -> DateValue | None:
    match = _SHORT_YEAR.fullmatch(line)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    year_last = third > 31 or (match[2] == "/" and first <= 31)
    if year_last:
        month, day = (second, first) if first > 12 else (first, second)
        return _day(_two_digit_year(third), month, day, "date.two_digit_year")
    return _day(_two_digit_year(first), second, third, "date.two_digit_year")


def _read_partial(line: str) -> DateValue | None:
    if match := _YEAR_ONLY.fullmatch(line):
        return _year(int(match[1]))
    if match := _MONTH_ONLY.fullmatch(line):
        if match[3] and not 1800 <= int(match[3]) <= LATEST_YEAR:
            return None
        return _month(int(match[1] or match[3]), int(match[2] or match[4]))
    if match := _MONTH_YEAR.fullmatch(line):
        return _month(int(match[2]), int(match[1]))
    return None


_READERS = (_read_year_first, _read_year_last, _read_partial, _read_minguo, _read_named_month, _read_short_year)
