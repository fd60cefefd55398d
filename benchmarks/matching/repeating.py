"""The cards of one customer: what the first shows, and how the further ones came about."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.matching.companies import Company
from benchmarks.matching.evidence import ENOUGH, strength
from benchmarks.matching.families import Family, chosen
from benchmarks.matching.scenes import Member
from benchmarks.matching.tables import drawing
from benchmarks.matching.world import Card, World

_TRIES = 12
# What tells two of a scene apart when both cards show it.
_APART = {"person": ("id_number", "birth_date", "mobile"), "organisation": ("credit_code", "address", "legal")}
_APART_FOR_CERTAIN = ("id_number", "birth_date")
_TOGETHER = {"province": "region", "city": "region", "district": "region"}


def _telling(card: Card) -> tuple[str, ...]:
    """Columns that tell this card's bearer from another of the scene. At one address or employer two numbers do not."""
    return _APART_FOR_CERTAIN if card.kind == "person" and card.shared & {"address", "employer"} else _APART[card.kind]


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody, and the card that came first."""

    member: Member
    first: Card


class Repeater:
    """Draws what cards show and what goes wrong with them."""

    def __init__(self, world: World, only: Collection[str] = ()) -> None:
        self.world, shape = world, world.shape
        self._filled = {"person": shape.person_filled, "organisation": shape.organisation_filled}
        self._family: dict[str, Callable[[], Family]] = {}
        for kind in self._filled:
            families = chosen(kind, holdout=world.holdout, only=only)
            if families:
                self._family[kind] = drawing([(each, each.weight) for each in families], world.chance)
        self._further = drawing([(n + 1, share) for n, share in enumerate(shape.further)], world.chance)
        self._mistakes = drawing([(n + 1, share) for n, share in enumerate(shape.mistakes)], world.chance)

    def first(self, member: Member, *, in_scene: bool) -> Card:
        """The card that came first: as sparse as cards are."""
        return member.card.copy(self._shown(member.card, in_scene=in_scene))

    def _shown(self, card: Card, *, in_scene: bool = False) -> dict[str, str]:
        filled, together = self._filled[card.kind], {"region": self.world.happens(self._filled[card.kind]["region"])}
        shown = {}
        for column, value in card.values.items():
            share = filled.get(column, 1.0)
            if in_scene and column in card.shared:
                share = max(share, self.world.shape.scene_filled)
            group = _TOGETHER.get(column)
            if value and (together[group] if group else self.world.happens(share)):
                shown[column] = value
        if card.kind == "person" and not shown.keys() & {"mobile", "landline", "email", "wechat"}:
            shown["mobile"] = card.values["mobile"]
        return shown

    def firsts(self, members: Sequence[Member]) -> list[Card]:
        """The first cards of a scene, so that each two show something in which they differ."""
        cards = [self.first(member, in_scene=True) for member in members]
        for one, other in combinations(range(len(cards)), 2):
            left, right = cards[one].values, cards[other].values
            own = [column for column in _telling(cards[one]) if column not in cards[one].shared]
            if not any(left.get(c) and right.get(c) and left[c] != right[c] for c in own):
                column = self.world.chance.choice(own)
                left[column] = members[one].card.values[column]
                right[column] = members[other].card.values[column]
        return cards

    def cards(self, customer: Customer) -> list[Card]:
        """All cards of a customer, the first one first."""
        cards = [customer.first]
        repeated = self.world.happens(self.world.shape.repeated)
        if repeated and customer.first.kind in self._family and strength(customer.first, customer.first) >= ENOUGH:
            for _ in range(self._further()):
                cards.append(self._another(customer, cards))
        return cards

    def _another(self, customer: Customer, cards: Sequence[Card]) -> Card:
        for _ in range(_TRIES):
            card = self._drawn(customer)
            if card.marks and max(strength(card, other) for other in cards) >= ENOUGH:
                return card
        card = customer.first.copy()
        card.marks.append("as_it_was")
        return card

    def _drawn(self, customer: Customer) -> Card:
        full, first, shape = customer.member.card, customer.first, self.world.shape
        learned, stays = self._shown(full), {"name": True}
        values = {}
        for column, value in full.values.items():
            seen = column in first.values
            group = _TOGETHER.get(column, column)
            if group not in stays:
                stays[group] = self.world.happens(shape.kept if seen else shape.learned)
            if stays[group] and (seen or column in learned) and value:
                values[column] = value
        card = full.copy(values)
        self._spoil(card, customer.member.organisation.company if customer.member.organisation else None)
        return card

    def _spoil(self, card: Card, company: Company | None) -> None:
        wanted, draw = self._mistakes(), self._family[card.kind]
        for _ in range(wanted * 4):
            family = draw()
            if family.name not in card.marks and family.mistake(self.world, card, company):
                card.marks.append(family.name)
            if len(card.marks) == wanted:
                return
