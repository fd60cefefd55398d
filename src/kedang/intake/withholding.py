"""Taking out of a row what its actor may not write, before it is compared with anybody.

A value that was compared first would be an oracle: "unchanged" for the right guess, "not yours to change" for a wrong one.
"""

from collections.abc import Callable, Sized

from kedang.archive.content import Content
from kedang.archive.policy import contact_code
from kedang.engine.catalogue import EXTRA_PREFIX

Editable = Callable[[str], bool]


def withhold(row: Content, editable: Editable) -> bool:
    """Leave in the row only what may be written; whether anything had to go."""
    held = _count(row)
    row.fields = {code: value for code, value in row.fields.items() if editable(code)}
    row.given = {code: value for code, value in row.given.items() if editable(code)}
    row.extras = {header: value for header, value in row.extras.items() if editable(EXTRA_PREFIX + header)}
    row.names = [item for item in row.names if editable(item.kind)]
    row.identifiers = [item for item in row.identifiers if editable(item.kind)]
    row.points = [item for item in row.points if editable(item.kind)]
    row.customs = [item for item in row.customs if editable(f"custom-id:{item.field_id}")]
    row.addresses = row.addresses if editable("address") else []
    row.external_ids = row.external_ids if editable("external_id") else []
    row.tag_ids = row.tag_ids if editable("tags") else []
    row.group_ids = row.group_ids if editable("groups") else []
    _withhold_contacts(row, editable)
    return _count(row) < held


def _withhold_contacts(row: Content, editable: Editable) -> None:
    row.contacts = row.contacts if editable("contact_name") else []
    for contact in row.contacts:
        contact.title = contact.title if editable("contact_title") else ""
        contact.points = [point for point in contact.points if editable(contact_code(point.kind))]


def _count(row: Content) -> int:
    """How many values a row carries."""
    singles: tuple[Sized, ...] = (
        row.fields,
        row.given,
        row.extras,
        row.names,
        row.identifiers,
        row.points,
        row.customs,
    )
    links: tuple[Sized, ...] = (row.addresses, row.external_ids, row.tag_ids, row.group_ids, row.contacts)
    within = sum(len(contact.points) + bool(contact.title) for contact in row.contacts)
    return sum(len(each) for each in (*singles, *links)) + within
