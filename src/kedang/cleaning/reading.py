"""One field of many customers, a batch at a time; nothing else of them is opened."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import orjson

from kedang.archive import customers
from kedang.archive.load import number_text
from kedang.archive.models import (
    KIND_CODES,
    Address,
    ContactPoint,
    Customer,
    CustomerName,
    CustomerQuerySet,
    CustomValue,
    Identifier,
)
from kedang.cleaning.columns import Column
from kedang.kit.actor import Actor
from kedang.kit.crypto import Tampered
from kedang.vault.keys import SubjectKey, sound_keys_for

BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """One value as it is stored; `given` is what came, where the value is not valid."""

    text: str
    reason: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One customer with the values of the field. `own` as field modes mean it."""

    id: int
    kind: int
    own: bool
    stored: tuple[Stored, ...]


Values = dict[int, list[Stored]]
Keys = Mapping[int, SubjectKey]


def reach(actor: Actor, column: Column, kind: str) -> CustomerQuerySet:
    """The customers a look or a fix is about: visible, listed, and of a kind that has the field."""
    kinds = [KIND_CODES[each] for each in column.kinds if not kind or each == kind]
    return Customer.objects.visible_to(actor).filter(kind__in=kinds)


def walk(actor: Actor, column: Column, kind: str, *, after: int = 0) -> Iterator[list[Seen]]:
    """Everybody in reach in the order of their ids. Where the field is hidden, the customer is left out altogether, and so is
    a damaged record; `kedang doctor` tells of those."""
    while True:
        query = reach(actor, column, kind).filter(id__gt=after).order_by("id")
        page = list(query.values_list("id", "kind", "owner_id")[:BATCH])
        if not page:
            return
        own = own_among(actor, {row[0]: row[2] for row in page}) if column.relation_matters else set()
        wanted = [row for row in page if not column.hidden(own=row[0] in own)]
        values, damaged = stored_values(column, [row[0] for row in wanted])
        yield [Seen(i, k, i in own, tuple(values.get(i, ()))) for i, k, _ in wanted if i not in damaged]
        after = page[-1][0]


def own_among(actor: Actor, owners: Mapping[int, int | None]) -> set[int]:
    """Which customers are the actor's own, as owner or because they are shared, of customers and their owners."""
    granted = customers.running_grants(actor).filter(customer_id__in=list(owners))
    return {i for i, owner in owners.items() if owner == actor.id} | set(granted.values_list("customer_id", flat=True))


def stored_values(column: Column, ids: Sequence[int]) -> tuple[Values, set[int]]:
    """Customer → values of the field, and whose record does not open."""
    keys, damaged = sound_keys_for(ids)
    found: Values = defaultdict(list)
    lost = set(damaged) | (set(ids) - keys.keys())
    for customer_id, read in _READERS[column.storage](column, [i for i in ids if i not in lost], keys):
        with suppress(_Nothing):
            try:
                found[customer_id].append(read())
            except Tampered:
                lost.add(customer_id)
    return found, lost


class _Nothing(Exception):
    """There is a row, and nothing in it."""


Read = Callable[[], Stored]
Reads = Iterator[tuple[int, Read]]


def _columns(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    code = column.code
    stored = "birth_date_enc" if column.storage == "sealed" else code
    for customer_id, value, notes in Customer.objects.filter(id__in=ids).values_list("id", stored, "given_enc"):
        if value not in (None, "") or notes:
            yield customer_id, partial(_single, keys[customer_id], customer_id, code, value, notes)


def _single(key: SubjectKey, customer_id: int, code: str, value: Any, notes: bytes | None) -> Stored:
    place: dict[str, Any] = {"table": "customer", "row_id": customer_id}
    text = _text(key, code, value, place)
    noted = orjson.loads(key.open_bytes(notes, column="given", **place)).get(code) if notes else None
    given, reason = noted or ("", "")
    if not text and not reason:
        raise _Nothing
    return Stored(text or given, reason, given if reason else "")


def _text(key: SubjectKey, code: str, value: Any, place: Mapping[str, Any]) -> str:
    if isinstance(value, bytes | memoryview):
        return key.open(value, column=code, **place)
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    return value or ""


def _names(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    rows = CustomerName.objects.filter(customer_id__in=ids, kind=column.code).order_by("id")
    for customer_id, name in rows.values_list("customer_id", "name"):
        yield customer_id, partial(Stored, name)


def _identifiers(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    rows = Identifier.objects.filter(customer_id__in=ids, kind=column.code).order_by("id")
    yield from _sealed(
        rows.values_list("customer_id", "id", "value", "value_enc", "given_enc", "reason"), keys, "identifier"
    )


def _points(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    rows = ContactPoint.objects.filter(customer_id__in=ids, kind=column.code, contact_id__isnull=True).order_by("id")
    found = rows.values_list("customer_id", "id", "value_enc", "given_enc", "reason")
    yield from _sealed(
        ((c, i, "", sealed, given, reason) for c, i, sealed, given, reason in found), keys, "contact_point"
    )


def _addresses(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    rows = Address.objects.filter(customer_id__in=ids).order_by("id").values_list("customer_id", "id", "value_enc")
    yield from _sealed(((c, i, "", sealed, None, "") for c, i, sealed in rows), keys, "address")


def _customs(column: Column, ids: Sequence[int], keys: Keys) -> Reads:
    assert column.definition is not None
    rows = CustomValue.objects.filter(customer_id__in=ids, field_id=column.definition.id, contact_id__isnull=True)
    found = rows.order_by("id").values_list("customer_id", "id", "text", "value_enc", "given_enc", "reason")
    yield from _sealed(found, keys, "custom_value")


Row = tuple[int, int, str, bytes | None, bytes | None, str]


def _sealed(rows: Any, keys: Keys, table: str) -> Reads:
    for row in rows:
        yield row[0], partial(_opened, keys[row[0]], row, table)


def _opened(key: SubjectKey, row: Row, table: str) -> Stored:
    _, row_id, clear, sealed, given, reason = row
    text = key.open(sealed, table=table, column="value", row_id=row_id) if sealed else clear
    came = key.open(given, table=table, column="given", row_id=row_id) if given and reason else ""
    return Stored(text, reason, came or (text if reason else ""))


_READERS: dict[str, Callable[[Column, Sequence[int], Keys], Reads]] = {
    "column": _columns,
    "sealed": _columns,
    "name": _names,
    "identifier": _identifiers,
    "point": _points,
    "address": _addresses,
    "custom": _customs,
}
