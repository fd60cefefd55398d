"""The sealed part of an interaction or a follow-up: what was said or is to be done, and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from kedang.activity.models import FollowUp, Interaction, OfCustomer
from kedang.archive.snapshot import held_keys
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.vault import joint
from kedang.vault.keys import SubjectKey

LONGEST, MOST_PEOPLE, LONGEST_NAME = 20_000, 30, 120
BAD_TEXT = Refusal(
    "activity.text",
    422,
    "内容不超过 2 万字，参与人不超过 30 位、每位不超过 120 字。没有保存任何改动。",
    "A text has up to 20,000 characters; there are up to 30 people with names of up to 120. Nothing was saved.",
)


@dataclass(frozen=True, slots=True)
class Body:
    """What was said or is to be done; `people` are the customer's, by name."""

    text: str = ""
    people: tuple[str, ...] = ()


def checked(text: str, people: Sequence[str] = ()) -> Body:
    """A body that may be stored."""
    text = storable(text).strip()
    names = tuple(dict.fromkeys(name for name in (storable(each).strip() for each in people) if name))
    if len(text) > LONGEST or len(names) > MOST_PEOPLE or any(len(name) > LONGEST_NAME for name in names):
        raise BAD_TEXT()
    return Body(text, names)


def seal(key: SubjectKey, body: Body, row: OfCustomer) -> bytes:
    """The body for its row's column."""
    return key.seal_padded(_text(body), table=_table(row), column="body", row_id=row.id)


def seal_former(key: SubjectKey, body: Body, row: OfCustomer) -> bytes:
    """The body as it was, for the event that changes it. What came with somebody who was merged into the customer is theirs, too."""
    place: dict[str, Any] = {"table": "event", "column": _table(row), "row_id": row.id}
    others = held_keys([row.customer_id]).get(row.customer_id, ())
    return joint.wrap(key.seal_padded(_text(body), **place), others, **place)


def opened(key: SubjectKey, row: OfCustomer) -> Body:
    """The body of a row."""
    raw = orjson.loads(key.open_padded(row.body_enc, table=_table(row), column="body", row_id=row.id))
    return Body(raw["text"], tuple(raw["people"]))


def _text(body: Body) -> str:
    return orjson.dumps({"text": body.text, "people": body.people}).decode()


def _table(row: OfCustomer) -> str:
    assert isinstance(row, Interaction | FollowUp)
    return row._meta.db_table
