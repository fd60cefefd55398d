"""The families of mistakes: what makes a second card of the same customer differ from the first."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from benchmarks.matching.companies import Company
from benchmarks.matching.world import Card, World

# Changes the card; False when there is nothing on it that the mistake could be made with.
Mistake = Callable[[World, Card, Company | None], bool]
BOTH = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Family:
    """One family. `aside`: only with `holdout`."""

    name: str
    kinds: tuple[str, ...]
    weight: float
    aside: bool
    mistake: Mistake


FAMILIES: dict[str, Family] = {}


def family(
    name: str, kinds: tuple[str, ...] | str, *, weight: float = 1.0, aside: bool = False
) -> Callable[[Mistake], Mistake]:
    """Declare a family. Weights say how often it happens compared with the others of the kind."""

    def declare(mistake: Mistake) -> Mistake:
        assert name not in FAMILIES, name
        FAMILIES[name] = Family(name, (kinds,) if isinstance(kinds, str) else kinds, weight, aside, mistake)
        return mistake

    return declare


def chosen(kind: str, *, holdout: bool, only: Collection[str] = ()) -> Sequence[Family]:
    """The families that may happen to cards of a kind."""
    return [
        each
        for each in FAMILIES.values()
        if kind in each.kinds and (holdout or not each.aside) and (not only or each.name in only)
    ]
