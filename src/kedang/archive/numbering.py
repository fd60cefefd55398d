"""Archive numbers: built from a pattern, given out without gaps inside a transaction, never changed, never reused."""

import re
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from kedang.archive import rights
from kedang.archive.models import KIND_CODES, Customer, NumberCounter, NumberPattern
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
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
    """Numbers count separately for each value of the places before the serial, which stays a `#`: the name of the counter."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "serial":
            return "#"
        if name == "kind":
            return _KIND_LETTERS[kind]
        return str(at.year) if name == "year" else f"{at.month:02d}"

    return _PLACE.sub(fill, pattern)


def format_number(pattern: str, *, kind: str, at: datetime, serial: int) -> str:
    """The number a pattern gives."""
    return _numbered(scope_of(pattern, kind=kind, at=at), _width(pattern), serial)


def _width(pattern: str) -> int:
    """How many digits the serial has at least."""
    return int(next((width for name, width in _PLACE.findall(pattern) if name == "serial"), "") or 0)


def _numbered(scope: str, width: int, serial: int) -> str:
    return scope.replace("#", str(serial).zfill(width))


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
    width = _width(pattern)
    numbers: list[str] = []
    for kind in kinds:
        scope = scopes[kind]
        numbers.append(_numbered(scope, width, following[scope]))
        following[scope] += 1
    return numbers


def _reserve(scope: str, count: int) -> int:
    """Raise a counter and return the first serial of the block. No savepoint: it would make FTS5 write its buffer out."""
    with connection.cursor() as cursor:
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


def serials_given() -> int:
    """How many numbers were ever given out, in all scopes together."""
    return NumberCounter.objects.aggregate(total=Sum("last"))["total"] or 0


def shown(actor: Actor, pattern: str | None = None) -> dict[str, Any]:
    """The pattern in force, or another one to try, with the numbers it would give next."""
    actor.require(rights.NUMBERING)
    tried = (pattern or current_pattern()).strip()
    return {"pattern": tried, "preview": preview(tried)}


def preview(pattern: str, *, at: datetime | None = None) -> list[str]:
    """The next numbers a pattern would give, for a person and an organisation."""
    check_pattern(pattern)
    moment = at or now()
    numbers: list[str] = []
    for kind in KIND_CODES:
        following = last_serial(scope_of(pattern, kind=kind, at=moment)) + 1
        numbers += [format_number(pattern, kind=kind, at=moment, serial=following + step) for step in range(2)]
    return list(dict.fromkeys(numbers))[:3]


@transaction.atomic
def set_pattern(actor: Actor, pattern: str) -> str:
    """Give new customers another form of number; numbers given out stay as they are."""
    actor.require(rights.NUMBERING)
    pattern = pattern.strip()
    check_pattern(pattern)
    NumberPattern.objects.update_or_create(id=1, defaults={"pattern": pattern})
    for kind in KIND_CODES:
        _catch_up(pattern, kind=kind, at=now())
    record(actor, "numbering.changed", subject=("numbering", 1), details={"pattern": pattern})
    return pattern


def _catch_up(pattern: str, *, kind: str, at: datetime) -> None:
    """Start behind numbers of this very form that another pattern gave out, so that none is given twice."""
    scope = scope_of(pattern, kind=kind, at=at)
    before, _, after = scope.partition("#")
    taken = Customer.objects.filter(number__startswith=before, number__endswith=after).values_list("number", flat=True)
    end = -len(after) or None
    serials = [number[len(before) : end] for number in taken.iterator()]
    highest = max((int(s) for s in serials if s.isascii() and s.isdigit() and len(s) <= 15), default=0)
    if highest > last_serial(scope):
        NumberCounter.objects.update_or_create(scope=scope, defaults={"last": highest})
