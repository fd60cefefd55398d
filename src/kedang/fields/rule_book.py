"""Reading rules: kept in memory, checked against one version row, so that every process follows a change at once."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.standardise import regions
from kedang.engine.validation.rules import REQUIRED, Compiled, Condition, Rule
from kedang.engine.validation.words import sentence
from kedang.fields.models import ValidationRule
from kedang.fields.queries import by_code, current_version
from kedang.fields.values import LOCAL
from kedang.kit.clock import now
from kedang.kit.modes import Mode

REASON = "rule:"
# For how long a rule's words may be told after somebody changed them: a report names them a million times.
_WORDS_LAST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRule:
    """A rule with everything that is not tested: its words, place and state."""

    rule: Rule
    message_zh: str
    message_en: str
    position: int
    active: bool

    def text(self, language: str) -> str:
        """What it says, in its own words or, where nobody wrote any, in those that follow from it."""
        zh = language.startswith("zh")
        return (self.message_zh if zh else self.message_en) or self.sentence(language)

    def sentence(self, language: str) -> str:
        """What it demands, in the words that follow from it."""
        zh = language.startswith("zh")
        return sentence(self.rule, zh=zh, label=labels(language), named=namer(language))


Version = tuple[int, int]
_NEVER_ANY: Version = (0, 0)


class _Book:
    """The rules of one version, removed ones too, and those in force compiled for one day.

    A rule that reads a custom field which is out of use rests with it: nobody could fill the field.
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        rows = list(ValidationRule.objects.order_by("position", "id")) if version != _NEVER_ANY else []
        self.rules = {row.id: stored_of(row) for row in rows}
        self.removed = frozenset(row.id for row in rows if row.removed)
        self.active = tuple(r for r in self.rules.values() if r.active and _usable(r.rule))
        self._compiled: tuple[date, tuple[Compiled, ...]] = (date.min, ())

    def compiled(self, today: date) -> tuple[Compiled, ...]:
        """The rules in force, for a day."""
        if self._compiled[0] != today:
            self._compiled = (today, tuple(Compiled(r.rule, today) for r in self.active))
        return self._compiled[1]


def _usable(rule: Rule) -> bool:
    own = [code.removeprefix(CUSTOM_PREFIX) for code in rule.reads if code.startswith(CUSTOM_PREFIX)]
    definitions = by_code() if own else {}
    return all(code in definitions and definitions[code].active for code in own)


class _Shelf:
    """The book of the newest version that was asked for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.book: _Book | None = None
        self.read_at = 0.0

    def current(self) -> _Book:
        """The book of what is committed now."""
        rules = rules_version()
        version = (rules, current_version()) if rules else _NEVER_ANY
        book = self.book
        if book is None or book.version != version:
            with self.lock:
                book = self.book = _Book(version)
        self.read_at = time.monotonic()
        return book

    def recent(self) -> _Book:
        """A book that may be a moment old."""
        book = self.book
        return book if book is not None and time.monotonic() - self.read_at < _WORDS_LAST else self.current()


_shelf = _Shelf()


def rules_version() -> int:
    """The version of the rules that is committed now; 0 when there never was one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM fields_rules_version WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def today() -> date:
    """The day it is for rules that count from today."""
    return now().astimezone(LOCAL).date()


def compiled_rules(day: date | None = None) -> tuple[Compiled, ...]:
    """The rules in force, in order, ready to be asked."""
    return _shelf.current().compiled(day or today())


def all_rules() -> list[StoredRule]:
    """Every rule that was not removed, in order."""
    book = _shelf.current()
    return [rule for rule_id, rule in book.rules.items() if rule_id not in book.removed]


def active_ids() -> frozenset[int]:
    """The rules in force."""
    return frozenset(rule.rule.id for rule in _shelf.current().active)


def may_tell(rule: Rule, mode: Callable[[str], Mode]) -> bool:
    """Whether somebody with these modes towards a customer may be told whether the customer breaks the rule: when they read every
    field it looks at. Whether a field is filled, which is all that a bare `required` says, also those see who get it masked."""
    bare = rule.test == REQUIRED and rule.condition is None
    return all(mode(code) >= (Mode.MASKED if bare else Mode.READ) for code in rule.reads)


def told_ids(mode: Callable[[str], Mode]) -> frozenset[int]:
    """The rules in force of whose outcome somebody with these modes may be told."""
    return frozenset(rule.rule.id for rule in _shelf.current().active if may_tell(rule.rule, mode))


def telling_ids() -> frozenset[int]:
    """The rules in force whose outcome everybody may be told, as far as the nature of the fields goes: none of them is sealed."""
    return told_ids(_by_nature)


def _by_nature(code: str) -> Mode:
    definition = by_code().get(code.removeprefix(CUSTOM_PREFIX)) if code.startswith(CUSTOM_PREFIX) else None
    found = definition or FIELDS.get(code)
    return Mode.READ if found is not None and found.sensitivity == "clear" else Mode.MASKED


def rule_text(reason: str, language: str) -> str:
    """The words of a reason `rule:<id>`; rules that were removed keep theirs."""
    number = reason.removeprefix(REASON)
    found = _shelf.recent().rules.get(int(number)) if number.isdigit() else None
    if found is None:
        return "不符合校验规则" if language.startswith("zh") else "Breaks a validation rule"
    return found.text(language)


def type_of(code: str) -> str:
    """The type of a built-in or custom field; text for one that is not there."""
    if code.startswith(CUSTOM_PREFIX):
        definition = by_code().get(code.removeprefix(CUSTOM_PREFIX))
        return definition.type if definition else "text"
    return FIELDS[code].type if code in FIELDS else "text"


def labels(language: str) -> Callable[[str], str]:
    """Field code → name in a language."""
    definitions, zh = by_code(), language.startswith("zh")

    def label(code: str) -> str:
        if code in FIELDS:
            return FIELDS[code].zh if zh else FIELDS[code].en
        definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return definition.label(language) if definition else code.removeprefix(CUSTOM_PREFIX)

    return label


def namer(language: str) -> Callable[[str, str], str]:
    """(Field code, stored value) → the words for it."""
    definitions, at = by_code(), 1 if language.startswith("zh") else 2

    def named(code: str, value: str) -> str:
        spec = FIELDS.get(code)
        if spec is not None and spec.type == "region" and value.isdigit():
            return regions.full_name(int(value)) or value
        if spec is not None:
            return next((choice[at] for choice in spec.choices if choice[0] == value), value)
        definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
        if definition is not None and definition.type == "boolean":
            return {"true": ("是", "Yes"), "false": ("否", "No")}.get(value, (value, value))[at - 1]
        option = definition.option(value) if definition else None
        return option.label(language) if option else value

    return named


def stored_of(row: ValidationRule) -> StoredRule:
    """A stored row as a value."""
    condition = row.condition
    rule = Rule(
        id=row.id,
        kinds=frozenset(row.kinds),
        test=row.test,
        fields=tuple(row.fields),
        types=tuple(type_of(code) for code in row.fields),
        severity=row.severity,
        condition=Condition(condition["field"], condition["operator"], tuple(condition["values"]))
        if condition
        else None,
        **row.params,
    )
    return StoredRule(
        rule=rule,
        message_zh=row.message_zh,
        message_en=row.message_en,
        position=row.position,
        active=row.active,
    )
