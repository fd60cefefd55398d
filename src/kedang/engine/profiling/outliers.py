"""What is unlike the rest: lengths and numbers far from the middle, and patterns hardly anybody has."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Why = Literal["length", "number", "pattern", "placeholder"]

_FAR = 6
# Where more than this is unlike the rest, it is not unlike the rest: names and amounts are long-tailed by nature.
_MOST_SHARE, _MOST_DIFFERENT = Fraction(1, 100), 20
_ENOUGH = 20
_RARE_OF, _RARE_MOST = 1_000, 3
_USUAL_SHARE = Fraction(1, 2)
# As numbers are stored: no exponent, no fraction, and never so long that reckoning with it takes time.
_CANONICAL = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")


@dataclass(frozen=True, slots=True)
class Outlier:
    """One thing unlike the rest. `value` is empty for a rare pattern as a whole."""

    value: str
    pattern: str
    count: int
    why: Why


def weighted_median(counts: Mapping[Fraction, int]) -> Fraction:
    """The lower middle of counted numbers."""
    half, seen = (sum(counts.values()) + 1) // 2, 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= half:
            return number
    raise ValueError("nothing was counted")


def far_numbers(counts: Mapping[Fraction, int]) -> set[Fraction]:
    """The numbers more than six median absolute deviations from the median; none where there are few, all are alike, or
    many would be. Amounts, all above nought, are compared by their size: 10 is as far from 100 as 1,000 is."""
    scaled = {number: _size(number) for number in counts} if min(counts, default=0) > 0 else {n: n for n in counts}
    sizes: Counter[Fraction] = Counter()
    for number, count in counts.items():
        sizes[scaled[number]] += count
    far = _far(sizes)
    return _few({number for number in counts if scaled[number] in far}, counts)


def _size(number: Fraction) -> Fraction:
    return Fraction(math.log(number)).limit_denominator(10**6)


def _far(counts: Mapping[Fraction, int]) -> set[Fraction]:
    if sum(counts.values()) < _ENOUGH:
        return set()
    middle = weighted_median(counts)
    spread: Counter[Fraction] = Counter()
    for number, count in counts.items():
        spread[abs(number - middle)] += count
    deviation = weighted_median(spread)
    if deviation == 0:
        return set()
    return {number for number in counts if abs(number - middle) > _FAR * deviation}


def _few(far: set[Fraction], counts: Mapping[Fraction, int]) -> set[Fraction]:
    share = Fraction(sum(counts[number] for number in far), max(1, sum(counts.values())))
    return far if len(far) <= _MOST_DIFFERENT and (share <= _MOST_SHARE or len(far) == 1) else set()


def far_lengths(counts: Mapping[int, int]) -> set[int]:
    """Lengths far from the rest. Where most are exactly alike, one character more or less counts as the deviation."""
    total = sum(counts.values())
    if total < _ENOUGH:
        return set()
    exact = {Fraction(length): count for length, count in counts.items()}
    far = _far(exact)
    if not far:
        middle = weighted_median(exact)
        if exact[middle] > total * _USUAL_SHARE:
            far = {length for length in exact if abs(length - middle) > _FAR}
    return {int(length) for length in _few(far, exact)}


def rare_patterns(counts: Mapping[str, int]) -> list[str]:
    """Patterns of hardly anybody in a column where some pattern is usual, the rarest first."""
    total = sum(counts.values())
    if total < _ENOUGH or max(counts.values(), default=0) < total * _USUAL_SHARE:
        return []
    most = max(1, min(_RARE_MOST, total // _RARE_OF))
    return sorted((pattern for pattern, count in counts.items() if count <= most), key=lambda p: (counts[p], p))


def as_number(text: str) -> Fraction | None:
    """A canonical number as a number; nothing for any other way to write one."""
    return Fraction(text) if _CANONICAL.fullmatch(text) else None


def numbers_in(counts: Iterable[tuple[str, int]]) -> Counter[Fraction]:
    """How often each number stands in a column."""
    found: Counter[Fraction] = Counter()
    for text, count in counts:
        number = as_number(text)
        if number is not None:
            found[number] += count
    return found
