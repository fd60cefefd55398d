"""How much of a field an actor gets: hidden, masked, read or edit, by place and by relation to the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from typing import Literal

Place = Literal["page", "list", "export", "search"]
# Which of a role's lines decides: that of the field, that of its sensitivity, or none.
Line = Literal["field", "class", "default"]


class Mode(IntEnum):
    """From nothing to everything; a wider mode includes the narrower ones."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    EDIT = 3


@dataclass(frozen=True, slots=True)
class ModeSet:
    """The modes of one field: on the page of one's own record, of another's, in lists, in exports."""

    own: Mode
    other: Mode
    list: Mode
    export: Mode

    def widest(self, that: "ModeSet") -> "ModeSet":
        """The union of two roles' modes."""
        return ModeSet(
            max(self.own, that.own),
            max(self.other, that.other),
            max(self.list, that.list),
            max(self.export, that.export),
        )

    def overlaid(self, places: Mapping[str, Mode]) -> "ModeSet":
        """This set with some places said differently."""
        return ModeSet(
            places.get("own", self.own),
            places.get("other", self.other),
            places.get("list", self.list),
            places.get("export", self.export),
        )

    def at_most(self, most: Mode) -> "ModeSet":
        """This set with nothing wider than that."""
        return ModeSet(min(self.own, most), min(self.other, most), min(self.list, most), min(self.export, most))

    def at(self, place: Place, *, own: bool) -> Mode:
        """The mode in a place; searching by a field needs what its page would show."""
        if place == "list":
            return self.list
        if place == "export":
            return self.export
        return self.own if own else self.other


DEFAULTS: dict[str, ModeSet] = {
    "clear": ModeSet(Mode.EDIT, Mode.EDIT, Mode.READ, Mode.READ),
    "C": ModeSet(Mode.EDIT, Mode.MASKED, Mode.MASKED, Mode.MASKED),
    "S": ModeSet(Mode.MASKED, Mode.MASKED, Mode.MASKED, Mode.MASKED),
}
CLEAR_PLACES = {"own": Mode.EDIT, "other": Mode.EDIT, "list": Mode.EDIT, "export": Mode.EDIT}

RoleModes = Mapping[str, Mapping[str, Mode]]


def parse_modes(raw: Mapping[str, Mapping[str, str]]) -> RoleModes:
    """One role's JSON: `{"*C": {"own": "edit", "other": "masked"}, "mobile": {…}}`; what it leaves out has a default."""
    return {code: {place: Mode[word.upper()] for place, word in places.items()} for code, places in raw.items()}


def _said(role: RoleModes, code: str, sensitivity: str) -> ModeSet:
    """What one role says of a field: its own line for it, else its line for the sensitivity, else the default."""
    return DEFAULTS[sensitivity].overlaid(role.get(f"*{sensitivity}", {})).overlaid(role.get(code, {}))


def _line(role: RoleModes, code: str, sensitivity: str, place: Place, *, own: bool) -> Line:
    spot = place if place in ("list", "export") else "own" if own else "other"
    if spot in role.get(code, {}):
        return "field"
    return "class" if spot in role.get(f"*{sensitivity}", {}) else "default"


@dataclass(frozen=True, slots=True)
class FieldModes:
    """What an actor's roles together say about every field: the widest role wins, field by field. `masked`: whatever they say,
    no sensitive field is shown in clear."""

    roles: tuple[RoleModes, ...] = ({},)
    masked: bool = False

    def modes(self, code: str, sensitivity: str) -> ModeSet:
        """The set of one field: each role's own line for it, else the role's line for its sensitivity."""
        found = reduce(ModeSet.widest, (_said(role, code, sensitivity) for role in self.roles or ({},)))
        return found.at_most(Mode.MASKED) if self.masked and sensitivity != "clear" else found

    def why(self, code: str, *, place: Place, own: bool, sensitivity: str = "clear") -> list[tuple[int, Line]]:
        """Which roles' word is the widest here, by their position, each with the line that says it."""
        said = [_said(role, code, sensitivity).at(place, own=own) for role in self.roles]
        return [
            (at, _line(self.roles[at], code, sensitivity, place, own=own))
            for at, mode in enumerate(said)
            if mode == max(said)
        ]

    def of(self, code: str, *, place: Place, own: bool, sensitivity: str = "clear") -> Mode:
        """The one mode that applies here."""
        return self.modes(code, sensitivity).at(place, own=own)


def combine(roles: Iterable[RoleModes]) -> FieldModes:
    """The modes of somebody who holds several roles."""
    return FieldModes(tuple(roles) or ({},))


CLEAR_MODES = FieldModes(({"*clear": CLEAR_PLACES, "*C": CLEAR_PLACES, "*S": CLEAR_PLACES},))
DEFAULT_MODES = FieldModes()
