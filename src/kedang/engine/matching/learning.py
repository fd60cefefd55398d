"""Parameters from examples: pairs that are one customer, and pairs that are two, blended with what was believed before.

A few examples change little: `trust` is how many pairs the belief before is worth. Levels that lay down their weight keep it, and no
level is believed to hold less often than it says (`least`). Additive smoothing towards a prior: Gelman et al. 2013, 2.4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kedang.engine.catalogue import Kind
from kedang.engine.matching.comparisons import COMPARISONS, Level
from kedang.engine.matching.model import Odds, Parameters
from kedang.engine.matching.scoring import Row, level_of

_LEAST_U = 1e-4


@dataclass(slots=True)
class Seen:
    """How often each level was seen among pairs of one sort."""

    kind: Kind
    levels: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, pairs: Iterable[tuple[Row, Row]]) -> None:
        """Count more pairs."""
        for left, right in pairs:
            for comparison in COMPARISONS[self.kind]:
                level = level_of(comparison, left, right)
                if level is not None:
                    self.count(comparison.code, level.code)

    def count(self, comparison: str, level: str) -> None:
        """Count one level."""
        self.levels.setdefault(comparison, Counter())[level] += 1

    def of(self, comparison: str) -> Counter[str]:
        """The levels of one comparison."""
        return self.levels.get(comparison, Counter())


def learnt(before: Parameters, met: Seen, unmet: Seen, *, trust: tuple[float, float]) -> Parameters:
    """What to believe after these examples; `trust` of the pairs of one customer and of those of two."""
    odds = {
        comparison.code: {
            level.code: _odds(
                level, met.of(comparison.code), unmet.of(comparison.code), before.odds[comparison.code], trust
            )
            for level in comparison.levels
        }
        for comparison in COMPARISONS[before.kind]
    }
    return Parameters(before.kind, before.prior, odds)


def _odds(
    level: Level, met: Counter[str], unmet: Counter[str], before: Mapping[str, Odds], trust: tuple[float, float]
) -> Odds:
    if level.at is not None:
        return Odds(2.0**level.at, 1.0)
    known = before.get(level.code, Odds(level.least, _LEAST_U))
    m = (met[level.code] + known.m * trust[0]) / (met.total() + trust[0])
    u = (unmet[level.code] + known.u * trust[1]) / (unmet.total() + trust[1])
    return Odds(max(m, level.least), u)
