"""A customer's content as lists of clear texts by field, in words where a code is stored. Who may read them is the caller's."""

from collections.abc import Mapping
from dataclasses import dataclass

from kedang.accounts.queries import directory
from kedang.archive.content import Content, CustomItem
from kedang.archive.models import Customer
from kedang.archive.policy import contact_code, named
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX
from kedang.fields.queries import by_id
from kedang.kit.actor import Actor

_YES_NO = {"true": ("是", "Yes"), "false": ("否", "No")}


@dataclass(frozen=True, slots=True)
class Values:
    """What turns codes into words: the reader, and the names of tags and groups."""

    actor: Actor
    classes: Mapping[str, Mapping[int, str]]


def values_of(content: Content, words: Values) -> dict[str, list[str]]:
    """Everything the customer has, field by field."""
    found: dict[str, list[str]] = {}
    language = words.actor.language

    def add(code: str, value: str) -> None:
        if value and value not in found.setdefault(code, []):
            found[code].append(value)

    for code in dict.fromkeys((*content.fields, *content.given)):
        given, reason = content.given.get(code, ["", ""])
        add(code, named(code, content.fields.get(code) or (given if reason else ""), language))
    rows = [(i.kind, i.value) for i in content.names]
    rows += [(i.kind, i.value) for i in content.identifiers]
    rows += [(i.kind, i.value) for i in content.points]
    for kind, value in rows:
        add(kind, named(kind, value, language))
    for address in content.addresses:
        add("address", address.value)
    for contact in content.contacts:
        add("contact_name", contact.name)
        add("contact_title", contact.title)
        for point in contact.points:
            add(contact_code(point.kind), named(point.kind, point.value, language))
    for custom in content.customs:
        code, text = _custom(custom, words)
        add(code, text)
    for header, value in content.extras.items():
        add(EXTRA_PREFIX + header, value)
    for _, value in content.external_ids:
        add("external_id", value)
    for classes, ids in (("tags", content.tag_ids), ("groups", content.group_ids)):
        for each in ids:
            add(classes, words.classes[classes].get(each, ""))
    return {code: values for code, values in found.items() if values}


def _custom(item: CustomItem, words: Values) -> tuple[str, str]:
    """A custom value in words. Another customer is named only to whom it may be shown."""
    definition = by_id().get(item.field_id)
    if definition is None:
        return "", ""
    code, actor = CUSTOM_PREFIX + definition.code, words.actor
    if option := definition.option(item.value):
        return code, option.label(actor.language)
    if definition.type == "boolean":
        at = 0 if actor.language.startswith("zh") else 1
        return code, _YES_NO.get(item.value, (item.value, item.value))[at]
    if definition.type == "user" and item.value.isdigit():
        return code, directory().name(int(item.value)) or item.value
    if definition.type == "customer" and item.value.isdigit():
        seen = Customer.objects.visible_to(actor).filter(id=int(item.value)).values_list("name", flat=True)
        return code, seen.first() or "—"
    return code, item.value
