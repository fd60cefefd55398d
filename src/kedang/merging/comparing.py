"""What may be said of how the participants' values compare: no more than what is shown of them says by itself."""

from collections.abc import Sequence

from kedang.archive.policy import FieldPolicy, contact_code
from kedang.engine.catalogue import FIELDS
from kedang.kit.modes import Mode
from kedang.merging.compose import Composed
from kedang.merging.reading import CONTACTS
from kedang.merging.rules import TOGETHER, Side, contradict, sound_values

FORMER_NAME = "former_name"
_CONTACT = tuple(
    dict.fromkeys(
        contact_code(code) if spec.storage == "point" else code
        for code, spec in FIELDS.items()
        if spec.storage in ("contact", "point")
    )
)


def comparable(code: str, holding: int, reader: FieldPolicy) -> bool:
    """Whether one may say which participant's value a field keeps, and why. `reader` is the policy of all together."""
    if all(reader.clear(each) for each in _read_with(code)):
        return True
    return holding < 2 and code != FORMER_NAME and code not in TOGETHER


def _read_with(code: str) -> tuple[str, ...]:
    """The fields that speak through this one: of a contact everything, of former names the names that lose."""
    if code == CONTACTS:
        return _CONTACT
    if code == FORMER_NAME:
        return (code, "name")
    return (code, TOGETHER[code]) if code in TOGETHER else (code,)


def told_clashes(sides: Sequence[Side], made: Composed, reader: FieldPolicy) -> list[str]:
    """The clashes of which the reader can be told: those that show in what the reader gets of the values."""
    return [code for code in made.clashes if _shows(code, sides, reader)]


def _shows(code: str, sides: Sequence[Side], reader: FieldPolicy) -> bool:
    if reader.mode(code) == Mode.HIDDEN:
        return False
    if reader.clear(code):
        return True
    return contradict([{reader.masked(code, value) for value in sound_values(side, code)} for side in sides])
