"""Before-images: a customer's whole content, packed and sealed under the customer's own key, for events and undo."""

from dataclasses import asdict
from typing import Any

import orjson

from kedang.archive.content import AddressItem, ContactItem, Content, CustomItem, IdentifierItem, NameItem, PointItem
from kedang.vault.keys import SubjectKey

_TABLE, _COLUMN = "event", "before"


def pack(
    key: SubjectKey, customer_id: int, content: Content, *, owner_id: int | None, department_id: int | None
) -> bytes:
    """Seal a content together with who it belonged to."""
    data = {"owner_id": owner_id, "department_id": department_id, "content": asdict(content)}
    return key.seal(orjson.dumps(data), table=_TABLE, column=_COLUMN, row_id=customer_id)


def unpack(key: SubjectKey, customer_id: int, blob: bytes) -> tuple[Content, int | None, int | None]:
    """The content, owner and department of a before-image."""
    data = orjson.loads(key.open_bytes(blob, table=_TABLE, column=_COLUMN, row_id=customer_id))
    return content_from(data["content"]), data["owner_id"], data["department_id"]


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
