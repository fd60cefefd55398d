"""Rules and what they find. A rule is compiled once; asked of a record it answers with its breaches.

A record is a function from a field's code to what it holds there. What is invalid already (`sound` is false) fills no gap and is
compared with nothing, but a pattern or a range is asked of it: who demands a form does not get a text that has none.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeVar

from kedang.engine.standardise.phones import standardise_phone
from kedang.engine.validation.moments import limit, span
from kedang.engine.validation.patterns import matcher

Scalar = TypeVar("Scalar", str, Decimal)
REQUIRED, PATTERN, RANGE, COMPARE, UNIQUE = "required", "pattern", "range", "compare", "unique"
TESTS = (REQUIRED, PATTERN, RANGE, COMPARE, UNIQUE)
REFUSE, MARK = "refuse", "mark"
SEVERITIES = (REFUSE, MARK)
OPERATORS = ("lt", "le", "gt", "ge", "eq", "ne")
CONDITIONS = ("is", "is_not", "filled", "empty")
NUMBERS = frozenset(("number", "money", "integer"))
DATES = frozenset(("date", "datetime"))
VALUE, LENGTH = "value", "length"
REGION = "region"


class Held(NamedTuple):
    """One value of a field in its standard form."""

    text: str
    sound: bool = True


Record = Callable[[str], Sequence[Held]]


def _within_region(code: str, wanted: str) -> bool:
    """Whether a GB/T 2260 code lies in another: a province holds its cities."""
    return code.startswith(re.sub(r"(00){1,2}$", "", wanted))


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule applies: a field that is (not) one of some values, filled, or empty."""

    field: str
    operator: str
    values: tuple[str, ...] = ()

    def holds(self, record: Record) -> bool:
        """Whether the rule applies to this record."""
        held = {value.text.casefold() for value in record(self.field) if value.sound}
        if self.operator in ("filled", "empty"):
            return bool(held) == (self.operator == "filled")
        wanted = [value.casefold() for value in self.values]
        met = any(_within_region(h, w) if self.field == REGION else h == w for h in held for w in wanted)
        return met == (self.operator == "is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as it was written. `fields`: several for required (one suffices), left and right for compare, else one.

    `least` and `greatest` bound a number, a date (ISO, or `today-18y`) or, with `measure` length, the number of characters.
    `types` are those of the fields, in the same order.
    """

    id: int
    kinds: frozenset[str]
    test: str
    fields: tuple[str, ...]
    types: tuple[str, ...] = ()
    severity: str = MARK
    pattern: str = ""
    mask: bool = False
    measure: str = VALUE
    least: str = ""
    greatest: str = ""
    operator: str = "le"
    condition: Condition | None = None

    @property
    def reads(self) -> frozenset[str]:
        """Every field the rule looks at."""
        return frozenset(self.fields) | ({self.condition.field} if self.condition else set())


class Breach(NamedTuple):
    """A rule, the fields it names, and the value (for required: none) that breaks it. Holds a value in clear: never stored."""

    rule_id: int
    fields: tuple[str, ...]
    value: str = ""


class Claim(NamedTuple):
    """A value that nobody else may hold."""

    rule_id: int
    field: str
    value: str


class Compiled:
    """A rule ready to be asked, for one day."""

    def __init__(self, rule: Rule, today: date) -> None:
        self.rule = rule
        self._matches = matcher(rule.pattern, mask=rule.mask) if rule.test == PATTERN else None
        self._type = rule.types[0] if rule.types else "text"
        self._fits = _fits(rule, self._type, today)
        self._bad = _SEARCHES[rule.test]

    def applies(self, kind: str, record: Record) -> bool:
        """Whether the rule is for this kind of customer, in this case."""
        rule = self.rule
        return kind in rule.kinds and (rule.condition is None or rule.condition.holds(record))

    def breaches(self, kind: str, record: Record) -> list[Breach]:
        """What is wrong, value by value. Uniqueness is not asked here: see `claims`."""
        return self._bad(self, record) if self.applies(kind, record) else []

    def claims(self, kind: str, record: Record) -> list[Claim]:
        """Values that nobody else may hold."""
        rule = self.rule
        if rule.test != UNIQUE or not self.applies(kind, record):
            return []
        return [Claim(rule.id, rule.fields[0], held.text) for held in record(rule.fields[0]) if held.sound]

    def missing(self, record: Record) -> list[Breach]:
        """None of the fields holds a sound value."""
        rule = self.rule
        filled = any(held.sound for code in rule.fields for held in record(code))
        return [] if filled else [Breach(rule.id, rule.fields)]

    def misformed(self, record: Record) -> list[Breach]:
        """Values the pattern does not match."""
        assert self._matches is not None
        code = self.rule.fields[0]
        texts = [held.text for held in record(code)]
        return [Breach(self.rule.id, (code,), t) for t in texts if not self._matches(as_read(self._type, t))]

    def outside(self, record: Record) -> list[Breach]:
        """Values out of the range."""
        code = self.rule.fields[0]
        return [Breach(self.rule.id, (code,), held.text) for held in record(code) if not self._fits(held.text)]

    def contradicting(self, record: Record) -> list[Breach]:
        """Pairs of values that do not stand to each other as they should."""
        rule = self.rule
        left, right = ([held.text for held in record(code) if held.sound] for code in rule.fields)
        wrong = [(a, b) for a in left for b in right if not agrees(a, rule.operator, b, self._type)]
        return [Breach(rule.id, rule.fields, f"{a}\x1f{b}") for a, b in wrong]

    def nothing(self, _: Record) -> list[Breach]:
        """Uniqueness is not asked of a record alone."""
        return []


_SEARCHES: dict[str, Callable[[Compiled, Record], list[Breach]]] = {
    REQUIRED: Compiled.missing,
    PATTERN: Compiled.misformed,
    RANGE: Compiled.outside,
    COMPARE: Compiled.contradicting,
    UNIQUE: Compiled.nothing,
}


def as_read(kind: str, text: str) -> str:
    """A value as people read it, which is what they write patterns for: phones as they are dialled at home."""
    if kind == "phone" and text.startswith("+86"):
        return standardise_phone(text).national or text
    return text


def number(text: str) -> Decimal | None:
    """A number, or None."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _fits(rule: Rule, kind: str, today: date) -> Callable[[str], bool]:
    if rule.measure == LENGTH:
        return _between(lambda text: Decimal(len(as_read(kind, text))), number(rule.least), number(rule.greatest))
    if kind in DATES:
        return _within(limit(rule.least, today), limit(rule.greatest, today))
    return _between(number, number(rule.least), number(rule.greatest))


def _between(
    read: Callable[[str], Decimal | None], least: Decimal | None, greatest: Decimal | None
) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        found = read(text)
        if found is None:
            return False
        return (least is None or found >= least) and (greatest is None or found <= greatest)

    return fits


def _within(least: tuple[str, str] | None, greatest: tuple[str, str] | None) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        days = span(text)
        if days is None:
            return False
        return (least is None or days[1] >= least[0]) and (greatest is None or days[0] <= greatest[1])

    return fits


def agrees(left: str, operator: str, right: str, kind: str) -> bool:
    """Whether two values stand to each other so. What cannot be read, or may be so (a year and a day in it), agrees."""
    if kind in DATES:
        a, b = span(left), span(right)
        return a is None or b is None or _may_be(a, operator, b)
    if kind in NUMBERS:
        one, other = number(left), number(right)
        return one is None or other is None or _may_be((one, one), operator, (other, other))
    same = left.casefold() == right.casefold()
    return same if operator == "eq" else not same if operator == "ne" else True


def _may_be(a: tuple[Scalar, Scalar], operator: str, b: tuple[Scalar, Scalar]) -> bool:
    """Whether some value of the first span can stand to some value of the second so."""
    if operator == "lt":
        return a[0] < b[1]
    if operator == "le":
        return a[0] <= b[1]
    if operator == "gt":
        return a[1] > b[0]
    if operator == "ge":
        return a[1] >= b[0]
    if operator == "eq":
        return a[0] <= b[1] and b[0] <= a[1]
    return not (a[0] == a[1] == b[0] == b[1])
