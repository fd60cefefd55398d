"""Archive numbers: built from a pattern, given out without gaps inside a transaction, never changed, never reused."""

import re
from datetime import datetime

from django.db import connection, transaction

from kedang.archive.models import KIND_CODES, NumberCounter, NumberPattern
from kedang.kit.errors import Refusal

BAD_PATTERN = Refusal(
    "number.pattern",
    422,
    "档号规则不正确：{why}。规则中须有 {{serial:位数}}，如 KH{{year}}-{{serial:6}}。",
    "Not a valid number pattern: {why}. It needs {{serial:width}}, as in KH{{year}}-{{serial:6}}.",
)
_PLACE = re.compile(r"\{(year|month|kind|serial)(?::(\d{1,2}))?\}")
_LITERAL = re.compile(r"^[0-9A-Za-z\u4e00-\u9fff·\-_/.]*$")
_KIND_LETTERS = {"person": "P", "organisation": "C"}


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that cannot give unique numbers."""
    places = _PLACE.findall(pattern)
    if sum(1 for name, _ in places if name == "serial") != 1:
        raise BAD_PATTERN(why="serial")
    if not _LITERAL.match(_PLACE.sub("", pattern)):
        raise BAD_PATTERN(why=_PLACE.sub("", pattern))
    if len(format_number(pattern, kind="person", at=datetime(2026, 1, 1), serial=10**12)) > 64:  # noqa: DTZ001
        raise BAD_PATTERN(why="> 64")


def scope_of(pattern: str, *, kind: str, at: datetime) -> str:
    """Numbers count separately for each value of the places before the serial."""
    return format_number(pattern, kind=kind, at=at, serial=None)


def format_number(pattern: str, *, kind: str, at: datetime, serial: int | None) -> str:
    """Fill a pattern; without a serial the place stays a `#`, which names the counter."""

    def fill(match: re.Match[str]) -> str:
        name, width = match[1], int(match[2] or 0)
        if name == "serial":
            return "#" if serial is None else str(serial).zfill(width)
        if name == "kind":
            return _KIND_LETTERS[kind]
        return str(at.year) if name == "year" else f"{at.month:02d}"

    return _PLACE.sub(fill, pattern)


def current_pattern() -> str:
    """The pattern in force."""
    found = NumberPattern.objects.filter(id=1).values_list("pattern", flat=True).first()
    return found or "KH{year}-{serial:6}"


def allocate(kinds: list[str], *, at: datetime) -> list[str]:
    """One number for each kind in the list, in order; call inside the transaction that stores the customers."""
    assert connection.in_atomic_block, "numbers are given out inside the transaction that uses them"
    pattern = current_pattern()
    wanted: dict[str, int] = {}
    scopes = {kind: scope_of(pattern, kind=kind, at=at) for kind in KIND_CODES}
    for kind in kinds:
        wanted[scopes[kind]] = wanted.get(scopes[kind], 0) + 1
    following = {scope: _reserve(scope, count) for scope, count in sorted(wanted.items())}
    numbers: list[str] = []
    for kind in kinds:
        scope = scopes[kind]
        numbers.append(format_number(pattern, kind=kind, at=at, serial=following[scope]))
        following[scope] += 1
    return numbers


def _reserve(scope: str, count: int) -> int:
    """Raise a counter and return the first serial of the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_number_counter (scope, last) VALUES (%s, %s) "
            "ON CONFLICT (scope) DO UPDATE SET last = archive_number_counter.last + excluded.last RETURNING last",
            [scope, count],
        )
        (last,) = cursor.fetchone()
    return int(last) - count + 1


def last_serial(scope: str) -> int:
    """The last serial given out in a scope."""
    return NumberCounter.objects.filter(scope=scope).values_list("last", flat=True).first() or 0
