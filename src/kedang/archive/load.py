"""Reading the content of customers in clear, many at a time.

Authorisation is the caller's: the ids must come from a queryset that started at `visible_to`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, NameItem, PointItem
from kedang.archive.models import KIND_NAMES
from kedang.archive.rows import CLEAR_COLUMNS
from kedang.kit.glance import once
from kedang.vault.keys import KeyMissing, SubjectKey, keys_for

_CHUNK = 500
Select = Callable[..., Iterator[tuple[Any, ...]]]


def number_text(value: float | Decimal | str) -> str:
    """A number as canonical text: no exponent, no trailing zeros."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = format(exact.normalize(), "f")
    return "0" if text in {"-0", "0"} else text


def load_contents(customer_ids: Sequence[int]) -> dict[int, Content]:
    """The content of these customers; absent ids are absent from the answer."""
    if len(customer_ids) == 1:
        return dict(once(("content", customer_ids[0]), lambda: _load_batch(list(customer_ids))))
    found: dict[int, Content] = {}
    for start in range(0, len(customer_ids), _CHUNK):
        batch = list(customer_ids[start : start + _CHUNK])
        found.update(_load_batch(batch))
    return found


def load_content(customer_id: int) -> Content:
    """One customer's content; KeyError when there is no such customer."""
    return load_contents([customer_id])[customer_id]


def load_apart(customer_id: int, select: Select) -> Content | None:
    """One customer's content out of tables that stand apart from ours: `select` reads them as `_select` reads ours."""
    return _load_batch([customer_id], select).get(customer_id)


def _select(table: str, columns: str, ids: Sequence[int], *, column: str = "customer_id") -> Iterator[tuple[Any, ...]]:
    marks = ",".join(["%s"] * len(ids))
    order = "" if table == "archive_customer" else " ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {column} IN ({marks}){order}", list(ids))  # noqa: S608
        yield from cursor.fetchall()


def _load_batch(ids: list[int], select: Select = _select) -> dict[int, Content]:
    keys = keys_for(ids)
    contents = dict(_customers(ids, keys, select))
    present = [i for i in ids if i in contents]
    if not present:
        return {}
    contacts = _contacts(present, keys, select)
    _names_and_numbers(present, keys, contents, select)
    _points(present, keys, contents, contacts, select)
    _addresses(present, keys, contents, select)
    _customs(present, keys, contents, contacts, select)
    for contact_id, (customer_id, contact) in contacts.items():
        assert contact.id == contact_id
        contents[customer_id].contacts.append(contact)
    return contents


def _key(keys: Mapping[int, SubjectKey], customer_id: int) -> SubjectKey:
    key = keys.get(customer_id)
    if key is None:
        raise KeyMissing(str(customer_id))
    return key


def _customers(ids: list[int], keys: Mapping[int, SubjectKey], select: Select) -> Iterator[tuple[int, Content]]:
    columns = "id, kind, name_key, birth_date_enc, given_enc, extras_enc, " + ", ".join(CLEAR_COLUMNS)
    for row in select("archive_customer", columns, ids, column="id"):
        customer_id, kind, name_key, birth, given, extras = row[:6]
        key = _key(keys, customer_id)
        place: dict[str, Any] = {"table": "customer", "row_id": customer_id}
        values: dict[str, str] = {}
        for code, value in zip(CLEAR_COLUMNS, row[6:], strict=True):
            if value not in (None, ""):
                values[code] = value if isinstance(value, str) else number_text(value)
        if birth:
            values["birth_date"] = key.open(birth, column="birth_date", **place)
        yield (
            customer_id,
            Content(
                kind=KIND_NAMES[kind],  # type: ignore[arg-type]
                fields=values,
                given=orjson.loads(key.open_bytes(given, column="given", **place)) if given else {},
                extras=orjson.loads(key.open_bytes(extras, column="extras", **place)) if extras else {},
                name_key=name_key,
            ),
        )


def _given(key: SubjectKey, blob: bytes | None, table: str, row_id: int) -> str:
    return key.open(blob, table=table, column="given", row_id=row_id) if blob else ""


def _names_and_numbers(
    ids: list[int], keys: Mapping[int, SubjectKey], contents: Mapping[int, Content], select: Select
) -> None:
    for row_id, customer_id, kind, name, since, until in select(
        "archive_customer_name", "id, customer_id, kind, name, since, until", ids
    ):
        contents[customer_id].names.append(NameItem(row_id, kind, name, since, until))
    for row_id, customer_id, kind, value, sealed, given, reason in select(
        "archive_identifier", "id, customer_id, kind, value, value_enc, given_enc, reason", ids
    ):
        key = _key(keys, customer_id)
        clear = key.open(sealed, table="identifier", column="value", row_id=row_id) if sealed else value
        item = IdentifierItem(row_id, kind, clear, _given(key, given, "identifier", row_id), reason)
        contents[customer_id].identifiers.append(item)
    for customer_id, source, value in select("archive_external_id", "customer_id, source, value", ids):
        contents[customer_id].external_ids.append((source, value))
    for customer_id, tag_id in select("archive_customer_tag", "customer_id, tag_id", ids):
        contents[customer_id].tag_ids.append(tag_id)
    for customer_id, group_id in select("archive_group_member", "customer_id, group_id", ids):
        contents[customer_id].group_ids.append(group_id)


def _contacts(ids: list[int], keys: Mapping[int, SubjectKey], select: Select) -> dict[int, tuple[int, ContactItem]]:
    found: dict[int, tuple[int, ContactItem]] = {}
    columns = "id, customer_id, name, title, department, role, person_id, note_enc, preferred"
    for row in select("archive_contact", columns, ids):
        row_id, customer_id, name, title, department, role, person_id, note, preferred = row
        clear = _key(keys, customer_id).open_padded(note, table="contact", column="note", row_id=row_id) if note else ""
        item = ContactItem(row_id, name, title, department, role, person_id, clear, bool(preferred))
        found[row_id] = (customer_id, item)
    return found


def _points(
    ids: list[int],
    keys: Mapping[int, SubjectKey],
    contents: Mapping[int, Content],
    contacts: Mapping[int, tuple[int, ContactItem]],
    select: Select,
) -> None:
    columns = "id, customer_id, contact_id, kind, label, value_enc, given_enc, preferred, state, reason"
    for row in select("archive_contact_point", columns, ids):
        row_id, customer_id, contact_id, kind, label, sealed, given, preferred, state, reason = row
        key = _key(keys, customer_id)
        value = key.open(sealed, table="contact_point", column="value", row_id=row_id)
        clear_given = _given(key, given, "contact_point", row_id)
        point = PointItem(row_id, kind, value, clear_given, label, bool(preferred), state, reason)
        home = contacts[contact_id][1].points if contact_id in contacts else contents[customer_id].points
        home.append(point)


def _addresses(ids: list[int], keys: Mapping[int, SubjectKey], contents: Mapping[int, Content], select: Select) -> None:
    columns = "id, customer_id, label, region, value_enc, given_enc, postcode, preferred"
    for row_id, customer_id, label, region, sealed, given, postcode, preferred in select(
        "archive_address", columns, ids
    ):
        key = _key(keys, customer_id)
        value = key.open(sealed, table="address", column="value", row_id=row_id)
        clear_given = _given(key, given, "address", row_id)
        item = AddressItem(row_id, value, region, clear_given, label, postcode, bool(preferred))
        contents[customer_id].addresses.append(item)


def _customs(
    ids: list[int],
    keys: Mapping[int, SubjectKey],
    contents: Mapping[int, Content],
    contacts: Mapping[int, tuple[int, ContactItem]],
    select: Select,
) -> None:
    columns = "id, customer_id, contact_id, field_id, text, value_enc, given_enc, reason"
    for row_id, customer_id, contact_id, field_id, text, sealed, given, reason in select(
        "archive_custom_value", columns, ids
    ):
        key = _key(keys, customer_id)
        value = key.open(sealed, table="custom_value", column="value", row_id=row_id) if sealed else text
        item = CustomItem(row_id, field_id, value, _given(key, given, "custom_value", row_id), reason)
        home = contacts[contact_id][1].customs if contact_id in contacts else contents[customer_id].customs
        home.append(item)
