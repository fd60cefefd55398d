"""Changing the values of one customer: standardised as an import standardises them, kept and marked when they do not fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError

from kedang.archive import customers
from kedang.archive.content import AddressItem, Content, IdentifierItem, NameItem, PointItem
from kedang.archive.custom_values import custom_items
from kedang.archive.filing import content_of
from kedang.archive.holders import holder_of, require_patience
from kedang.archive.models import Customer, ExternalId
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS, FieldSpec
from kedang.engine.standardise.addresses import standardise_address
from kedang.engine.standardise.record import Record, Value, standardise_record
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.text import storable

Given = str | Sequence[str] | None
Item = TypeVar("Item", NameItem, IdentifierItem, PointItem, AddressItem)

NAME_REQUIRED = Refusal("customer.name_required", 422, "名称不能为空。", "The name may not be empty.")
UNKNOWN_FIELD = Refusal("field.unknown", 422, "没有“{code}”这个字段。", "There is no field “{code}” here.")
ELSEWHERE = Refusal(
    "field.elsewhere",
    422,
    "“{label}”不能在这里修改，请用它自己的编辑入口。",
    "“{label}” is not changed here but in its own place.",
)
MASKED_TEXT = Refusal(
    "field.masked_text",
    422,
    "“{label}”是遮盖后的内容，不能当作新值保存。",
    "What was sent for “{label}” is the masked text; it cannot be saved as a value.",
)
EXTERNAL_ID_TAKEN = Refusal(
    "external_id.taken",
    409,
    "外部编号“{value}”已属于另一位客户。",
    "The external id “{value}” already belongs to another customer.",
)
TOO_LONG = Refusal("value.too_long", 422, "“{label}”的内容过长。", "The text for “{label}” is too long.")
LONGEST_VALUE = 200_000
LONGEST_EXTERNAL_ID = 200
_ELSEWHERE = frozenset(("tags", "groups", "owner"))


@dataclass(frozen=True, slots=True)
class _Edit:
    """One change of values, with everything its steps need."""

    actor: Actor
    customer: Customer
    content: Content
    policy: FieldPolicy


def change_values(
    actor: Actor, customer_id: int, values: Mapping[str, Given], *, version: int | None = None
) -> Customer:
    """Set fields to new values; None or blank clears. Refuses fields the actor may not overwrite, all or nothing."""

    def edit(customer: Customer, content: Content) -> Content:
        policy = policy_for(actor, own=customers.is_own(actor, customer))
        _apply(_Edit(actor, customer, content, policy), values)
        return content

    try:
        return customers.update(actor, customer_id, edit, version=version)
    except IntegrityError as failure:
        if "external_id" not in str(failure):
            raise
        raise EXTERNAL_ID_TAKEN(value="", hits=[]) from failure


def _apply(edit: _Edit, values: Mapping[str, Given]) -> None:
    wanted = {code: _texts(edit.policy, code, given) for code, given in values.items()}
    for code in wanted:
        _require_place(edit, code)
    for code in wanted:
        edit.policy.require_editable(code)
    for code, texts in wanted.items():
        _refuse_masked(edit, code, texts)
    built_in = {code: texts for code, texts in wanted.items() if code in FIELDS}
    _set_built_in(edit, built_in)
    for code, texts in wanted.items():
        if code.startswith(CUSTOM_PREFIX):
            _set_custom(edit, code.removeprefix(CUSTOM_PREFIX), texts)
        elif code.startswith(EXTRA_PREFIX):
            _set_extra(edit.content, code.removeprefix(EXTRA_PREFIX), texts)


def _texts(policy: FieldPolicy, code: str, given: Given) -> list[str]:
    """What was given as a list of texts; empty when it clears the field."""
    found = [given] if isinstance(given, str) else list(given or ())
    if any(len(text) > LONGEST_VALUE for text in found) or len(found) > 200:
        raise TOO_LONG(label=policy.label(code))
    return [storable(text) for text in found if text.strip()]


def _require_place(edit: _Edit, code: str) -> None:
    """Refuse codes that do not exist for this kind of customer, and those that have their own calls."""
    if code.startswith(CUSTOM_PREFIX):
        definition = edit.policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
        if definition is None or not definition.active or edit.content.kind not in definition.kinds:
            raise UNKNOWN_FIELD(code=code)
    elif code.startswith(EXTRA_PREFIX):
        if code.removeprefix(EXTRA_PREFIX) not in edit.content.extras:
            raise UNKNOWN_FIELD(code=code)
    elif code not in FIELDS or edit.content.kind not in FIELDS[code].kinds:
        raise UNKNOWN_FIELD(code=code)
    elif code in _ELSEWHERE or FIELDS[code].storage == "contact":
        raise ELSEWHERE(label=edit.policy.label(code))


def _refuse_masked(edit: _Edit, code: str, texts: Sequence[str]) -> None:
    """A form that was filled with masked text must not overwrite the value behind it."""
    if edit.policy.clear(code) or not any("*" in text for text in texts):
        return
    stored = {edit.policy.masked(code, value) for value in stored_values(edit.content, code, edit.policy)}
    if stored & {text.strip() for text in texts}:
        raise MASKED_TEXT(label=edit.policy.label(code))


def stored_values(content: Content, code: str, policy: FieldPolicy) -> list[str]:
    """Every stored value of a field of the customer itself, in clear."""
    if code.startswith(CUSTOM_PREFIX):
        definition = policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return [item.value for item in content.customs if definition and item.field_id == definition.id]
    if code.startswith(EXTRA_PREFIX):
        return [content.extras[header] for header in (code.removeprefix(EXTRA_PREFIX),) if header in content.extras]
    storage = FIELDS[code].storage if code in FIELDS else ""
    if storage == "point":
        return [point.value for point in content.points if point.kind == code]
    if storage == "identifier":
        return [item.value for item in content.identifiers if item.kind == code]
    if storage == "address":
        return [address.value for address in content.addresses]
    if storage == "name":
        return [name.value for name in content.names if name.kind == code]
    if code == "external_id":
        return [value for _, value in content.external_ids]
    return [content.fields[code]] if code in content.fields else []


def _set_built_in(edit: _Edit, wanted: Mapping[str, list[str]]) -> None:
    content = edit.content
    if "name" in wanted and not wanted["name"]:
        raise NAME_REQUIRED()
    fresh = _standardised(content, wanted)
    if "name" in wanted:
        if not fresh.fields.get("name"):
            raise NAME_REQUIRED()
        content.name_key = fresh.name_key
    for code, texts in wanted.items():
        _SETTERS[FIELDS[code].storage](edit, FIELDS[code], fresh, texts)
    _derive(edit, wanted, fresh)


def _standardised(content: Content, wanted: Mapping[str, list[str]]) -> Content:
    """The wanted values in content form. The known region gives landlines their area code and addresses their place."""
    values = {code: texts for code, texts in wanted.items() if texts}
    context: dict[str, str | Sequence[str]] = {}
    if "region" not in wanted and "region" in content.fields:
        context["region"] = content.fields["region"]
    single = {code: texts if FIELDS[code].multi else texts[0] for code, texts in values.items()}
    record = standardise_record(content.kind, {**context, **single})
    kept = [value for value in record.values if value.field in wanted or _is_derived(value)]
    return content_of(Record(record.kind, tuple(kept), record.name_key)).content


def _is_derived(value: Value) -> bool:
    return not value.given and (value.reason or "").startswith("derived.")


def _derive(edit: _Edit, wanted: Mapping[str, list[str]], fresh: Content) -> None:
    """What follows from a new value (birth date from an ID number) fills a gap, never replaces what is there."""
    for code, value in fresh.fields.items():
        empty = code not in edit.content.fields and code not in edit.content.given
        if code not in wanted and empty and edit.policy.editable(code):
            edit.content.fields[code] = value


Setter = Callable[[_Edit, FieldSpec, Content, Sequence[str]], None]


def _set_single(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    content, code = edit.content, spec.code
    content.fields.pop(code, None)
    content.given.pop(code, None)
    if code in fresh.fields:
        content.fields[code] = fresh.fields[code]
    if code in fresh.given:
        content.given[code] = fresh.given[code]


def _set_names(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    edit.content.names = _replaced(edit.content.names, fresh.names, spec.code)


def _set_identifiers(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    edit.content.identifiers = _replaced(edit.content.identifiers, fresh.identifiers, spec.code)


def _set_points(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    edit.content.points = _replaced(edit.content.points, fresh.points, spec.code)
    settle_preferred([p for p in edit.content.points if p.kind == spec.code])


def _replaced(stored: list[Item], fresh: list[Item], kind: str) -> list[Item]:
    """The stored items with those of one kind exchanged; a value that stays keeps its row, label and state."""
    old = {item.value: item for item in stored if getattr(item, "kind", kind) == kind}
    new = [item for item in fresh if getattr(item, "kind", kind) == kind]
    others = [item for item in stored if getattr(item, "kind", kind) != kind]
    return others + [old.get(item.value, item) for item in {item.value: item for item in new}.values()]


def _set_addresses(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    for address in fresh.addresses:
        address.region = region_of_address(edit.content, address.value)
    edit.content.addresses = _replaced(edit.content.addresses, fresh.addresses, "address")
    settle_preferred(edit.content.addresses)


def region_of_address(content: Content, value: str) -> int | None:
    """Where an address lies; one without a province is read within the customer's own region."""
    known = content.fields.get("region")
    return standardise_address(value, within=int(known) if known else None).region


def settle_preferred(items: Sequence[PointItem] | Sequence[AddressItem]) -> None:
    """At most one of them is preferred: the first that was, else the first that is valid."""
    chosen = next((i for i in items if i.preferred), None)
    chosen = chosen or next((i for i in items if not getattr(i, "reason", "")), None)
    for item in items:
        item.preferred = item is chosen


def _set_link(edit: _Edit, spec: FieldSpec, fresh: Content, texts: Sequence[str]) -> None:
    """External ids: one that stays keeps its source, a new one has none."""
    wanted = dict.fromkeys(value for _, value in fresh.external_ids)
    for value in wanted:
        if len(value) > LONGEST_EXTERNAL_ID:
            raise TOO_LONG(label=edit.policy.label("external_id"))
    kept = [pair for pair in edit.content.external_ids if pair[1] in wanted]
    known = {value for _, value in kept}
    added = [("", value) for value in wanted if value not in known]
    if added:
        require_patience(edit.actor)
    for source, value in added:
        taken = ExternalId.objects.filter(source=source, value=value).exclude(customer_id=edit.customer.id)
        holder = taken.values_list("customer_id", flat=True).first()
        if holder is not None:
            raise EXTERNAL_ID_TAKEN(value=value, hits=[holder_of(edit.actor, holder, field="external_id")])
    edit.content.external_ids = kept + added


_SETTERS: dict[str, Setter] = {
    "column": _set_single,
    "sealed": _set_single,
    "name": _set_names,
    "identifier": _set_identifiers,
    "point": _set_points,
    "address": _set_addresses,
    "link": _set_link,
}


def _set_custom(edit: _Edit, code: str, texts: Sequence[str]) -> None:
    definition = edit.policy.definitions[code]
    old = {i.value: i for i in edit.content.customs if i.field_id == definition.id}
    others = [i for i in edit.content.customs if i.field_id != definition.id]
    fresh = custom_items(edit.actor, definition, texts)
    edit.content.customs = others + [old.get(i.value, i) for i in fresh]


def _set_extra(content: Content, header: str, texts: Sequence[str]) -> None:
    del content.extras[header]
    if texts:
        content.extras[header] = texts[0].strip()
