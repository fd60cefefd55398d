"""Everything that is drawn from while cards are made: one part of the tables, one source of chance."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks import frequencies
from benchmarks.matching.characters import Confusions
from benchmarks.matching.companies import Companies
from benchmarks.matching.names import Names
from benchmarks.matching.places import Place, Places
from benchmarks.matching.shape import Shape
from benchmarks.matching.tables import drawing, part, weighted

DOMAINS = (
    "qq.com 50|163.com 25|gmail.com 5|126.com 9|outlook.com 4|sina.com 4|foxmail.com 3|139.com 2|hotmail.com 2|sina.cn 1|"
    "vip.163.com 1|189.cn 1|aliyun.com 2|yeah.net 1|sohu.com 1"
)


@dataclass(slots=True)
class Card:
    """A row before it is written: values by column, and what only the maker knows of it.

    `place` is where the address column points to, `surname` and `given` what the name column began as; `marks` are the
    families of mistakes this row went through.
    """

    kind: str
    values: dict[str, str]
    place: Place
    surname: str = ""
    given: str = ""
    woman: bool = False
    shared: frozenset[str] = frozenset()
    marks: list[str] = field(default_factory=list)

    def copy(self, values: dict[str, str] | None = None) -> "Card":
        """The same card, free to change."""
        kept = dict(self.values if values is None else values)
        return Card(self.kind, kept, self.place, self.surname, self.given, self.woman, self.shared)


class World:
    """The tables of one part, and chance."""

    def __init__(self, seed: int, shape: Shape, *, holdout: bool) -> None:
        self.chance = random.Random(f"{seed}:{holdout}")
        self.shape, self.holdout = shape, holdout
        self.confusions = Confusions(holdout=holdout)
        self.names = Names(self.chance, holdout=holdout, common=shape.common_names)
        self.places = Places(self.chance, holdout=holdout)
        self.companies = Companies(self.chance, holdout=holdout)
        self.domain = drawing(part(weighted(DOMAINS), holdout=holdout), self.chance)
        self._given: set[int] = set()

    def mobile(self) -> str:
        """Eleven digits that begin as real ones do."""
        return self.chance.choice(frequencies.MOBILE_PREFIXES) + f"{self.chance.randrange(10**8):08}"

    def landline(self, area: str) -> str:
        """Area code, dash, seven or eight digits."""
        digits = 8 if len(area) == 3 else self.chance.choice((7, 8))
        return f"{area}-{self.chance.randrange(2 * 10 ** (digits - 1), 9 * 10 ** (digits - 1))}"

    def once(self, draw: Callable[[], str]) -> str:
        """What is drawn, but never the same twice: addresses of mail and identity numbers belong to one only."""
        while True:
            text = draw()
            if (key := hash(text)) not in self._given:
                self._given.add(key)
                return text

    def happens(self, share: float) -> bool:
        """Whether something of this share of cases is the case now."""
        return self.chance.random() < share
