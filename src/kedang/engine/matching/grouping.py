"""From the records of one kind to groups of suspected duplicates, each pair with its score and reasons."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge, clusters
from kedang.engine.matching.model import Parameters
from kedang.engine.matching.scoring import Frequency, Score, score

# Groups read back and scored at a time.
_AT_ONCE = 20_000


class Linked(Protocol):
    """Records that were linked, on whichever engine."""

    def marks(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        """What these records are known by beyond doubt."""
        ...

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The compared columns of these records."""
        ...

    def frequencies(self, ids: Sequence[int]) -> Frequency:
        """How frequent the values of these records are."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members of a group; `a` < `b`."""

    a: int
    b: int
    score: Score


@dataclass(frozen=True, slots=True)
class Group:
    """Records that look like one customer, and every pair of them."""

    kind: Kind
    members: tuple[int, ...]
    pairs: tuple[Pair, ...]

    @property
    def probability(self) -> float:
        """Of the strongest pair."""
        return max(pair.score.probability for pair in self.pairs)


def groups_at(
    linking: Linked,
    edges: Sequence[Edge],
    *,
    at_least: float,
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """The clusters of the pairs that reach a probability."""
    strong = [edge for edge in edges if edge.probability >= at_least]
    ids = sorted({i for edge in strong for i in (edge.a, edge.b)})
    return clusters(strong, marks=linking.marks(ids), apart=apart)


def explained(
    linking: Linked,
    parameters: Parameters,
    groups: Sequence[Sequence[int]],
    *,
    beat: Callable[[], None],
) -> Iterable[Group]:
    """Each group with all its pairs scored by the same model, one by one."""
    for start in range(0, len(groups), _AT_ONCE):
        part = groups[start : start + _AT_ONCE]
        ids = sorted({member for group in part for member in group})
        rows, frequency = linking.rows(ids), linking.frequencies(ids)
        for group in part:
            pairs = [
                Pair(a, b, score(parameters, rows[a], rows[b], frequency)) for a, b in combinations(sorted(group), 2)
            ]
            yield Group(parameters.kind, tuple(sorted(group)), tuple(pairs))
        beat()
