"""What stood with one customer before and after, and why not: sealed under the customer's own key, bound to the fix's row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from kedang.cleaning.columns import Column
from kedang.cleaning.items import from_plain, plain, text_of
from kedang.cleaning.mending import Mended
from kedang.cleaning.models import FixRow
from kedang.kit.crypto import Tampered
from kedang.kit.errors import DomainError
from kedang.vault.keys import SubjectKey

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


def seal_values(key: SubjectKey, row: FixRow, values: RowValues) -> None:
    """Into the row."""
    raw = {"was": plain(values.mended.was), "now": plain(values.mended.now), "why": values.why}
    row.values_enc = key.seal(orjson.dumps(raw), row_id=row.id, **_PLACE)


def values_of(row: FixRow, column: Column, keys: Mapping[int, SubjectKey]) -> RowValues | None:
    """Out of the row; None when its customer was erased, or there is nothing."""
    key = keys.get(row.customer_id or 0)
    if key is None or not row.values_enc:
        return None
    try:
        raw = orjson.loads(key.open_bytes(row.values_enc, row_id=row.id, **_PLACE))
    except Tampered:
        return None
    mended = Mended(from_plain(column, raw["was"]), from_plain(column, raw["now"]))
    return RowValues(mended, (raw["why"][0], raw["why"][1]))
