"""The sealed remark on a transaction. It is a note on the customer, and follows the field `notes`."""

from collections.abc import Mapping
from typing import Any

from kedang.archive.snapshot import held_keys
from kedang.commerce.models import Transaction
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.vault import joint
from kedang.vault.keys import KeyMissing, SubjectKey

LONGEST = 2_000
TOO_LONG = Refusal(
    "commerce.remark",
    422,
    "备注不超过 2000 字。没有保存任何改动。",
    "A remark has up to 2,000 characters. Nothing was saved.",
)
_TABLE = "commerce_transaction"


def checked(text: str) -> str:
    """A remark that may be stored."""
    text = storable(text).strip()
    if len(text) > LONGEST:
        raise TOO_LONG()
    return text


def seal(key: SubjectKey, text: str, row_id: int) -> bytes | None:
    """The remark for its row's column; none is none."""
    return key.seal_padded(text, table=_TABLE, column="remark", row_id=row_id) if text else None


def seal_former(key: SubjectKey, text: str, row: Transaction) -> bytes:
    """The remark as it was, for the event that changes it. What came with somebody who was merged into the customer is theirs, too."""
    assert row.customer_id is not None
    place = _former_place(row.id)
    others = held_keys([row.customer_id]).get(row.customer_id, ())
    return joint.wrap(key.seal_padded(text, **place), others, **place)


def open_former(keys: Mapping[int, SubjectKey], blob: bytes, customer_id: int, row_id: int) -> str:
    """What an event keeps of a row; raises KeyMissing when somebody it tells of was erased."""
    place = _former_place(row_id)
    sealed = joint.unwrap(blob, keys, **place)
    key = keys.get(customer_id)
    if key is None:
        raise KeyMissing(str(customer_id))
    return key.open_padded(sealed, **place)


def _former_place(row_id: int) -> dict[str, Any]:
    return {"table": "event", "column": _TABLE, "row_id": row_id}


def opened(key: SubjectKey, row: Transaction) -> str:
    """The remark of a row."""
    if row.remark_enc is None:
        return ""
    return key.open_padded(row.remark_enc, table=_TABLE, column="remark", row_id=row.id)
