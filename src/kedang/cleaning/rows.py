"""The customers of a fix, as the reader may see them now."""

from collections.abc import Mapping, Sequence
from typing import cast

from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.cleaning import schemas
from kedang.cleaning.columns import Column, columns
from kedang.cleaning.fixing import load
from kedang.cleaning.items import reason_of
from kedang.cleaning.models import FixRow
from kedang.cleaning.reading import own_among
from kedang.cleaning.row_values import RowValues, keys_of, values_of
from kedang.cleaning.wording import marked_text, reason_text
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor


def page(
    actor: Actor, fix_id: int, *, fate: str | None = None, after: str | None = None, limit: int | None = None
) -> schemas.FixRowPage:
    """Some customers of a fix; the look at those who are seen is recorded."""
    fix, size = load(actor, fix_id), clamp_limit(limit)
    found = fix.rows.filter(id__gt=decode_numbers(after, length=1)[0] if after else 0).order_by("id")
    stored = list((found.filter(fate=fate) if fate else found)[: size + 1])
    reader = _Reader(actor, fix.field, stored[:size])
    record_read(actor, "cleaning.rows_listed", customer_ids=sorted(reader.seen), fields=[fix.field])
    following = encode_cursor((stored[size - 1].id,)) if len(stored) > size else None
    return schemas.FixRowPage(rows=[reader.out(row) for row in stored[:size]], next=following)


class _Reader:
    """Who of some customers is seen, and how."""

    def __init__(self, actor: Actor, code: str, rows: Sequence[FixRow]) -> None:
        self.actor = actor
        self.column: Column | None = next((c for c in columns(actor) if c.code == code), None)
        ids = [row.customer_id for row in rows if row.customer_id]
        visible = Customer.objects.visible_to(actor, trashed=None).filter(id__in=ids)
        self.seen: Mapping[int, Customer] = {customer.id: customer for customer in visible}
        self._own = own_among(actor, {i: c.owner_id for i, c in self.seen.items()})
        self._keys = keys_of(row for row in rows if row.customer_id in self.seen)
        self._names = policy_for(actor, own=False, place="list")

    def out(self, row: FixRow) -> schemas.FixRowOut:
        """One row. Who is not seen is nobody, and says nothing."""
        customer = self.seen.get(row.customer_id or 0)
        if customer is None:
            text = reason_text(NOT_FOUND.code, self.actor.language)
            return self._bare(row, None, text=text)
        values = values_of(row, self.column, self._keys) if self.column else None
        text = reason_text(row.reason, self.actor.language)
        if values is None:
            return self._bare(row, customer, text=text)
        said = values.why[0 if self.actor.language.startswith("zh") else 1]
        before, after = self._shown(customer, values)
        clear = self.column is not None and self.column.clear(own=customer.id in self._own)
        marked = "" if row.reason or not clear else self._marked(values)
        return self._bare(row, customer, text=(said if clear else "") or text or marked, before=before, after=after)

    def _marked(self, values: RowValues) -> str:
        """Says so when what comes is not valid: it would be kept, and marked."""
        reason = next((why for item in values.mended.added if (why := reason_of(item))), "")
        return marked_text(reason, self.actor.language) if reason else ""

    def _bare(
        self, row: FixRow, customer: Customer | None, *, text: str, before: str | None = None, after: str | None = None
    ) -> schemas.FixRowOut:
        name = self._names.show("name", customer.name) if customer else None
        return schemas.FixRowOut(
            customer_id=str(customer.id) if customer else None,
            number=customer.number if customer else None,
            name=name.value if name else None,
            before=before,
            after=after,
            fate=cast(schemas.Fate, row.fate),
            reason=row.reason,
            text=text,
        )

    def _shown(self, customer: Customer, values: RowValues) -> tuple[str | None, str | None]:
        column, own = self.column, customer.id in self._own
        assert column is not None
        if column.hidden(own=own):
            return None, None
        return self._words(column, values.before, own=own), self._words(column, values.after, own=own)

    def _words(self, column: Column, text: str, *, own: bool) -> str | None:
        """The value in words, or with its mask on."""
        if not text:
            return None
        if not column.clear(own=own):
            return "\n".join(column.policy(own=own).masked(column.code, line) for line in text.split("\n"))
        return column.shown(text) if column.type == "longtext" else "\n".join(map(column.shown, text.split("\n")))
