"""What people say in a dispute, sealed under the customer's key."""

from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.ownership.models import Statement
from kedang.vault.keys import SubjectKey

LONGEST = 5_000
NOTHING_SAID = Refusal(
    "dispute.nothing",
    422,
    "请写明理由，不超过 5000 字。没有保存任何改动。",
    "Say why, in up to 5,000 characters. Nothing was saved.",
)


def checked(text: str) -> str:
    """A text that may be stored; there must be one."""
    text = storable(text).strip()
    if not 0 < len(text) <= LONGEST:
        raise NOTHING_SAID()
    return text


def seal(key: SubjectKey, text: str, row: Statement) -> bytes:
    """The text for its row's column."""
    return key.seal_padded(text, table=row._meta.db_table, column="body", row_id=row.id)


def opened(key: SubjectKey, row: Statement) -> str:
    """The text of a row."""
    return key.open_padded(row.body_enc, table=row._meta.db_table, column="body", row_id=row.id)
