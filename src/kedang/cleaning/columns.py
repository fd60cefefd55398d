"""The fields that can be looked at, and how much of each an actor gets, with their own customers and with others'."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kedang.archive.edit import UNKNOWN_FIELD
from kedang.archive.policy import FieldPolicy, named, policy_for
from kedang.engine.catalogue import CATALOGUE, CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import FieldDefinition, active_definitions
from kedang.kit.actor import Actor, Scope
from kedang.kit.modes import Mode

KINDS = ("person", "organisation")
# What has a page of its own, or says who somebody is to us, is not a column to be cleaned.
_STORED_ELSEWHERE = frozenset(("contact", "link"))
_NAMES_SOMEBODY = frozenset(("user", "customer"))
# A masked yes or no is no secret any more once its pattern is counted.
_TELLING = frozenset(("boolean", "choice", "multi_choice"))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose customers values were gathered from: a scope, the departments it reached then, and up to which classification."""

    scope: int = int(Scope.ALL)
    departments: list[int] = field(default_factory=list)
    clearance: int = 0

    def within(self, today: "Reach") -> bool:
        """Whether today's reach takes in this one."""
        if self.clearance > today.clearance:
            return False
        if today.scope == Scope.ALL:
            return True
        return self.scope <= today.scope and set(self.departments) <= set(today.departments)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of customers. `own` and `other` are the policies towards the actor's own customers and the others."""

    code: str
    type: str
    group: str
    kinds: tuple[str, ...]
    own: FieldPolicy
    other: FieldPolicy
    definition: FieldDefinition | None

    @property
    def storage(self) -> str:
        """Where its values stand: as in the catalogue, or `custom`."""
        return "custom" if self.definition else FIELDS[self.code].storage

    @property
    def single(self) -> bool:
        """Whether a customer has one value of it in a column of its own."""
        return self.storage in ("column", "sealed")

    @property
    def label(self) -> str:
        """Its name in the actor's language."""
        return self.own.label(self.code)

    @property
    def readable(self) -> bool:
        """Whether some values are shown in clear."""
        return self.clear(own=True) or self.clear(own=False)

    @property
    def relation_matters(self) -> bool:
        """Whether one's own customers are shown otherwise than the others."""
        return self.own.mode(self.code) != self.other.mode(self.code)

    @property
    def shapes(self) -> bool:
        """Whether the pattern of a masked value may be counted."""
        return self.type not in _TELLING

    def policy(self, *, own: bool) -> FieldPolicy:
        """The policy towards one customer."""
        return self.own if own else self.other

    def hidden(self, *, own: bool) -> bool:
        """Whether not even its being there is shown."""
        return self.policy(own=own).mode(self.code) == Mode.HIDDEN

    def clear(self, *, own: bool) -> bool:
        """Whether the value is shown in clear."""
        return self.policy(own=own).clear(self.code)

    @property
    def reach(self) -> "Reach":
        """How far the actor sees."""
        actor = self.own.actor
        return Reach(int(actor.scope), sorted(actor.department_ids), actor.clearance)

    def still_clear(self, *, others: bool, gathered: "Reach") -> bool:
        """Whether values that were gathered before, of others' customers or only of one's own, may be shown now."""
        return gathered.within(self.reach) and (self.clear(own=False) if others else self.readable)

    def shown(self, text: str) -> str:
        """A stored value as people read it."""
        if self.definition is not None:
            option = self.definition.option(text)
            return option.label(self.own.actor.language) if option else text
        return named(self.code, text, self.own.actor.language)


def columns(actor: Actor) -> list[Column]:
    """Every field the actor may look at, in the order of the page."""
    return [column for column in _all(actor) if not (column.hidden(own=True) and column.hidden(own=False))]


def column_of(actor: Actor, code: str) -> Column:
    """One of them. What is hidden is as unknown as what does not exist."""
    found = next((column for column in columns(actor) if column.code == code), None)
    if found is None:
        raise UNKNOWN_FIELD(code=code)
    return found


def _all(actor: Actor) -> Iterator[Column]:
    own, other = (policy_for(actor, own=mine) for mine in (True, False))
    for spec in CATALOGUE:
        if spec.storage not in _STORED_ELSEWHERE:
            yield Column(spec.code, spec.type, spec.group, spec.kinds, own, other, None)
    for definition in active_definitions():
        kinds = tuple(kind for kind in KINDS if kind in definition.kinds)
        if kinds and definition.type not in _NAMES_SOMEBODY:
            code = CUSTOM_PREFIX + definition.code
            yield Column(code, definition.type, definition.group, kinds, own, other, definition)
