"""The sealed part of an incident: what was said of it, under a key of its own."""

from collections.abc import Iterable

import orjson

from kedang.incidents.models import Incident, Step
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, keys_for

SHORTEST, LONGEST, LONGEST_TITLE = 4, 5_000, 120
SAY = Refusal(
    "incident.say",
    422,
    "请用 4 至 5000 个字说明（标题不超过 120 个字）。没有保存。",
    "Say it in 4 to 5,000 characters, the title in 120 at most. Nothing was saved.",
)


def checked(text: str, *, longest: int = LONGEST) -> str:
    """A text that says something and may be stored."""
    found = storable(text).strip()
    if not SHORTEST <= len(found) <= longest:
        raise SAY()
    return found


def seal(key: SubjectKey, row: Incident, said: dict[str, str]) -> bytes:
    """What was said, for its row."""
    return key.seal_padded(orjson.dumps(said).decode(), table=row._meta.db_table, column="body", row_id=row.id)


def opened(key: SubjectKey, row: Incident) -> dict[str, str]:
    """What was said."""
    raw = orjson.loads(key.open_padded(bytes(row.body_enc), table=row._meta.db_table, column="body", row_id=row.id))
    return {str(name): str(text) for name, text in raw.items()}


def bodies_of(rows: Iterable[Incident]) -> dict[int, dict[str, str]]:
    """What was said of several."""
    listed = list(rows)
    keys = keys_for([row.id for row in listed])
    return {row.id: opened(keys[row.id], row) for row in listed if row.id in keys}


def seal_note(key: SubjectKey, row: Step, note: str) -> bytes:
    """A step's note, for its row."""
    return key.seal_padded(note, table=row._meta.db_table, column="note", row_id=row.id)


def opened_note(key: SubjectKey, row: Step) -> str:
    """A step's note."""
    if not row.note_enc:
        return ""
    return key.open_padded(bytes(row.note_enc), table=row._meta.db_table, column="note", row_id=row.id)
