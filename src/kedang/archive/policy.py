"""How much of each field an actor gets. The one place asked by the page, lists, exports, history, reveal and every write."""

from dataclasses import dataclass, field

from kedang.archive import rights
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.engine.standardise import regions
from kedang.engine.standardise.phones import standardise_phone
from kedang.fields.queries import FieldDefinition, by_code
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.masking import mask
from kedang.kit.modes import Mode, Place

EXTRAS = "extras"
LOCKED = Refusal(
    "field.locked",
    403,
    "您不能修改“{label}”，内容没有改动。",
    "You may not change “{label}”. Nothing was changed.",
)
_TELLING = frozenset(("boolean", "choice", "multi_choice", "integer", "number", "money", "user", "customer"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on its way out. `value` is masked text when `masked`; a field without a value has None."""

    value: str | None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """The modes of one actor, in one place, towards customers that are their own or not."""

    actor: Actor
    place: Place
    own: bool
    definitions: dict[str, FieldDefinition] = field(default_factory=by_code)
    _known: dict[str, Mode] = field(default_factory=dict)

    def mode(self, code: str) -> Mode:
        """The mode of a field: a catalogue code, `custom:<code>` or `extra:<header>`."""
        found = self._known.get(code)
        if found is None:
            asked = EXTRAS if code.startswith(EXTRA_PREFIX) else code
            found = self.actor.modes.of(asked, place=self.place, own=self.own, sensitivity=self.sensitivity(code))
            self._known[code] = found
        return found

    def sensitivity(self, code: str) -> str:
        """clear, C or S. Columns no field was found for may hold anything: they count as contact data."""
        spec = FIELDS.get(code)
        if spec is not None:
            return spec.sensitivity
        if code.startswith(CUSTOM_PREFIX):
            definition = self.definitions.get(code.removeprefix(CUSTOM_PREFIX))
            return definition.sensitivity if definition else "S"
        return "C" if code.startswith(EXTRA_PREFIX) or code == EXTRAS else "clear"

    def show(self, code: str, value: str | None) -> Shown | None:
        """A value as the actor gets it; None when the field is hidden."""
        mode = self.mode(code)
        if mode == Mode.HIDDEN:
            return None
        if not value:
            return Shown(None)
        if mode == Mode.MASKED:
            return Shown(self.masked(code, value), masked=True)
        return Shown(present(code, value))

    def clear(self, code: str) -> bool:
        """Whether the actor gets the field unmasked."""
        return self.mode(code) >= Mode.READ

    def masked(self, code: str, value: str) -> str:
        """The value with its mask on. Where a first letter would give away the whole, nothing is left."""
        kind = self.mask_kind(code)
        return "***" if kind in _TELLING else mask(kind, present(code, value))

    def mask_kind(self, code: str) -> str:
        """Which mask suits a field."""
        if code.startswith(CUSTOM_PREFIX):
            definition = self.definitions.get(code.removeprefix(CUSTOM_PREFIX))
            return definition.type if definition else "text"
        spec = FIELDS.get(code)
        return code if code in {"passport", "bank_account"} else spec.type if spec else "text"

    def editable(self, code: str) -> bool:
        """Whether the actor may overwrite the field: with edit mode, or masked but allowed to reveal it."""
        mode = self.mode(code)
        return mode == Mode.EDIT or (mode == Mode.MASKED and self.actor.can(rights.REVEAL))

    def label(self, code: str) -> str:
        """The field's name in the actor's language."""
        return field_label(code, self.actor.language, self.definitions)

    def require_editable(self, code: str) -> None:
        """Refuse unless the field may be overwritten."""
        if not self.editable(code):
            raise LOCKED(label=self.label(code))


def field_label(code: str, language: str, definitions: dict[str, FieldDefinition]) -> str:
    """A field's name: built-in, custom, or the header of a column nobody mapped."""
    spec = FIELDS.get(code)
    if spec is not None:
        return spec.zh if language.startswith("zh") else spec.en
    if code.startswith(CUSTOM_PREFIX):
        definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return definition.label(language) if definition else code
    return code.removeprefix(EXTRA_PREFIX)


def present(code: str, value: str) -> str:
    """A clear value as people read it: phones as they are dialled at home."""
    spec = FIELDS.get(code)
    if spec is None or spec.type != "phone" or not value.startswith("+86"):
        return value
    national = standardise_phone(value).national
    return national or value


def named(code: str, value: str, language: str) -> str:
    """A clear value in words: regions and choices by name, phones as they are dialled at home."""
    spec = FIELDS.get(code)
    if spec is not None and spec.type == "region" and value.isdigit():
        return regions.full_name(int(value)) or value
    if spec is not None and spec.choices:
        at = 1 if language.startswith("zh") else 2
        return next((choice[at] for choice in spec.choices if choice[0] == value), value)
    return present(code, value)


def policy_for(actor: Actor, *, own: bool, place: Place = "page") -> FieldPolicy:
    """The policy of an actor towards one customer, or a list of them."""
    return FieldPolicy(actor, place, own)


def contact_code(kind: str) -> str:
    """The field a contact person's point counts as."""
    code = f"contact_{kind}"
    return code if code in FIELDS else kind
