"""One field of one customer's content as a list of items, taken out, made from text, and put back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from kedang.archive.content import AddressItem, Content, CustomItem, IdentifierItem, Kind, NameItem, PointItem
from kedang.archive.custom_values import custom_items
from kedang.archive.edit import region_of_address, settle_preferred
from kedang.archive.parts import checked_text, standardised
from kedang.cleaning.columns import Column
from kedang.kit.errors import DomainError


@dataclass(slots=True)
class Single:
    """The value of a field that a customer has once; `given` is None where nothing besides the value is kept."""

    value: str
    given: str | None = None
    reason: str = ""
    name_key: str = ""


Item = Single | NameItem | IdentifierItem | PointItem | AddressItem | CustomItem
_LISTS: dict[str, tuple[str, type[Any]]] = {
    "name": ("names", NameItem),
    "identifier": ("identifiers", IdentifierItem),
    "point": ("points", PointItem),
    "address": ("addresses", AddressItem),
    "custom": ("customs", CustomItem),
}


def text_of(item: Item) -> str:
    """What stands there: the standard value, or as given when there is none."""
    return item.value or getattr(item, "given", "") or ""


def reason_of(item: Item) -> str:
    """Why it is not valid, or nothing."""
    return getattr(item, "reason", "")


def key_of(item: Item) -> tuple[str, str, str]:
    """What makes two items the same value, whatever is preferred or verified."""
    return item.value, getattr(item, "given", "") or "", reason_of(item)


def take(content: Content, column: Column) -> list[Item]:
    """The items of the field."""
    if column.single:
        value, pair = content.fields.get(column.code, ""), content.given.get(column.code)
        if not value and pair is None:
            return []
        name_key = content.name_key if column.code == "name" else ""
        return [Single(value, pair[0], pair[1], name_key) if pair else Single(value, name_key=name_key)]
    return [item for item in getattr(content, _LISTS[column.storage][0]) if _belongs(item, column)]


def _belongs(item: Item, column: Column) -> bool:
    if isinstance(item, CustomItem):
        return column.definition is not None and item.field_id == column.definition.id
    return isinstance(item, AddressItem) or getattr(item, "kind", "") == column.code


def put(content: Content, column: Column, items: Sequence[Item]) -> None:
    """Let the field hold these items."""
    if column.single:
        _put_single(content, column.code, items)
        return
    part = _LISTS[column.storage][0]
    others = [item for item in getattr(content, part) if not _belongs(item, column)]
    setattr(content, part, others + list(items))


def _put_single(content: Content, code: str, items: Sequence[Item]) -> None:
    content.fields.pop(code, None)
    content.given.pop(code, None)
    for item in items:
        assert isinstance(item, Single)
        if item.value:
            content.fields[code] = item.value
        if item.given is not None:
            content.given[code] = [item.given, item.reason]
        content.name_key = item.name_key or content.name_key


def fresh(content: Content, column: Column, text: str) -> list[Item]:
    """A text as the field would hold it: standardised, and marked when it does not fit."""
    if column.definition is not None:
        return list(custom_items(column.own.actor, column.definition, text))
    made = take(standardised(content, column.code, checked_text(column.own, column.code, text)), column)
    for item in made:
        if isinstance(item, AddressItem):
            item.region = region_of_address(content, item.value)
    return made


def unfit(column: Column, kind: str, text: str) -> str:
    """Why a text would be kept as invalid by this field, or nothing; one that is refused altogether is not kept at all."""
    try:
        made = fresh(Content(kind=cast(Kind, kind)), column, text)
    except DomainError:
        return ""
    return next((reason_of(item) for item in made if reason_of(item)), "")


def settle(items: Sequence[Item]) -> None:
    """One of several is the preferred one."""
    settle_preferred([item for item in items if isinstance(item, PointItem)])
    settle_preferred([item for item in items if isinstance(item, AddressItem)])


def plain(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Items in the form that is sealed."""
    return [asdict(item) for item in items]


def from_plain(column: Column, raw: Sequence[dict[str, Any]]) -> list[Item]:
    """Items from the form that was sealed."""
    made = Single if column.single else _LISTS[column.storage][1]
    return [made(**each) for each in raw]
