"""What stood with one customer before and after, and why not: sealed under the customer's own key, bound to the fix's row.

Under the keys of those who were merged into the customer as well: once one of them is erased, the row says nothing any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from kedang.archive.forwarding import former_ids
from kedang.archive.snapshot import held_keys
from kedang.cleaning.columns import Column
from kedang.cleaning.items import from_plain, plain, text_of
from kedang.cleaning.mending import Mended
from kedang.cleaning.models import FixRow
from kedang.kit.crypto import Tampered
from kedang.kit.errors import DomainError
from kedang.vault import joint
from kedang.vault.keys import SubjectKey, keys_for

_PLACE: dict[str, Any] = {"table": "cleaning_fix_row", "column": "values"}


@dataclass(frozen=True, slots=True)
class RowValues:
    """The field's items before and after; the refusal in words, in both languages."""

    mended: Mended
    why: tuple[str, str] = ("", "")

    @property
    def before(self) -> str:
        """What goes, as stored; nothing when an empty field is filled."""
        return "\n".join(text_of(item) for item in self.mended.removed)

    @property
    def after(self) -> str:
        """What comes, as stored; nothing when it is cleared."""
        return "\n".join(text_of(item) for item in self.mended.added)


def reasons_of(refused: DomainError) -> tuple[str, str]:
    """A refusal in words."""
    return refused.text("zh-CN"), refused.text("en")


def keys_of(rows: Iterable[FixRow]) -> dict[int, SubjectKey]:
    """The keys of the customers of some rows, and of everybody else their values tell of."""
    named = ((row.customer_id, row.values_enc) for row in rows if row.customer_id)
    return keys_for({i for customer_id, sealed in named for i in (customer_id, *joint.others_in(sealed or b""))})


def seal_values(key: SubjectKey, row: FixRow, values: RowValues, others: Iterable[SubjectKey]) -> None:
    """Into the row. `others`: the keys of everybody the customer holds, once or several times."""
    raw = {"was": plain(values.mended.was), "now": plain(values.mended.now), "why": values.why}
    sealed = key.seal(orjson.dumps(raw), row_id=row.id, **_PLACE)
    once = {other.subject_id: other for other in others}
    row.values_enc = joint.wrap(sealed, once.values(), row_id=row.id, **_PLACE)


def seal_again(keys: Mapping[int, SubjectKey], row: FixRow, values: RowValues) -> None:
    """Into the row of a customer who may have been merged, or stand apart again, since it was written last."""
    assert row.customer_id is not None, "a row of nobody says nothing"
    before = [keys[i] for i in joint.others_in(row.values_enc or b"")]
    held = held_keys([row.customer_id]).get(row.customer_id, ())
    seal_values(keys[row.customer_id], row, values, (*before, *held))


def separated_since(row: FixRow) -> bool:
    """Whether somebody whom the customer held when the row was written stands alone again: the values may be theirs."""
    held = former_ids([row.customer_id] if row.customer_id else []).get(row.customer_id or 0, [])
    return not set(joint.others_in(row.values_enc or b"")) <= set(held)


def values_of(row: FixRow, column: Column, keys: Mapping[int, SubjectKey]) -> RowValues | None:
    """Out of the row; None when its customer, or somebody it held then, was erased, or there is nothing."""
    key = keys.get(row.customer_id or 0)
    if key is None or not row.values_enc:
        return None
    try:
        sealed = joint.unwrap(row.values_enc, keys, row_id=row.id, **_PLACE)
        raw = orjson.loads(key.open_bytes(sealed, row_id=row.id, **_PLACE))
    except Tampered:
        return None
    mended = Mended(from_plain(column, raw["was"]), from_plain(column, raw["now"]))
    return RowValues(mended, (raw["why"][0], raw["why"][1]))
