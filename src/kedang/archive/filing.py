"""From a standardised record to content: each value to the place its field is stored in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, NameItem, PointItem
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.engine.standardise.record import Record, Value
from kedang.kit.ids import new_id
from kedang.kit.text import storable

_SINGLE = frozenset({"column", "sealed"})
_INTEGERS = frozenset({"employees", "region"})
_BIGGEST = 2**63
# What the column holds; the whole stays in what was given.
_LONGEST_LABEL = 64


@dataclass(slots=True)
class Filed:
    """A record ready to be stored: its content, and the names that still have to be looked up."""

    content: Content
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    owner: str = ""


def content_of(record: Record, *, source: str = "", custom_ids: Mapping[str, int] | None = None) -> Filed:
    """Sort a record's values into content. `custom_ids` maps custom field codes to their definitions."""
    filed = Filed(Content(kind=record.kind, name_key=storable(record.name_key)))  # type: ignore[arg-type]
    contact = ContactItem(id=0, name="")
    for value in record.values:
        _place(filed, contact, value, source, custom_ids or {})
    if contact.name or contact.points or contact.title:
        contact.id = new_id()
        contact.preferred = True
        filed.content.contacts.append(contact)
    _prefer_first(filed.content.points)
    region = filed.content.fields.get("region")
    if filed.content.addresses and region:
        filed.content.addresses[0].region = int(region)
        filed.content.addresses[0].preferred = True
    return filed


def _prefer_first(points: Iterable[PointItem]) -> None:
    seen: set[str] = set()
    for point in points:
        if point.kind not in seen and not point.reason:
            point.preferred = True
            seen.add(point.kind)


def _place(filed: Filed, contact: ContactItem, value: Value, source: str, custom_ids: Mapping[str, int]) -> None:
    content = filed.content
    code = value.field
    standard, given = storable(value.standard), storable(value.given)
    spec = FIELDS.get(code)
    if spec is None:
        _place_unknown(content, value, given, custom_ids)
        return
    reason = (value.reason or "invalid") if value.state == "invalid" else ""
    if spec.storage in _SINGLE:
        _place_single(content, code, standard, given, reason)
        return
    kept = standard or given
    differs = given if given.strip() != kept else ""
    label = value.label[:_LONGEST_LABEL]
    if spec.storage == "name":
        content.names.append(NameItem(new_id(), code, kept))
    elif spec.storage == "identifier":
        content.identifiers.append(IdentifierItem(new_id(), code, kept, differs, reason))
    elif spec.storage == "point":
        # a Chinese number without its country code is not worth a second sealed copy
        differs = "" if standard == f"+86{given}" else differs
        content.points.append(PointItem(new_id(), code, kept, differs, label, reason=reason))
    elif spec.storage == "address":
        content.addresses.append(AddressItem(new_id(), kept, given=differs, label=label))
    elif spec.storage == "contact":
        _place_contact(contact, code, kept, differs, reason)
        if value.label and code == "contact_name" and not kept.endswith(value.label):
            # 张三先生 is filed as 张三, and a contact has no other place for what was given
            contact.note = f"{contact.note}\n{given.strip()}".strip()
    elif code == "external_id":
        content.external_ids.append((source, kept))
    elif code == "owner":
        filed.owner = kept
    else:
        (filed.tags if code == "tags" else filed.groups).append(kept)


def _place_unknown(content: Content, value: Value, given: str, custom_ids: Mapping[str, int]) -> None:
    if value.field.startswith(CUSTOM_PREFIX):
        _place_custom(content, value, custom_ids)
    else:
        content.extras[storable(value.field.removeprefix(EXTRA_PREFIX))] = given


def _place_single(content: Content, code: str, standard: str, given: str, reason: str) -> None:
    if code in _INTEGERS and standard and not -_BIGGEST <= int(standard) < _BIGGEST:
        standard, reason = "", "number.too_large"
    if standard:
        content.fields[code] = standard
    if reason or given.strip() not in {standard, ""}:
        content.given[code] = [given, reason]


def _place_contact(contact: ContactItem, code: str, kept: str, differs: str, reason: str) -> None:
    if code == "contact_name":
        contact.name = f"{contact.name} / {kept}" if contact.name else kept
    elif code == "contact_title":
        contact.title = kept
    else:
        kind = code.removeprefix("contact_")
        contact.points.append(PointItem(new_id(), kind, kept, differs, reason=reason))


def _place_custom(content: Content, value: Value, custom_ids: Mapping[str, int]) -> None:
    code = value.field.removeprefix(CUSTOM_PREFIX)
    field_id = custom_ids.get(code)
    if field_id is None:
        content.extras[code] = storable(value.given)
        return
    kept = storable(value.standard or value.given)
    given = storable(value.given)
    reason = (value.reason or "invalid") if value.state == "invalid" else ""
    content.customs.append(CustomItem(new_id(), field_id, kept, given if given.strip() != kept else "", reason))
