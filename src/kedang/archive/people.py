"""The people at an organisation: who they are there, how to reach them, what custom fields say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kedang.archive.content import ContactItem
from kedang.archive.custom_values import custom_items
from kedang.archive.edit import UNKNOWN_FIELD, settle_preferred
from kedang.archive.models import PERSON, Customer
from kedang.archive.parts import (
    BLANK,
    PointDraft,
    Target,
    add_to,
    change,
    change_one,
    checked_text,
    find,
    standardised,
)
from kedang.archive.policy import contact_code
from kedang.engine.catalogue import CUSTOM_PREFIX, POINT_FIELDS
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.kit.text import storable

ONLY_ORGANISATIONS = Refusal(
    "contact.only_organisations",
    422,
    "只有企业客户可以有联系人；个人之间请建立关系。",
    "Only organisations have contact people; between persons use a relation.",
)
TEXTS = ("title", "department", "role", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A contact person as somebody gives them."""

    name: str
    title: str = ""
    department: str = ""
    role: str = ""
    note: str = ""
    person_id: int | None = None
    preferred: bool = False
    points: Sequence[PointDraft] = ()
    customs: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


def add_contact(actor: Actor, customer_id: int, draft: ContactDraft) -> Customer:
    """Somebody new at the organisation."""

    def step(target: Target) -> None:
        if target.content.kind != "organisation":
            raise ONLY_ORGANISATIONS()
        target.policy.require_editable("contact_name")
        contact = ContactItem(id=new_id(), name="")
        _set_texts(target, contact, {code: getattr(draft, code) for code in TEXTS})
        _set_name(target, contact, draft.name)
        contact.person_id = _person(actor, draft.person_id)
        for point in draft.points:
            _add_point(target, contact, point)
        _set_customs(target, contact, draft.customs)
        target.content.contacts.append(contact)
        _prefer(target.content.contacts, contact, wanted=draft.preferred)

    return change(actor, customer_id, step)


def _set_name(target: Target, contact: ContactItem, text: str) -> None:
    """The name in its standard form; what a title was taken off is kept as the note of a contact that has none."""
    text = checked_text(target.policy, "contact_name", text)
    found = standardised(target.content, "contact_name", text).contacts
    if not found or not found[0].name.strip():
        raise BLANK(label=target.policy.label("contact_name"))
    contact.name, contact.note = found[0].name, contact.note or found[0].note


def _set_texts(target: Target, contact: ContactItem, changes: Mapping[str, Any]) -> None:
    for code in TEXTS:
        if code in changes and changes[code] != getattr(contact, code):
            if code == "title":
                target.policy.require_editable("contact_title")
            setattr(contact, code, storable(changes[code]).strip())


def _person(actor: Actor, person_id: int | None) -> int | None:
    """The customer this contact also is; it must be a person the actor may see."""
    if person_id is None:
        return None
    if not Customer.objects.visible_to(actor).filter(id=person_id, kind=PERSON).exists():
        raise NOT_FOUND()
    return person_id


def _prefer(contacts: Sequence[ContactItem], chosen: ContactItem, *, wanted: bool) -> None:
    if wanted or not any(c.preferred for c in contacts):
        for contact in contacts:
            contact.preferred = contact is chosen


def _add_point(target: Target, contact: ContactItem, draft: PointDraft) -> None:
    if draft.kind not in POINT_FIELDS:
        raise UNKNOWN_FIELD(code=draft.kind)
    code = contact_code(draft.kind)
    target.policy.require_editable(code)
    add_to(target, contact.points, draft, code=code)


def _set_customs(target: Target, contact: ContactItem, values: Mapping[str, str | Sequence[str] | None]) -> None:
    for raw_code, raw in values.items():
        code = raw_code.removeprefix(CUSTOM_PREFIX)
        definition = target.policy.definitions.get(code)
        if definition is None or not definition.active or "contact" not in definition.kinds:
            raise UNKNOWN_FIELD(code=code)
        target.policy.require_editable(CUSTOM_PREFIX + code)
        contact.customs = [c for c in contact.customs if c.field_id != definition.id]
        contact.customs += custom_items(target.actor, definition, raw or "")


def change_contact(actor: Actor, customer_id: int, contact_id: int, changes: Mapping[str, Any]) -> Customer:
    """Change who somebody at the organisation is; points have their own calls."""

    def step(target: Target) -> None:
        contact = contact_of(target, contact_id)
        target.policy.require_editable("contact_name")
        _set_texts(target, contact, changes)
        if "name" in changes:
            _set_name(target, contact, changes["name"])
        if "person_id" in changes:
            contact.person_id = _person(actor, changes["person_id"])
        _set_customs(target, contact, changes.get("custom", {}))
        if changes.get("preferred"):
            _prefer(target.content.contacts, contact, wanted=True)

    return change(actor, customer_id, step)


def contact_of(target: Target, contact_id: int) -> ContactItem:
    """A contact by id, or the refusal for one that does not exist."""
    found = next((c for c in target.content.contacts if c.id == contact_id), None)
    if found is None:
        raise NOT_FOUND()
    return found


def remove_contact(actor: Actor, customer_id: int, contact_id: int) -> Customer:
    """Take somebody away from the organisation, with their points; the actor must be allowed to overwrite all of it."""

    def step(target: Target) -> None:
        contact = contact_of(target, contact_id)
        for code in ("contact_name", *(contact_code(p.kind) for p in contact.points)):
            target.policy.require_editable(code)
        target.content.contacts.remove(contact)
        if contact.preferred and target.content.contacts:
            target.content.contacts[0].preferred = True

    return change(actor, customer_id, step)


def add_contact_point(actor: Actor, customer_id: int, contact_id: int, draft: PointDraft) -> Customer:
    """A way to reach somebody at the organisation."""

    def step(target: Target) -> None:
        _add_point(target, contact_of(target, contact_id), draft)

    return change(actor, customer_id, step)


def change_contact_point(
    actor: Actor, customer_id: int, contact_id: int, point_id: int, changes: Mapping[str, Any]
) -> Customer:
    """Change a contact person's point."""

    def step(target: Target) -> None:
        points = contact_of(target, contact_id).points
        point = find(points, point_id)
        change_one(target, points, point, changes, code=contact_code(point.kind))

    return change(actor, customer_id, step)


def remove_contact_point(actor: Actor, customer_id: int, contact_id: int, point_id: int) -> Customer:
    """Take a contact person's point away."""

    def step(target: Target) -> None:
        points = contact_of(target, contact_id).points
        point = find(points, point_id)
        target.policy.require_editable(contact_code(point.kind))
        points.remove(point)
        settle_preferred([p for p in points if p.kind == point.kind])

    return change(actor, customer_id, step)
