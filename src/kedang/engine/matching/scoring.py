"""One pair scored in Python, by the very model that runs over whole archives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log2
from typing import Any

from kedang.engine.matching.comparisons import COMPARISONS, Comparison, Level
from kedang.engine.matching.model import RAREST, Parameters

Row = Mapping[str, Any]
# (column, value) → share of all customers that have it
Frequency = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Share:
    """What one comparison contributes: its level, and its weight in bits (negative speaks against)."""

    comparison: Comparison
    level: Level
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """`probability` that both are one customer, and what each comparison has to say about it."""

    probability: float
    weight: float
    shares: tuple[Share, ...]


def level_of(comparison: Comparison, left: Row, right: Row) -> Level | None:
    """The first level that holds; None where nothing is known."""
    if comparison.unknown.holds(left, right):
        return None
    return next(level for level in comparison.levels if level.when is None or level.when.holds(left, right))


def score(parameters: Parameters, left: Row, right: Row, frequency: Frequency) -> Score:
    """The pair's probability with its reasons."""
    shares = []
    for comparison in COMPARISONS[parameters.kind]:
        level = level_of(comparison, left, right)
        if level is not None:
            weight = _weight(parameters, comparison, level, left, right, frequency)
            shares.append(Share(comparison, level, weight))
    total = parameters.prior_weight + sum(share.weight for share in shares)
    return Score(probability(total), total, tuple(shares))


def probability(weight: float) -> float:
    """The probability that belongs to log2 odds."""
    if weight > 60:
        return 1.0
    odds: float = 2.0 ** max(weight, -60.0)
    return odds / (1 + odds)


def _weight(
    parameters: Parameters, comparison: Comparison, level: Level, left: Row, right: Row, frequency: Frequency
) -> float:
    odds = parameters.odds[comparison.code][level.code]
    if not level.by:
        return odds.weight
    values = [row[level.by] for row in (left, right) if row[level.by] is not None]
    shares = [frequency(level.by, value) for value in values]
    return log2(odds.m / max(*shares, RAREST)) if shares else odds.weight
