"""The sealed part of a row: what was said, kept together under the customer's key."""

from typing import Any

import orjson

from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.privacy.models import OfCustomer
from kedang.vault.keys import SubjectKey

LONGEST = 5_000
TOO_LONG = Refusal(
    "privacy.text",
    422,
    "每项内容不超过 5000 字。没有保存任何改动。",
    "A text has up to 5,000 characters. Nothing was saved.",
)


def checked(text: str) -> str:
    """A text that may be stored."""
    found = storable(text).strip()
    if len(found) > LONGEST:
        raise TOO_LONG()
    return found


def seal(key: SubjectKey, row: OfCustomer, said: dict[str, str]) -> bytes:
    """What was said, for its row's column."""
    return key.seal_padded(orjson.dumps(said).decode(), table=row._meta.db_table, column="body", row_id=row.id)


def opened(key: SubjectKey, row: OfCustomer) -> dict[str, str]:
    """What was said."""
    raw: Any = orjson.loads(
        key.open_padded(bytes(row.body_enc), table=row._meta.db_table, column="body", row_id=row.id)
    )
    return {str(name): str(text) for name, text in raw.items()}
