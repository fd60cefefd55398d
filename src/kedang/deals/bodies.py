"""The sealed part of a row: named texts, kept together under the customer's key."""

from collections.abc import Mapping
from typing import Any

import orjson

from kedang.archive.snapshot import held_keys
from kedang.deals.models import OfCustomer
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.vault import joint
from kedang.vault.keys import SubjectKey

LONGEST_LINE, LONGEST = 200, 5_000
BAD_TEXT = Refusal(
    "deals.text",
    422,
    "名称不能为空且不超过 200 字，其他内容不超过 5000 字。没有保存任何改动。",
    "A name has 1 to 200 characters, other texts up to 5,000. Nothing was saved.",
)

Texts = dict[str, str]


def checked(texts: Mapping[str, str], *, line: str = "") -> Texts:
    """Texts that may be stored; `line` names the one that must be there and is short."""
    found = {name: storable(text).strip() for name, text in texts.items()}
    if any(len(text) > LONGEST for text in found.values()):
        raise BAD_TEXT()
    if line and not 0 < len(found[line]) <= LONGEST_LINE:
        raise BAD_TEXT()
    return found


def seal(key: SubjectKey, texts: Texts, row: OfCustomer) -> bytes:
    """The texts for their row's column."""
    return key.seal_padded(orjson.dumps(texts).decode(), table=row._meta.db_table, column="body", row_id=row.id)


def seal_former(key: SubjectKey, texts: Texts, row: OfCustomer) -> bytes:
    """The texts as they were, for the event that changes them. What came with somebody who was merged into the customer is
    theirs, too."""
    place: dict[str, Any] = {"table": "event", "column": row._meta.db_table, "row_id": row.id}
    others = held_keys([row.customer_id]).get(row.customer_id, ())
    return joint.wrap(key.seal_padded(orjson.dumps(texts).decode(), **place), others, **place)


def opened(key: SubjectKey, row: OfCustomer) -> Texts:
    """The texts of a row."""
    raw = key.open_padded(row.body_enc, table=row._meta.db_table, column="body", row_id=row.id)
    texts: Texts = orjson.loads(raw)
    return texts
