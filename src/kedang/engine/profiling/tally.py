"""Counting a column in one pass, with bounded memory whatever stands in it."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from kedang.engine.profiling.patterns import pattern_of

T = TypeVar("T")
MOST_VALUES = 50_000
MOST_PATTERNS = 5_000
LONGEST_KEPT = 200


class Cell(NamedTuple):
    """One value as it is stored, as people read it, and why it is invalid ("" when it is not)."""

    text: str
    shown: str
    reason: str = ""


class Tally:
    """What was counted. Every figure counts customers, not values: who has a value twice counts once."""

    def __init__(self, *, most_values: int = MOST_VALUES) -> None:
        self.most_values = most_values
        self.customers = self.filled = self.invalid = 0
        self.capped = False
        self.values: Counter[str] = Counter()
        self.long: Counter[bytes] = Counter()
        self.bad: dict[str, str] = {}
        self.reasons: Counter[str] = Counter()
        self.lengths: Counter[int] = Counter()
        self.patterns: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    @property
    def distinct(self) -> int:
        """How many different values there are, among those in clear; the least there can be when some were dropped."""
        return len(self.values) + len(self.long)

    def add(self, cells: Sequence[Cell], *, clear: bool, shapes: bool = True) -> None:
        """Count one customer. Without `clear` no value is kept, without `shapes` no pattern either."""
        self.customers += 1
        if not cells:
            return
        self.filled += 1
        reasons = {cell.reason for cell in cells if cell.reason}
        self.invalid += bool(reasons)
        self.reasons.update(reasons)
        if shapes or clear:
            self.lengths.update({len(cell.shown) for cell in cells})
            self._count_patterns(cells, clear=clear)
        if clear:
            self._count_values(cells)

    def _count_patterns(self, cells: Sequence[Cell], *, clear: bool) -> None:
        for pattern, cell in {pattern_of(cell.shown[:LONGEST_KEPT]): cell for cell in cells}.items():
            self.patterns[pattern] += 1
            if clear:
                self.examples.setdefault(pattern, cell.text if len(cell.text) <= LONGEST_KEPT else "")
        if len(self.patterns) > MOST_PATTERNS:
            self.patterns = _kept(self.patterns, MOST_PATTERNS // 2)
            self.examples = {p: text for p, text in self.examples.items() if p in self.patterns}

    def _count_values(self, cells: Sequence[Cell]) -> None:
        for text, reason in {cell.text: cell.reason for cell in cells}.items():
            if len(text) > LONGEST_KEPT:
                self.long[blake2b(text.encode("utf-8", "replace"), digest_size=12).digest()] += 1
                continue
            self.values[text] += 1
            if reason:
                self.bad[text] = reason
        if len(self.values) > self.most_values:
            self.values, self.capped = _kept(self.values, self.most_values // 2), True
            self.bad = {text: reason for text, reason in self.bad.items() if text in self.values}
        if len(self.long) > self.most_values:
            self.long, self.capped = _kept(self.long, self.most_values // 2), True


def _kept(counts: Counter[T], most: int) -> Counter[T]:
    return Counter(dict(counts.most_common(most)))
