"""Before-images: a customer's whole content, packed and sealed for events and undo.

Under the customer's own key, and while it holds others who were merged into it under theirs as well: what they said is gone
from the survivor's history, too, once their key is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import orjson

from kedang.archive import forwarding
from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, NameItem, PointItem
from kedang.archive.models import Customer
from kedang.vault import joint
from kedang.vault.keys import KeyMissing, SubjectKey, keys_for

_PLACE: dict[str, Any] = {"table": "event", "column": "before"}


def pack(
    key: SubjectKey,
    customer_id: int,
    content: Content,
    *,
    owner_id: int | None,
    department_id: int | None,
    others: Iterable[SubjectKey] = (),
) -> bytes:
    """Seal a content together with who it belonged to. `others`: the keys of everybody the customer holds."""
    data = {"owner_id": owner_id, "department_id": department_id, "content": asdict(content)}
    sealed = key.seal(orjson.dumps(data), row_id=customer_id, **_PLACE)
    return joint.wrap(sealed, others, row_id=customer_id, **_PLACE)


def image_of(customer: Customer, key: SubjectKey, content: Content) -> bytes:
    """The before-image of a customer as it stands, with everybody it holds."""
    others = held_keys([customer.id]).get(customer.id, ())
    owner_id, department_id = customer.owner_id, customer.department_id
    return pack(key, customer.id, content, owner_id=owner_id, department_id=department_id, others=others)


def unpack(keys: Mapping[int, SubjectKey], customer_id: int, blob: bytes) -> tuple[Content, int | None, int | None]:
    """The content, owner and department of a before-image; raises KeyMissing when the customer, or somebody it held then, was
    erased. `keys` are those of `keys_of`."""
    sealed = joint.unwrap(blob, keys, row_id=customer_id, **_PLACE)
    key = keys.get(customer_id)
    if key is None:
        raise KeyMissing(str(customer_id))
    data = orjson.loads(key.open_bytes(sealed, row_id=customer_id, **_PLACE))
    return content_from(data["content"]), data["owner_id"], data["department_id"]


def keys_of(images: Iterable[tuple[int, bytes]]) -> dict[int, SubjectKey]:
    """The keys these before-images (customer id, sealed) need, of everybody who still has one."""
    wanted: set[int] = set()
    for customer_id, blob in images:
        wanted |= {customer_id, *joint.others_in(blob)}
    return keys_for(wanted)


def held_keys(customer_ids: Iterable[int]) -> dict[int, list[SubjectKey]]:
    """The keys of everybody these customers hold, through as many merges as there were; customers who hold nobody are not in the
    answer. A former customer without a key was erased: what stands with the survivor now is the survivor's."""
    held = forwarding.former_ids(customer_ids)
    keys = keys_for({former for formers in held.values() for former in formers})
    return {holder: [keys[i] for i in formers if i in keys] for holder, formers in held.items()}


def content_from(raw: dict[str, Any]) -> Content:
    """A content from its plain form."""
    return Content(
        kind=raw["kind"],
        fields=raw["fields"],
        given=raw["given"],
        extras=raw["extras"],
        names=[NameItem(**i) for i in raw["names"]],
        identifiers=[IdentifierItem(**i) for i in raw["identifiers"]],
        points=[PointItem(**i) for i in raw["points"]],
        addresses=[AddressItem(**i) for i in raw["addresses"]],
        contacts=[_contact_from(i) for i in raw["contacts"]],
        customs=[CustomItem(**i) for i in raw["customs"]],
        external_ids=[(source, value) for source, value in raw["external_ids"]],
        tag_ids=raw["tag_ids"],
        group_ids=raw["group_ids"],
        name_key=raw["name_key"],
    )


def _contact_from(raw: dict[str, Any]) -> ContactItem:
    return ContactItem(
        **{
            **raw,
            "points": [PointItem(**p) for p in raw["points"]],
            "customs": [CustomItem(**c) for c in raw["customs"]],
        }
    )
