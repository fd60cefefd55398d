"""The parameters of the model: how often each level holds for one customer (m) and for two different ones (u).

Fellegi and Sunter (1969): the weight of a level is log2(m / u); weights add up, with the prior, to the odds of a match.
Where a level says by which column it is adjusted, its u is the frequency of the very value (Winkler 2000).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any

from kedang.engine.catalogue import Kind
from kedang.engine.matching.comparisons import COMPARISONS

# No value counts as rarer than this.
RAREST = 1e-5
# In a small archive a name that two records share looks frequent only because there are few others.
_PRIOR_RECORDS, _PRIOR_COUNT = 5_000, 0.05


def share_of(count: int, total: int) -> float:
    """How frequent a value is that `count` of `total` records have, the one that is compared left out."""
    return (count - 1 + _PRIOR_COUNT) / (total + _PRIOR_RECORDS)


SHARE_SQL = f"(count(*) - 1 + {_PRIOR_COUNT}) / ({{total}} + {_PRIOR_RECORDS})::DOUBLE"


@dataclass(frozen=True, slots=True)
class Odds:
    """How often a level holds among pairs of one customer (`m`) and of two (`u`)."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """log2 of the likelihood ratio."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Parameters:
    """`prior` is the probability that two customers picked at random are one; `odds[comparison][level]`."""

    kind: Kind
    prior: float
    odds: Mapping[str, Mapping[str, Odds]]

    @property
    def prior_weight(self) -> float:
        """log2 of the prior odds."""
        return log2(self.prior / (1 - self.prior))

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads: [m, u] of the levels that are learnt."""
        learnt = {
            comparison.code: {
                level.code: [self.odds[comparison.code][level.code].m, self.odds[comparison.code][level.code].u]
                for level in comparison.levels
                if level.at is None
            }
            for comparison in COMPARISONS[self.kind]
        }
        return {"kind": self.kind, "prior": self.prior, "levels": learnt}


class ModelMismatch(ValueError):
    """Parameters that do not fit the comparisons: made by another version."""


def from_json(raw: Mapping[str, Any]) -> Parameters:
    """Parameters from their plain form; refused when a level is missing. Weights that are laid down come from the levels."""
    kind: Kind = raw["kind"]
    odds: dict[str, dict[str, Odds]] = {}
    for comparison in COMPARISONS[kind]:
        learnt = raw["levels"].get(comparison.code, {})
        missing = [level.code for level in comparison.levels if level.at is None and level.code not in learnt]
        if missing:
            raise ModelMismatch(f"{kind}.{comparison.code}: {', '.join(missing)}")
        odds[comparison.code] = {
            level.code: Odds(*learnt[level.code]) if level.at is None else Odds(2.0**level.at, 1.0)
            for level in comparison.levels
        }
    return Parameters(kind, raw["prior"], odds)


@cache
def shipped(kind: Kind) -> Parameters:
    """The parameters that come with Kedang, for archives too small to learn from."""
    text = (files(__package__) / f"{kind}s.json").read_text(encoding="utf-8")
    return from_json(json.loads(text))
