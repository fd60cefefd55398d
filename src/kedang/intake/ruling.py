"""Rows and validation rules: what a row breaks if it becomes a customer, told while it is prepared and settled when it is decided.

A row that turns out to be somebody who is there already is not held to the rules of a new customer: then what counts is what
the whole record would break that it did not break before.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kedang.archive.content import Content
from kedang.archive.enforcing import Asked, Rulebook, marks_text, newly_broken, taken
from kedang.archive.policy import FieldPolicy
from kedang.engine.validation.rules import Breach, Claim
from kedang.fields.rule_book import REASON

LONGEST_NOTE = 300
Note = tuple[str, str, str, str]
PlainClaim = tuple[int, str, str, str, int | str, int]


class Ruled(NamedTuple):
    """What a row breaks by itself. `refused` is the reason of the first rule that refuses it, or ""; `marks` as they are stored."""

    refused: str
    marks: str
    notes: tuple[Note, ...]
    claims: tuple[PlainClaim, ...]


UNRULED = Ruled("", "", (), ())


def judged(book: Rulebook, content: Content) -> Ruled:
    """A new customer, asked every rule that needs no look at others."""
    broken = book.breaches(content)
    claims = book.claims(content)
    if not broken and not claims:
        return UNRULED
    plain = tuple([(*claim, *asked) for claim, asked in claims.items()])
    return Ruled(refusing(book, broken), marks_text(broken) or "", notes_of(book, broken), plain)


def refusing(book: Rulebook, broken: Iterable[Breach]) -> str:
    """The reason for which a row is refused: the first rule that does."""
    return next((f"{REASON}{b.rule_id}" for b in broken if book.refuses(b.rule_id)), "")


def notes_of(book: Rulebook, broken: Iterable[Breach]) -> tuple[Note, ...]:
    """Breaches as the report tells them, cell by cell."""
    told = [b for b in broken if book.tells(b.rule_id)]
    return tuple([(b.fields[0], b.value.partition("\x1f")[0][:LONGEST_NOTE], "", f"{REASON}{b.rule_id}") for b in told])


class Ruling(NamedTuple):
    """The end of one row as far as rules go."""

    refused: str
    notes: tuple[Note, ...]
    marks: str


class Rulings:
    """The rules of one run, with the values its rows have taken that nobody stored holds yet: in a check all of them, while
    filing those of the batch in hand."""

    def __init__(self, book: Rulebook, *, writing: bool) -> None:
        self._book, self._writing = book, writing
        self._claimed: set[int] = set()

    def next_batch(self) -> None:
        """What former batches took is stored by now, and found there."""
        if self._writing:
            self._claimed.clear()

    def created(self, rows: Mapping[int, Ruled]) -> dict[int, Ruling]:
        """Rows that become customers, in order, by index."""
        held = taken(asked for ruled in rows.values() for _, asked in _claims(ruled)) if self._book.unique else {}
        return {index: self._created(ruled, held) for index, ruled in rows.items()}

    def _created(self, ruled: Ruled, held: Mapping[Asked, int]) -> Ruling:
        if ruled.refused:
            return Ruling(ruled.refused, ruled.notes, "")
        if not ruled.claims:
            return Ruling("", ruled.notes, ruled.marks)
        claims = _claims(ruled)
        met = [
            Breach(claim.rule_id, (claim.field,), claim.value)
            for claim, asked in claims
            if asked in held or hash(asked) in self._claimed
        ]
        refused = refusing(self._book, met)
        if not refused:
            self._claimed.update(hash(asked) for _, asked in claims)
        return Ruling(refused, (*ruled.notes, *notes_of(self._book, met)), joined(ruled.marks, marks_text(met) or ""))

    def changed(self, old: Content, new: Content, customer_id: int, policy: FieldPolicy) -> Ruling:
        """A row that changes somebody towards whom the actor has this policy: what it breaks anew."""
        if not self._book:
            return Ruling("", (), "")
        broken, _ = newly_broken(self._book, old, new, customer_id=customer_id, claimed=self._claimed)
        book = self._book.seen_by(policy)
        refused = refusing(book, broken)
        if not refused:
            self._claimed.update(map(hash, self._book.claims(new).values()))
        return Ruling(refused, notes_of(book, broken), "")


def _claims(ruled: Ruled) -> Sequence[tuple[Claim, Asked]]:
    return [(Claim(*plain[:3]), Asked(*plain[3:])) for plain in ruled.claims]


def joined(one: str, other: str) -> str:
    """Two sets of marks, of different rules, as one."""
    return f"{one[:-1]},{other[1:]}" if one and other else one or other
