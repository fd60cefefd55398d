"""Whom an assignment rule gives a customer to: who is next, and who after them if that may not be.

The rule's way only puts people in order. Whether somebody may have a customer is asked where owners change, like always.
"""

from collections.abc import Collection, Mapping

from kedang.accounts.behind import actor_for
from kedang.accounts.queries import directory
from kedang.archive import rights as archive_rights
from kedang.ownership import rights
from kedang.ownership.caps import cap_of, caps, counted, counts
from kedang.ownership.models import ROUND, Assignment, Cap, below

PREFECTURE, PROVINCE = 100, 10_000


class Chooser:
    """The people of one rule, what they have, and whose turn it is. It counts along with what it is told was given."""

    def __init__(self, rule: Assignment) -> None:
        self._rule = rule
        self._held: dict[int, int] = {}
        self._groups: list[set[int]] = [set(), *(set(each["regions"]) for each in rule.territories)]
        given = ({"user_ids": rule.user_ids, "department_ids": rule.department_ids}, *rule.territories)
        self._people = [_receivers(each["user_ids"], each["department_ids"]) for each in given]
        known = caps()
        everybody = {one for people in self._people for one in people}
        self._caps: dict[int, Cap | None] = {one: cap_of(one, known) for one in everybody}
        self.turns: dict[int, int] = {}
        self.remember(rule.turns)

    def remember(self, turns: Mapping[str, int]) -> None:
        """Whose turn it was when, as the rule has it now."""
        self.turns = {int(one): turn for one, turn in turns.items()}

    def said(self) -> dict[str, int]:
        """The same, to be stored."""
        return {str(one): turn for one, turn in sorted(self.turns.items())}

    def in_turn(self, region: int | None, former_id: int | None) -> list[int]:
        """The people for a customer of a region, who is next first. Whoever had the customer last is not among them."""
        people = [one for one in self._people[self._place_of(region)] if one != former_id]
        if self._rule.way == ROUND:
            return sorted(people, key=lambda one: (self.turns.get(one, 0), one))
        most = max((cap.most for one in people if (cap := self._caps[one]) is not None), default=1)
        return sorted(people, key=lambda one: (self._load(one, most), self.turns.get(one, 0), one))

    def is_full(self, customer_id: int, user_id: int) -> bool:
        """Whether a customer would bring somebody above the limit."""
        cap = self._caps[user_id]
        return cap is not None and self.held(user_id) >= cap.most and counts(customer_id, cap)

    def took(self, customer_id: int, user_id: int) -> None:
        """Somebody got a customer."""
        cap, held = self._caps[user_id], self.held(user_id)
        if cap is None or counts(customer_id, cap):
            self._held[user_id] = held + 1
        self.turns[user_id] = max(self.turns.values(), default=0) + 1

    def held(self, user_id: int) -> int:
        """How many customers somebody has that count."""
        if user_id not in self._held:
            self._held[user_id] = counted(user_id, self._caps[user_id] or Cap(free_tag_ids=[])).count()
        return self._held[user_id]

    def has_room(self) -> bool:
        """Whether anybody may have one more; customers that do not count find nobody full."""
        return any(
            cap is None or cap.free_tag_ids or cap.free_open_deals or self.held(one) < cap.most
            for one, cap in self._caps.items()
        )

    def _place_of(self, region: int | None) -> int:
        """The territory that knows a region most closely, else the rule's own people."""
        for code in (region, _above(region, PREFECTURE), _above(region, PROVINCE)):
            for number, regions in enumerate(self._groups):
                if code is not None and code in regions:
                    return number
        return 0

    def _load(self, user_id: int, most: int) -> float:
        """What somebody has of what they may have; without a limit as if the greatest of the others' were theirs (`most`)."""
        cap = self._caps[user_id]
        return self.held(user_id) / max(cap.most if cap else most, 1)


def _above(region: int | None, size: int) -> int | None:
    return None if region is None else region // size * size


def _receivers(user_ids: Collection[int], department_ids: list[int]) -> list[int]:
    """Named people who see customers, and those of departments who may claim: all of them active."""
    places = below(department_ids) if department_ids else frozenset()
    found = []
    for person in directory().people.values():
        if not person.is_active:
            continue
        if person.id in user_ids:
            needed = archive_rights.VIEW
        elif person.department_id in places:
            needed = rights.CLAIM
        else:
            continue
        if actor_for(person.id).can(needed):
            found.append(person.id)
    return sorted(found)
