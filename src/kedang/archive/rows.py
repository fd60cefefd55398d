"""From content to the tuples that are written: sealing, blind indexes, search tokens.

Pure apart from the vault's open keys, so that a second process can prepare a batch while the first one writes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, PointItem
from kedang.archive.models import KIND_CODES
from kedang.archive.tokens import content_tokens, number_tokens, token_string
from kedang.engine.catalogue import COLUMN_FIELDS, FIELDS
from kedang.history.record import stamp
from kedang.kit.ids import new_id
from kedang.vault.blind import blind
from kedang.vault.keys import SubjectKey

Row = tuple[Any, ...]

_NUMBERS = frozenset({"region", "employees", "registered_capital", "annual_revenue"})
_INTEGERS = frozenset({"region", "employees"})
CLEAR_COLUMNS: tuple[str, ...] = COLUMN_FIELDS
_PLACE_OF = {code: place for place, code in enumerate(CLEAR_COLUMNS)}
_NO_COLUMNS: list[Any] = [None if code in _NUMBERS else "" for code in CLEAR_COLUMNS]
SEALED_IDENTIFIERS = frozenset(c for c, s in FIELDS.items() if s.storage == "identifier" and s.sensitivity != "clear")

CUSTOMER_COLUMNS: tuple[str, ...] = (
    "id",
    "kind",
    "number",
    "owner_id",
    "department_id",
    "trashed_at",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "version",
    "run_id",
    "template",
    "provenance",
    "rule_marks",
    "name_key",
    "birth_date_enc",
    "birth_date_blind",
    "given_enc",
    "extras_enc",
    *CLEAR_COLUMNS,
)
NUMBER_AT = CUSTOMER_COLUMNS.index("number")
MARKS_AT = CUSTOMER_COLUMNS.index("rule_marks")

COLUMNS: dict[str, tuple[str, ...]] = {
    "archive_customer": CUSTOMER_COLUMNS,
    "archive_customer_name": ("id", "customer_id", "kind", "name", "name_key", "since", "until"),
    "archive_identifier": ("id", "customer_id", "kind", "value", "value_enc", "given_enc", "blind", "reason"),
    "archive_contact_point": (
        "id",
        "customer_id",
        "contact_id",
        "kind",
        "label",
        "value_enc",
        "given_enc",
        "blind",
        "preferred",
        "state",
        "reason",
    ),
    "archive_address": (
        "id",
        "customer_id",
        "label",
        "region",
        "value_enc",
        "given_enc",
        "postcode",
        "preferred",
    ),
    "archive_contact": (
        "id",
        "customer_id",
        "name",
        "name_key",
        "title",
        "department",
        "role",
        "person_id",
        "note_enc",
        "preferred",
    ),
    "archive_custom_value": (
        "id",
        "customer_id",
        "contact_id",
        "field_id",
        "text",
        "number",
        "value_enc",
        "blind",
        "given_enc",
        "reason",
    ),
    "archive_external_id": ("id", "customer_id", "source", "value"),
    "archive_customer_tag": ("id", "customer_id", "tag_id"),
    "archive_group_member": ("id", "customer_id", "group_id"),
    "archive_search_entry": ("customer_id", "tokens"),
}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What the rows of one batch share: who files them, when, for whom."""

    actor_id: int
    at: datetime
    run_id: int | None = None
    owner_id: int | None = None
    department_id: int | None = None
    scope: tuple[str, ...] = ()
    template: str = ""
    custom_types: dict[int, tuple[str, bool]] = field(default_factory=dict)

    @cached_property
    def stamp(self) -> str:
        """The time as both databases take it from a raw tuple."""
        return stamp(self.at)

    @cached_property
    def provenance(self) -> str:
        """One entry that speaks for every field of the row."""
        return orjson.dumps({"*": [str(self.run_id or 0), str(self.actor_id), int(self.at.timestamp())]}).decode()


@dataclass(slots=True)
class Bundle:
    """Tuples ready to be written, by table, in the order of `COLUMNS`."""

    archive_customer: list[Row] = field(default_factory=list)
    archive_customer_name: list[Row] = field(default_factory=list)
    archive_identifier: list[Row] = field(default_factory=list)
    archive_contact_point: list[Row] = field(default_factory=list)
    archive_address: list[Row] = field(default_factory=list)
    archive_contact: list[Row] = field(default_factory=list)
    archive_custom_value: list[Row] = field(default_factory=list)
    archive_external_id: list[Row] = field(default_factory=list)
    archive_customer_tag: list[Row] = field(default_factory=list)
    archive_group_member: list[Row] = field(default_factory=list)
    archive_search_entry: list[Row] = field(default_factory=list)

    def extend(self, that: "Bundle") -> None:
        """Add another bundle's rows."""
        for spec in fields(that):
            getattr(self, spec.name).extend(getattr(that, spec.name))


def customer_row(
    customer_id: int, key: SubjectKey, content: Content, number: str, filing: Filing, marks: str | None = None
) -> Row:
    """The customer's own row."""
    sealed = sealed_columns(customer_id, key, content)
    return (
        customer_id,
        KIND_CODES[content.kind],
        number,
        filing.owner_id,
        filing.department_id,
        None,
        filing.stamp,
        filing.actor_id,
        filing.stamp,
        filing.actor_id,
        1,
        filing.run_id,
        filing.template,
        filing.provenance,
        marks,
        content.name_key,
        *sealed,
        *clear_columns(content),
    )


def clear_columns(content: Content) -> list[Any]:
    """The catalogue's clear columns in order; numbers typed, texts never null."""
    values = _NO_COLUMNS.copy()
    for code, text in content.fields.items():
        place = _PLACE_OF.get(code)
        if place is not None:
            values[place] = _typed(code, text) if code in _NUMBERS else text
    return values


def _typed(code: str, text: str | None) -> int | str | None:
    if not text:
        return None
    return int(text) if code in _INTEGERS else text


def sealed_columns(customer_id: int, key: SubjectKey, content: Content) -> Row:
    """birth_date_enc, birth_date_blind, given_enc, extras_enc."""
    birth = content.fields.get("birth_date")
    place = {"table": "customer", "row_id": customer_id}
    return (
        key.seal(birth, column="birth_date", **place) if birth else None,  # type: ignore[arg-type]
        blind("birth_date", birth) if birth else None,
        key.seal(orjson.dumps(content.given), column="given", **place) if content.given else None,  # type: ignore[arg-type]
        key.seal(orjson.dumps(content.extras), column="extras", **place) if content.extras else None,  # type: ignore[arg-type]
    )


def _sealed_given(key: SubjectKey, given: str, table: str, row_id: int) -> bytes | None:
    return key.seal(given, table=table, column="given", row_id=row_id) if given else None


def point_row(customer_id: int, key: SubjectKey, point: PointItem, contact_id: int | None = None) -> Row:
    """One contact point."""
    return (
        point.id,
        customer_id,
        contact_id,
        point.kind,
        point.label,
        key.seal(point.value, table="contact_point", column="value", row_id=point.id),
        _sealed_given(key, point.given, "contact_point", point.id),
        None if point.reason else blind("point", point.value.lower()),
        point.preferred,
        point.state,
        point.reason,
    )


def identifier_row(customer_id: int, key: SubjectKey, item: IdentifierItem) -> Row:
    """One identifier; personal ones are sealed, registrations of organisations are clear."""
    sealed = item.kind in SEALED_IDENTIFIERS
    return (
        item.id,
        customer_id,
        item.kind,
        "" if sealed else item.value,
        key.seal(item.value, table="identifier", column="value", row_id=item.id) if sealed else None,
        _sealed_given(key, item.given, "identifier", item.id),
        None if item.reason else blind(item.kind, item.value),
        item.reason,
    )


def address_row(customer_id: int, key: SubjectKey, item: AddressItem) -> Row:
    """One address."""
    return (
        item.id,
        customer_id,
        item.label,
        item.region,
        key.seal(item.value, table="address", column="value", row_id=item.id),
        _sealed_given(key, item.given, "address", item.id),
        item.postcode,
        item.preferred,
    )


def contact_row(customer_id: int, key: SubjectKey, item: ContactItem) -> Row:
    """One person at an organisation."""
    note = key.seal_padded(item.note, table="contact", column="note", row_id=item.id) if item.note else None
    return (
        item.id,
        customer_id,
        item.name,
        "",
        item.title,
        item.department,
        item.role,
        item.person_id,
        note,
        item.preferred,
    )


def custom_row(
    customer_id: int,
    key: SubjectKey,
    item: CustomItem,
    filing_types: dict[int, tuple[str, bool]],
    contact_id: int | None,
) -> Row:
    """One custom value: (type, sensitive) decides between text, number and sealed."""
    kind, sensitive = filing_types.get(item.field_id, ("text", True))
    given = _sealed_given(key, item.given, "custom_value", item.id)
    if sensitive:
        sealed = key.seal(item.value, table="custom_value", column="value", row_id=item.id)
        mark = blind(f"custom-{item.field_id}", item.value)
        return (item.id, customer_id, contact_id, item.field_id, "", None, sealed, mark, given, item.reason)
    number = item.value if kind in {"number", "money", "integer"} and not item.reason else None
    return (item.id, customer_id, contact_id, item.field_id, item.value, number, None, None, given, item.reason)


def add_parts(
    bundle: Bundle, customer_id: int, key: SubjectKey, content: Content, types: dict[int, tuple[str, bool]]
) -> None:
    """The rows of everything that hangs on the customer, search tokens excepted."""
    for name in content.names:
        bundle.archive_customer_name.append(
            (name.id, customer_id, name.kind, name.value, name.value[:200].casefold(), name.since, name.until)
        )
    bundle.archive_identifier.extend([identifier_row(customer_id, key, i) for i in content.identifiers])
    bundle.archive_contact_point.extend([point_row(customer_id, key, p) for p in content.points])
    bundle.archive_address.extend([address_row(customer_id, key, a) for a in content.addresses])
    for contact in content.contacts:
        bundle.archive_contact.append(contact_row(customer_id, key, contact))
        bundle.archive_contact_point.extend([point_row(customer_id, key, p, contact.id) for p in contact.points])
        bundle.archive_custom_value.extend(
            [custom_row(customer_id, key, c, types, contact.id) for c in contact.customs]
        )
    bundle.archive_custom_value.extend([custom_row(customer_id, key, c, types, None) for c in content.customs])
    bundle.archive_external_id.extend([(new_id(), customer_id, s, v) for s, v in content.external_ids])
    bundle.archive_customer_tag.extend([(new_id(), customer_id, t) for t in content.tag_ids])
    bundle.archive_group_member.extend([(new_id(), customer_id, g) for g in content.group_ids])


def add_customer(
    bundle: Bundle,
    customer_id: int,
    key: SubjectKey,
    content: Content,
    number: str,
    filing: Filing,
    marks: str | None = None,
) -> None:
    """All rows of a new customer. With an empty number, `with_number` completes them when the number is known. `marks` are
    those of broken rules."""
    bundle.archive_customer.append(customer_row(customer_id, key, content, number, filing, marks))
    add_parts(bundle, customer_id, key, content, filing.custom_types)
    tokens = [*filing.scope, *content_tokens(content), *(number_tokens(number) if number else ())]
    bundle.archive_search_entry.append((customer_id, token_string(tokens)))


def with_number(row: Row, number: str) -> Row:
    """The customer row with its archive number put in."""
    return (*row[:NUMBER_AT], number, *row[NUMBER_AT + 1 :])


def entry_with(entry: Row, tokens: Iterable[str]) -> Row:
    """A search entry with further tokens."""
    return (entry[0], f"{entry[1]} {' '.join(tokens)}")


def table_rows(bundle: Bundle) -> Sequence[tuple[str, list[Row]]]:
    """The bundle's tables that have rows."""
    return [(spec.name, rows) for spec in fields(bundle) if (rows := getattr(bundle, spec.name))]
