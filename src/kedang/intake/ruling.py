"""Rows and validation rules: what a row breaks if it becomes a customer, told while it is prepared and settled when it is decided.

A row that turns out to be somebody who is there already is not held to the rules of a new customer: then what counts is what
the whole record would break that it did not break before.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kedang.archive.content import Content
from kedang.archive.enforcing import Asked, Rulebook, breach_of, holders, marks_text
from kedang.archive.policy import FieldPolicy
from kedang.engine.validation.rules import Breach, Claim
from kedang.fields.rule_book import REASON

LONGEST_NOTE = 300
Note = tuple[str, str, str, str]
PlainAsked = tuple[str, int | str, int]
PlainClaim = tuple[int, str, str, str, int | str, int]


class Ruled(NamedTuple):
    """What a row breaks by itself. `refused` is the reason of the first rule that refuses it, or ""; `marks` as they are stored;
    `held` is what others may have to do without, though no rule wants it of this row."""

    refused: str
    marks: str
    notes: tuple[Note, ...]
    claims: tuple[PlainClaim, ...]
    held: tuple[PlainAsked, ...]


UNRULED = Ruled("", "", (), (), ())


def judged(book: Rulebook, content: Content) -> Ruled:
    """A new customer, asked every rule that needs no look at others."""
    broken = book.breaches(content)
    claims = book.claims(content)
    held = book.held_alone(content) - set(claims.values()) if book.unique else ()
    if not broken and not claims and not held:
        return UNRULED
    plain = tuple([(*claim, *asked) for claim, asked in claims.items()])
    besides = tuple([(asked.table, asked.mark, asked.field_id) for asked in held])
    return Ruled(refusing(book, broken), marks_text(broken) or "", notes_of(book, broken), plain, besides)


def refusing(book: Rulebook, broken: Iterable[Breach]) -> str:
    """The reason for which a row is refused: the first rule that does."""
    return next((f"{REASON}{b.rule_id}" for b in broken if book.refuses(b.rule_id)), "")


def notes_of(book: Rulebook, broken: Iterable[Breach], *, stored: Content | None = None) -> tuple[Note, ...]:
    """Breaches as the report tells them, cell by cell. A value that is stored already is not the row's, and is not repeated."""
    told = [(b, b.value.partition("\x1f")[0]) for b in broken if book.tells(b.rule_id)]
    held = {code: book.texts(stored, code) for code in {b.fields[0] for b, _ in told}} if stored else {}
    notes = [
        (b.fields[0], "" if value in held.get(b.fields[0], ()) else value[:LONGEST_NOTE], "", f"{REASON}{b.rule_id}")
        for b, value in told
    ]
    return tuple(dict.fromkeys(notes))


class Ruling(NamedTuple):
    """The end of one row as far as rules go."""

    refused: str
    notes: tuple[Note, ...]
    marks: str


class Rulings:
    """The rules of one run, asked row after row in the order of the file, with what its rows have taken and left so far that
    nobody stored shows yet: in a check all of it, while filing that of the batch in hand."""

    def __init__(self, book: Rulebook, *, writing: bool) -> None:
        self._book, self._writing = book, writing
        self._claimed: set[int] = set()
        self._freed: dict[int, set[int]] = {}
        self._held: Mapping[Asked, set[int]] = {}

    def next_batch(self, rows: Iterable[Ruled]) -> None:
        """What former batches took and left is stored by now, and found there. `rows` may become customers."""
        if self._writing:
            self._claimed.clear()
            self._freed.clear()
        self._held = holders(asked for ruled in rows for _, asked in _claims(ruled)) if self._book.unique else {}

    def created(self, ruled: Ruled) -> Ruling:
        """A row that would become a customer. What it wants for itself it takes only with `take`."""
        if ruled.refused:
            return Ruling(ruled.refused, ruled.notes, "")
        if not ruled.claims:
            return Ruling("", ruled.notes, ruled.marks)
        met = [breach_of(claim) for claim, asked in _claims(ruled) if self._taken(asked, self._held)]
        notes = (*ruled.notes, *notes_of(self._book, met))
        return Ruling(refusing(self._book, met), notes, joined(ruled.marks, marks_text(met) or ""))

    def take(self, ruled: Ruled) -> None:
        """The row becomes a customer, for good: nobody behind it has its values."""
        self._claimed.update(hash(asked) for _, asked in _claims(ruled))
        self._claimed.update(hash(Asked(*plain)) for plain in ruled.held)

    def changed(self, old: Content, new: Content, customer_id: int, policy: FieldPolicy) -> Ruling:
        """A row that changes somebody towards whom the actor has this policy: what it breaks anew."""
        if not self._book:
            return Ruling("", (), "")
        before, claims = self._book.claims(old), self._book.claims(new)
        held = holders(claims.values())
        met = [breach_of(claim) for claim, asked in claims.items() if self._taken(asked, held, but=customer_id)]
        known = {*self._book.breaches(old), *map(breach_of, before)}
        broken = [breach for breach in (*self._book.breaches(new), *met) if breach not in known]
        book = self._book.seen_by(policy, (old, new))
        refused = refusing(book, broken)
        if not refused:
            left, kept = self._book.held_alone(old), self._book.held_alone(new)
            self._claimed.update(map(hash, kept))
            for asked in left - kept:
                self._freed.setdefault(hash(asked), set()).add(customer_id)
        return Ruling(refused, notes_of(book, broken, stored=old), "")

    def _taken(self, asked: Asked, held: Mapping[Asked, set[int]], *, but: int = 0) -> bool:
        key = hash(asked)
        return key in self._claimed or not held.get(asked, set()) <= {but, *self._freed.get(key, ())}


def _claims(ruled: Ruled) -> Sequence[tuple[Claim, Asked]]:
    return [(Claim(*plain[:3]), Asked(*plain[3:])) for plain in ruled.claims]


def joined(one: str, other: str) -> str:
    """Two sets of marks, of different rules, as one."""
    return f"{one[:-1]},{other[1:]}" if one and other else one or other
