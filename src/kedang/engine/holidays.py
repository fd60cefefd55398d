"""Reading days off and days worked in exchange out of pasted text: the yearly notice as it is published, or a list of dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DayKind = Literal["off", "work"]
LONGEST_RANGE = 31
_DATE = r"(?:(?P<{0}y>\d{{4}})[年/.-])?(?:(?P<{0}m>\d{{1,2}})[月/.-])?(?P<{0}d>\d{{1,2}})日?"
_RANGE = re.compile(
    rf"(?<!\d){_DATE.format('a')}(?!\d)(?:\s*(?:至|到|~|～|—+|–|\.\.|\bto\b|-(?=\s*\d{{4}}-)|\s-\s)\s*{_DATE.format('b')}(?!\d))?"
)
_ASIDE = re.compile(r"[(（][^)）]*[)）]|共\s*\d+\s*天")
_YEAR = re.compile(r"(20\d\d)\s*年")
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.、]\s*)?([^\d：:]{1,20})[：:]")
_WORKED = re.compile(r"上班|补班|调班|\bwork", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z一-鿿]+")
_NO_NAMES = frozenset(
    (
        "放假",
        "放假调休",
        "上班",
        "补班",
        "调班",
        "休",
        "休息",
        "off",
        "work",
        "holiday",
        "至",
        "到",
        "to",
        "年",
        "月",
        "日",
    )
)


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day off, or one that is worked although its weekday is not."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class ReadDays:
    """What a text says, by day, and the lines with digits in them of which nothing could be made."""

    days: tuple[MarkedDay, ...]
    unread: tuple[str, ...]


def read_days(text: str, *, year: int) -> ReadDays:
    """The days a text names. A date without a year is of the year named before it in the text, otherwise of `year`."""
    found: dict[date, MarkedDay] = {}
    unread: list[str] = []
    for line in text.splitlines():
        named = _YEAR.search(line)
        if named and not _RANGE.search(_YEAR.sub("", _ASIDE.sub("", line))):
            year = int(named[1])
            continue
        days = list(_line(_ASIDE.sub("", line), year))
        found.update({each.day: each for each in days})
        if not days and any(letter.isdigit() for letter in line):
            unread.append(line.strip())
    return ReadDays(tuple(found[day] for day in sorted(found)), tuple(unread))


def _line(line: str, year: int) -> Iterator[MarkedDay]:
    heading = _NAME.match(line)
    name = heading[1].strip() if heading else ""
    for clause in re.split(r"[。；;]", line[heading.end() :] if heading else line):
        kind: DayKind = "work" if _WORKED.search(clause) else "off"
        spoken = name or _name_in(clause)
        for day in _days(clause, year):
            yield MarkedDay(day, kind, spoken)


def _name_in(clause: str) -> str:
    return next((word for word in _WORDS.findall(clause) if word.lower() not in _NO_NAMES), "")[:20]


def _days(clause: str, year: int) -> Iterator[date]:
    month = 0
    for match in _RANGE.finditer(clause):
        year, month = int(match["ay"] or year), int(match["am"] or month)
        first = _date(year, month, int(match["ad"]))
        last = first
        if match["bd"]:
            year, month = int(match["by"] or year), int(match["bm"] or month)
            last = _date(year, month, int(match["bd"]))
        if first and last and 0 <= (last - first).days < LONGEST_RANGE:
            yield from (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
