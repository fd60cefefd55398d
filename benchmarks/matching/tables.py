"""Tables of words with weights, and the third of each that is kept aside."""

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

Item = TypeVar("Item")
KEPT_ASIDE = 2


def part(items: Iterable[Item], *, holdout: bool) -> list[Item]:
    """Every third item with `holdout`, the others without: both parts have common and rare ones."""
    return [item for index, item in enumerate(items) if (index % 3 == KEPT_ASIDE) is holdout]


def weighted(text: str) -> list[tuple[str, int]]:
    """Words and weights from "王 72|李 70"."""
    pairs = (piece.rpartition(" ") for piece in text.split("|"))
    return [(word, int(weight)) for word, _, weight in pairs]


def drawing(pairs: Sequence[tuple[Item, float]], chance: random.Random) -> Callable[[], Item]:
    """A function that draws one of the items by weight."""
    items = [item for item, _ in pairs]
    limits = list(accumulate(weight for _, weight in pairs))

    def draw() -> Item:
        return chance.choices(items, cum_weights=limits)[0]

    return draw


def fading(items: Sequence[Item], *, by: float = 1.0) -> list[tuple[Item, float]]:
    """Weights that fall with the rank, as those of words and towns do."""
    return [(item, 1 / (rank + 1) ** by) for rank, item in enumerate(items)]
