"""The mark an export carries: its number, who made it and when, on every line and in the file's properties.

A line at the end of a csv would be read as a customer by whatever reads the file next. A column of its own is cut off by nobody by
accident, stays with every part of the file, and is known to our own import, which leaves it out.
"""

from dataclasses import dataclass

from kedang.engine.tables.xlsx_writing import Imprint
from kedang.fields.values import LOCAL
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.spelled import spelled

# The heading is known to the import (engine.tables.presets_own), which leaves the column out.
HEADING = ("导出标记", "Export mark")


@dataclass(frozen=True, slots=True)
class Mark:
    """What every line ends with, under which heading, and what the file says of itself."""

    number: str
    heading: str
    line: str
    imprint: Imprint


def export_number(export_id: int) -> str:
    """An id as people read it out: EX-0A1B-2C3D-4E5F6."""
    return f"EX-{spelled(export_id)}"


def mark_of(actor: Actor, number: str) -> Mark:
    """The mark of one export."""
    moment = now()
    line = f"{number} {actor.name} {moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    heading = HEADING[0 if actor.language.startswith("zh") else 1]
    return Mark(number, heading, line, Imprint(actor.name, number, line, f"{moment:%Y-%m-%dT%H:%M:%SZ}"))
