"""Validation rules where content is stored: the one place every path into and through the archive passes.

Whoever creates or edits asks first and refuses what a rule refuses (`require_new`, `require_changed`; imports ask as they
decide a row). Whatever is written then carries the marks of all the rules it breaks, made here and nowhere else, so that paths
which never refuse (merging, undoing, updating what was broken before) still leave the truth behind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import orjson
from django.db import connection

from kedang.archive.content import Content
from kedang.archive.custom_types import custom_types
from kedang.archive.holders import holder_of
from kedang.archive.models import Customer, CustomerQuerySet
from kedang.archive.policy import FieldPolicy
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS, IDENTIFIER_FIELDS
from kedang.engine.validation.rules import PATTERN, RANGE, REFUSE, UNIQUE, Breach, Claim, Compiled, Held, Rule
from kedang.fields.queries import by_code
from kedang.fields.rule_book import REASON, compiled_rules, labels, may_tell, rule_text
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError, Refusal
from kedang.kit.modes import Mode
from kedang.vault.blind import blind

BROKEN = Refusal(
    "rule.broken",
    422,
    "没有保存，因为不符合校验规则：{texts}。您填写的内容没有丢失，改好后再保存即可。",
    "Not saved, because a validation rule is broken: {texts}. Nothing of yours is lost: mend it and save again.",
)
# Longer texts stand in no index; nobody tells customers apart by them.
LONGEST_UNIQUE = 200
# Tests that speak of one value at a time.
SINGLE = frozenset((PATTERN, RANGE, UNIQUE))
Marks = dict[str, list[str]]


class Asked(NamedTuple):
    """A value that must be nobody else's, in the form in which the archive can be asked for it."""

    table: str
    mark: int | str
    field_id: int = 0


class Rulebook:
    """The rules in force, compiled once for a request or a run. Knows no database but for `taken`."""

    def __init__(self, rules: Sequence[Compiled], field_ids: Mapping[str, int], sealed: frozenset[int]) -> None:
        self.rules = rules
        self._field_ids, self._sealed = field_ids, sealed
        self.unique = any(compiled.rule.test == UNIQUE for compiled in rules)
        self._refusing = frozenset(c.rule.id for c in rules if c.rule.severity == REFUSE)
        self._hidden: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rules)

    def breaches(self, content: Content) -> list[Breach]:
        """Everything a content breaks by itself."""
        record = self._record(content)
        return [breach for compiled in self.rules for breach in compiled.breaches(content.kind, record)]

    def claims(self, content: Content) -> dict[Claim, Asked]:
        """Values of a content that must be nobody else's."""
        if not self.unique:
            return {}
        record = self._record(content)
        found = [claim for compiled in self.rules for claim in compiled.claims(content.kind, record)]
        return {claim: self._asked(claim) for claim in found if len(claim.value) <= LONGEST_UNIQUE}

    def claims_anew(self, old: Content, new: Content) -> bool:
        """Whether a change brings a value that must be nobody else's: its outcome tells whether somebody has it."""
        return self.unique and not self.claims(new).keys() <= self.claims(old).keys()

    def held_alone(self, content: Content) -> set[Asked]:
        """What a content holds of the fields that may have to be nobody else's, whether or not a rule speaks of this one: to
        others of whom it does, the value is taken."""
        record = self._record(content)
        codes = {compiled.rule.fields[0] for compiled in self.rules if compiled.rule.test == UNIQUE}
        found = [(code, held.text) for code in codes for held in record(code) if held.sound]
        return {self._asked(Claim(0, code, text)) for code, text in found if len(text) <= LONGEST_UNIQUE}

    def refuses(self, rule_id: int) -> bool:
        """Whether what breaks the rule is not stored."""
        return rule_id in self._refusing and self.tells(rule_id)

    def tells(self, rule_id: int) -> bool:
        """Whether whoever the book is for may be told of a breach."""
        return rule_id not in self._hidden

    def seen_by(self, policy: FieldPolicy, change: tuple[Content, Content] | None = None) -> "Rulebook":
        """The same rules towards somebody who files a customer or, from one content to the other, changes one: a rule of whose
        outcome they may not be told marks instead of refusing, since a refusal would tell of a field they do not read."""
        hidden = {c.rule.id for c in self.rules if not self._may_refuse(c.rule, policy, change)}
        if not hidden:
            return self
        book = Rulebook(self.rules, self._field_ids, self._sealed)
        book._hidden = frozenset(hidden)
        return book

    def _may_refuse(self, rule: Rule, policy: FieldPolicy, change: tuple[Content, Content] | None) -> bool:
        """Whether a refusal tells nothing but what they read or say themselves: a new customer holds nothing else, and a single
        value breaks a rule anew only when they gave it."""
        if may_tell(rule, policy.mode):
            return True
        if any(policy.mode(code) == Mode.HIDDEN for code in rule.reads):
            return False
        if change is None or (rule.test in SINGLE and rule.condition is None):
            return True
        return all(policy.clear(code) or self._replaced(code, *change) for code in rule.reads)

    def _replaced(self, code: str, old: Content, new: Content) -> bool:
        before, after = self.texts(old, code), self.texts(new, code)
        return before != after and not before & after

    def texts(self, content: Content, code: str) -> set[str]:
        """What a content holds of a field, valid or not."""
        return {held.text for held in held_by(content, code, self._field_ids)}

    def _record(self, content: Content) -> Callable[[str], Sequence[Held]]:
        known: dict[str, Sequence[Held]] = {}

        def record(code: str) -> Sequence[Held]:
            if code not in known:
                known[code] = held_by(content, code, self._field_ids)
            return known[code]

        return record

    def _asked(self, claim: Claim) -> Asked:
        code, value = claim.field, claim.value
        if code.startswith(CUSTOM_PREFIX):
            field_id = self._field_ids[code]
            mark: int | str = blind(f"custom-{field_id}", value) if field_id in self._sealed else value
            return Asked("archive_custom_value", mark, field_id)
        if code in IDENTIFIER_FIELDS:
            return Asked("archive_identifier", blind(code, value))
        return Asked("archive_contact_point", blind("point", value.lower()))


NO_RULES = Rulebook((), {}, frozenset())


def rulebook(day: date | None = None) -> Rulebook:
    """The rules in force now."""
    rules = compiled_rules(day)
    return book_of(rules) if rules else NO_RULES


def held_by(content: Content, code: str, field_ids: Mapping[str, int]) -> list[Held]:
    """What a content holds of a field; invalid values too, as such."""
    if code.startswith(CUSTOM_PREFIX):
        wanted = field_ids.get(code)
        return [Held(i.value, not i.reason) for i in content.customs if i.field_id == wanted]
    storage = FIELDS[code].storage
    if storage == "point":
        return [Held(i.value, not i.reason) for i in content.points if i.kind == code]
    if storage == "identifier":
        return [Held(i.value, not i.reason) for i in content.identifiers if i.kind == code]
    if storage == "name":
        return [Held(i.value) for i in content.names if i.kind == code]
    if storage == "address":
        return [Held(i.value) for i in content.addresses]
    if storage == "contact":
        return _of_contacts(content, code.removeprefix("contact_"))
    if code == "external_id":
        return [Held(value) for _, value in content.external_ids]
    if code in content.fields:
        return [Held(content.fields[code])]
    given, reason = content.given.get(code, ("", ""))
    return [Held(given, sound=False)] if reason and given else []


def _of_contacts(content: Content, what: str) -> list[Held]:
    if what in ("name", "title"):
        return [Held(text) for contact in content.contacts if (text := getattr(contact, what))]
    return [Held(p.value, not p.reason) for contact in content.contacts for p in contact.points if p.kind == what]


def holders(asked: Iterable[Asked]) -> dict[Asked, set[int]]:
    """Who holds each of these values. Who was merged away counts no more; the recycle bin does, because what is in it can come
    back at any time."""
    groups: dict[tuple[str, int], dict[int | str, Asked]] = {}
    for one in asked:
        groups.setdefault((one.table, one.field_id), {})[one.mark] = one
    found: dict[Asked, set[int]] = {}
    for (table, field_id), wanted in groups.items():
        for mark, customer_id in _holders(table, field_id, list(wanted)):
            found.setdefault(wanted[mark], set()).add(customer_id)
    return found


def taken(asked: Iterable[Asked], *, but: int = 0) -> dict[Asked, int]:
    """Which of these values somebody else holds already, and one who does."""
    return {one: min(ids - {but}) for one, ids in holders(asked).items() if ids - {but}}


def _holders(table: str, field_id: int, marks: Sequence[int | str]) -> Iterable[tuple[int | str, int]]:
    column = "text" if isinstance(marks[0], str) else "blind"
    where = "x.contact_id IS NULL" if table != "archive_identifier" else "1 = 1"
    if column == "text":
        where += f" AND LENGTH(x.text) <= {LONGEST_UNIQUE}"
    if field_id:
        where += f" AND x.field_id = {int(field_id)} AND x.reason = ''"
    for start in range(0, len(marks), 500):
        batch = marks[start : start + 500]
        places = ",".join(["%s"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT x.{column}, x.customer_id FROM {table} x JOIN archive_customer c ON c.id = x.customer_id"  # noqa: S608 - names are ours
                f" WHERE x.{column} IN ({places}) AND {where} AND c.survivor_id IS NULL",
                list(batch),
            )
            yield from cursor.fetchall()


def wait_for_unique(book: Rulebook) -> None:
    """Where a value must be nobody else's, one change at a time: the second of two sees what the first one wrote. Before any
    row is locked, in the order in which imports lock."""
    if book.unique:
        wait_turn("filing")


def require_new(actor: Actor, book: Rulebook, content: Content) -> str | None:
    """Refuse a new customer who breaks a rule that refuses; otherwise their marks, for storing."""
    if not book:
        return None
    broken, holders = _all(book, content, but=0)
    refused = [breach for breach in broken if book.refuses(breach.rule_id)]
    if refused:
        raise refusal(actor, refused, holders)
    return marks_text(broken)


def require_changed(actor: Actor, book: Rulebook, old: Content, new: Content, *, customer_id: int) -> None:
    """Refuse a change that breaks a rule anew. What was broken before in the same way is not held against it."""
    if not book:
        return
    found, holders = newly_broken(book, old, new, customer_id=customer_id)
    broken = [breach for breach in found if book.refuses(breach.rule_id)]
    if broken:
        raise refusal(actor, broken, holders)


def newly_broken(
    book: Rulebook, old: Content, new: Content, *, customer_id: int
) -> tuple[list[Breach], dict[Breach, int]]:
    """Breaches which the former content did not have, with who holds what must be unique."""
    before = {*book.breaches(old), *(breach_of(claim) for claim in book.claims(old))}
    broken, holders = _all(book, new, but=customer_id)
    return [b for b in broken if b not in before], holders


def breach_of(claim: Claim) -> Breach:
    """What a claim is when somebody else holds the value."""
    return Breach(claim.rule_id, (claim.field,), claim.value)


def _all(book: Rulebook, content: Content, *, but: int) -> tuple[list[Breach], dict[Breach, int]]:
    claims = book.claims(content)
    held = taken(claims.values(), but=but)
    holders = {breach_of(claim): held[asked] for claim, asked in claims.items() if asked in held}
    return [*book.breaches(content), *holders], holders


def refusal(actor: Actor, broken: Sequence[Breach], holders: Mapping[Breach, int]) -> DomainError:
    """What to say: each rule in its words with its fields, and of who holds a value what the duplicate check may tell."""
    name = labels(actor.language)
    rules = [
        {
            "rule": str(rule_id),
            "text": rule_text(f"{REASON}{rule_id}", actor.language),
            "fields": [{"code": code, "label": name(code)} for code in fields],
        }
        for rule_id, fields in dict.fromkeys((b.rule_id, b.fields) for b in broken)
    ]
    hits = [holder_of(actor, holders[b], field=b.fields[0]) for b in broken if b in holders]
    texts = ("；" if actor.language.startswith("zh") else "; ").join(str(rule["text"]) for rule in rules)
    return BROKEN(texts=texts, rules=rules, hits=hits)


def marks_text(broken: Iterable[Breach]) -> str | None:
    """Breaches as they are stored: rules and fields, no value."""
    marks: Marks = {}
    for breach in broken:
        fields = marks.setdefault(str(breach.rule_id), [])
        fields += [code for code in breach.fields if code not in fields]
    return orjson.dumps(marks).decode() if marks else None


def marks_of(content: Content, *, customer_id: int, book: Rulebook | None = None) -> str | None:
    """The marks a content deserves, whoever wrote it and whatever was refused or not."""
    book = rulebook() if book is None else book
    return marks_text(_all(book, content, but=customer_id)[0]) if book else None


def marks_of_many(
    contents: Mapping[int, Content], book: Rulebook, *, among: CustomerQuerySet | None = None
) -> dict[int, str | None]:
    """The marks of many stored customers, with one question a kind of unique value. `among` says who counts as a holder."""
    claims = {customer_id: book.claims(content) for customer_id, content in contents.items()}
    held = holders({asked for each in claims.values() for asked in each.values()})
    if among is not None:
        met = sorted({holder for ids in held.values() for holder in ids})
        seen = {
            i
            for at in range(0, len(met), 500)
            for i in among.filter(id__in=met[at : at + 500]).values_list("id", flat=True)
        }
        held = {asked: ids & seen for asked, ids in held.items()}
    return {
        customer_id: marks_text(
            [
                *book.breaches(content),
                *(breach_of(c) for c, a in claims[customer_id].items() if held.get(a, set()) - {customer_id}),
            ]
        )
        for customer_id, content in contents.items()
    }


def book_of(rules: Sequence[Compiled]) -> Rulebook:
    """A book of these rules, in force or not."""
    ids = {CUSTOM_PREFIX + code: definition.id for code, definition in by_code().items()}
    return Rulebook(rules, ids, frozenset(i for i, (_, sealed) in custom_types().items() if sealed))


def broken_by(customer: Customer) -> Marks:
    """What a stored customer was marked with, by rules in force or not."""
    found: Marks = orjson.loads(customer.rule_marks) if customer.rule_marks else {}
    return found
