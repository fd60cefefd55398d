"""Values of custom fields on their way into content: canonical, looked up where they name somebody, kept when they do not fit."""

from collections.abc import Sequence

from kedang.accounts.queries import directory
from kedang.archive.content import CustomItem
from kedang.archive.forwarding import resolve
from kedang.archive.models import Customer
from kedang.fields.queries import FieldDefinition
from kedang.fields.values import Canonical, canonical, split_values
from kedang.kit.actor import Actor
from kedang.kit.ids import new_id
from kedang.kit.text import storable


def custom_items(actor: Actor, definition: FieldDefinition, raw: str | Sequence[str]) -> list[CustomItem]:
    """The items to store for what was given for one field; none for blank text."""
    return [_item(actor, definition, text) for text in split_values(definition, raw)]


def _item(actor: Actor, definition: FieldDefinition, raw: str) -> CustomItem:
    found = _resolved(actor, definition, raw)
    given = storable(raw).strip()
    reason = found.reason or "" if found.state == "invalid" else ""
    return CustomItem(new_id(), definition.id, found.value, given if given != found.value else "", reason)


def _resolved(actor: Actor, definition: FieldDefinition, raw: str) -> Canonical:
    if definition.type == "user":
        return _user(definition, raw)
    if definition.type == "customer":
        return _customer(actor, definition, raw)
    return canonical(definition, raw)


def _user(definition: FieldDefinition, raw: str) -> Canonical:
    """An id, a login, or a name only one person has."""
    people = directory().people
    text = raw.strip()
    bare = canonical(definition, text)
    if bare.state == "ok" and int(bare.value) in people:
        return bare
    named = [p.id for p in people.values() if p.is_active and text.casefold() in (p.login, p.name.casefold())]
    return (
        Canonical(str(named[0]), "ok", None)
        if len(named) == 1
        else Canonical(storable(text), "invalid", "user.unknown")
    )


def _customer(actor: Actor, definition: FieldDefinition, raw: str) -> Canonical:
    """An id or an archive number of a customer the actor may see; those of one that was merged away lead to its survivor."""
    text = raw.strip()
    bare = canonical(definition, text)
    named = Customer.objects.filter(number=text).values_list("id", flat=True).first()
    asked = [int(bare.value)] if bare.state == "ok" else []
    leads = resolve([*asked, *([named] if named else [])])
    seen = set(Customer.objects.visible_to(actor).filter(id__in=leads.values()).values_list("id", flat=True))
    found = next((to for to in leads.values() if to in seen), None)
    return Canonical(str(found), "ok", None) if found else Canonical(storable(text), "invalid", "customer.unknown")
