"""What an empty field follows from: gender and birth date from a sound ID number, the region from an address or credit code.

The sources are opened only for customers whose field is empty, and only where the actor reads them in clear: birth date and
gender tell a good part of the ID number they follow from, and the other way round.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from kedang.archive.edit import UNKNOWN_FIELD
from kedang.cleaning.columns import Column, column_of
from kedang.cleaning.reading import Seen, stored_values
from kedang.engine.standardise import regions
from kedang.engine.standardise.addresses import standardise_address
from kedang.engine.standardise.credit_codes import standardise_credit_code
from kedang.engine.standardise.id_numbers import standardise_id_number
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError


def _birth_date(text: str) -> str:
    return standardise_id_number(text).birth_date


def _gender(text: str) -> str:
    return standardise_id_number(text).gender


def _region_of_address(text: str) -> str:
    found = standardise_address(text).region
    return str(found) if found else ""


def _region_of_code(text: str) -> str:
    """The six digits after the first two of a sound credit code name where it was given."""
    code = standardise_credit_code(text)
    found = regions.nearest_region(int(code.standard[2:8])) if code.valid and code.standard[2:8].isdigit() else None
    return str(found) if found else ""


Source = tuple[str, Callable[[str], str]]
SOURCES: dict[str, tuple[Source, ...]] = {
    "gender": (("id_number", _gender),),
    "birth_date": (("id_number", _birth_date),),
    "region": (("address", _region_of_address), ("credit_code", _region_of_code)),
}


class Deriving:
    """Reads the sources of one field, and counts what would follow."""

    def __init__(self, actor: Actor, column: Column) -> None:
        self.column = column
        self.counts: Counter[str] = Counter()
        self._sources = [(found, read) for code, read in SOURCES.get(column.code, ()) if (found := _seen(actor, code))]

    def add(self, batch: Sequence[Seen]) -> None:
        """Count some customers."""
        self.counts.update(self.derived(batch).values())

    def derived(self, batch: Sequence[Seen]) -> dict[int, str]:
        """Customer → what their empty field follows from; who has none, or is masked, is not in the answer."""
        empty = [seen for seen in batch if not seen.stored and self.column.clear(own=seen.own)]
        found: dict[int, str] = {}
        for source, read in self._sources:
            open_to = [s.id for s in empty if s.id not in found and source.clear(own=s.own)]
            values, _ = stored_values(source, open_to) if open_to else ({}, set())
            for customer_id, stored in values.items():
                made = next((text for each in stored if not each.reason and (text := read(each.text))), "")
                if made:
                    found[customer_id] = made
        return found


def _seen(actor: Actor, code: str) -> Column | None:
    try:
        return column_of(actor, code)
    except DomainError as refused:
        if refused.refusal is not UNKNOWN_FIELD:
            raise
        return None
