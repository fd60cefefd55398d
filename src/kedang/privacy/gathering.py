"""Everything the archive holds of one person, for that person: what the profile says and the rows of every room.

The links register knows the rooms, so that a table that comes later is in the copy without anybody's thinking of it. Others are
not: people at work here and other customers are ids, and ids of others are left out, as are contact people's own particulars when
the copy is for somebody else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import models

from kedang.archive.content import Content
from kedang.archive.forwarding import formers_of
from kedang.archive.links import Link, links
from kedang.archive.load import load_contents
from kedang.archive.models import PERSON, Customer, Group, Tag
from kedang.archive.policy import field_label
from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.fields.queries import by_code, by_id
from kedang.kit.crypto import Tampered
from kedang.vault.keys import SubjectKey, key_for

# Told by the profile, in words.
CONTENT = frozenset(
    f"archive_{name}"
    for name in (
        "customer_name",
        "identifier",
        "contact_point",
        "address",
        "contact",
        "custom_value",
        "external_id",
        "customer_tag",
        "group_member",
    )
)
MOST_ROWS = 5_000
UNREADABLE = "?"
LEFT_OUT = (
    ("ids", "同事和其他客户的编号：是他人的信息", "Ids of colleagues and of other customers: they are others' data"),
    (
        "technical",
        "密钥、检索散列和版本号：不含您的任何内容",
        "Keys, search hashes and version numbers: they say nothing of you",
    ),
    ("files", "文件的原件：另行提供", "The files themselves: they are handed out separately"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind, each as named texts. `cut`: there are more than fit."""

    table: str
    label: tuple[str, str]
    rows: list[dict[str, Any]]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the profile and what it says."""

    code: str
    values: list[str]


def profile(customer: Customer) -> list[Fact]:
    """What the archive says of a customer, field by field, those who were merged into it left out: it took over what they said."""
    content = load_contents([customer.id])[customer.id]
    found: dict[str, list[str]] = {code: [text] for code, text in content.fields.items()}
    for code, value in _parts(content, whole=customer.kind == PERSON):
        found.setdefault(code, []).append(value)
    return [Fact(code, values) for code, values in found.items()]


def _parts(content: Content, *, whole: bool) -> Iterator[tuple[str, str]]:
    definitions = by_id()
    yield from ((each.kind, each.value) for each in content.names)
    yield from ((each.kind, each.value) for each in content.identifiers)
    yield from ((each.kind, each.value) for each in content.points)
    for address in content.addresses:
        yield "address", address.value
    for _, external in content.external_ids:
        yield "external_id", external
    for custom in content.customs:
        if custom.field_id in definitions:
            yield CUSTOM_PREFIX + definitions[custom.field_id].code, custom.value
    for header, value in content.extras.items():
        yield f"extra:{header}", str(value)
    names = dict(Tag.objects.filter(id__in=content.tag_ids).values_list("id", "name"))
    yield from (("tags", name) for name in names.values())
    groups = dict(Group.objects.filter(id__in=content.group_ids).values_list("id", "name"))
    yield from (("groups", name) for name in groups.values())
    if not whole:
        # At an organisation the contact people are somebody else: what they do there is told, who they are is not.
        yield from (("contacts", contact.title or contact.role or "***") for contact in content.contacts)


def label_of(code: str, language: str) -> str:
    """What a field is called."""
    return field_label(code, language, by_code())


def sections(customer: Customer) -> list[Section]:
    """The rows of every room that a request about personal data shows; rooms without any are there, empty."""
    family = [customer.id, *formers_of(customer.id)]
    keys = {customer.id: key_for(customer.id)}
    return [_section(link, family, keys[customer.id]) for link in links() if link.in_dsar and _told(link)]


def _told(link: Link) -> bool:
    return link.model._meta.db_table not in CONTENT


def _section(link: Link, family: Sequence[int], key: SubjectKey) -> Section:
    found = link.model._base_manager.filter(**{f"{link.column}__in": list(family)}).order_by("pk")
    rows = list(found[: MOST_ROWS + 1])
    shown = [dict(_cells(link, row, key)) for row in rows[:MOST_ROWS]]
    return Section(link.model._meta.db_table, link.label, shown, cut=len(rows) > MOST_ROWS)


def _cells(link: Link, row: models.Model, key: SubjectKey) -> Iterator[tuple[str, Any]]:
    for field in link.model._meta.concrete_fields:
        name = field.attname
        value = getattr(row, name)
        if withheld(field) or value in (None, ""):
            continue
        if isinstance(field, models.BinaryField):
            yield from _opened(link, name, row, bytes(value), key)
        elif isinstance(value, datetime | date):
            yield name, value.isoformat()
        else:
            yield name, str(value) if isinstance(value, Decimal) else value


def withheld(field: "models.Field[Any, Any]") -> str:
    """Why a column is not in the copy: a key of `LEFT_OUT`; empty when it is."""
    name = field.attname
    if field.primary_key or name.endswith(("_id", "_by")) or name in ("by", "refers_to"):
        return "ids"
    if name.startswith(("key", "blind", "secret", "provenance")) or name in ("version", "digest"):
        return "technical"
    return ""


def _opened(link: Link, name: str, row: models.Model, sealed: bytes, key: SubjectKey) -> Iterator[tuple[str, Any]]:
    column = name.removesuffix("_enc")
    place: dict[str, Any] = {"table": link.sealed_as or link.model._meta.db_table, "column": column, "row_id": row.pk}
    try:
        data = key.open_bytes(sealed, **place)
        text = key.open_padded(sealed, **place) if _padded(data) else data.decode()
    except (Tampered, UnicodeDecodeError):
        yield column, UNREADABLE
        return
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        said = text
    if isinstance(said, dict):
        yield from (
            (str(part), value) for part, value in said.items() if value not in (None, "") and "id" not in part[-3:]
        )
    else:
        yield column, said


def _padded(data: bytes) -> bool:
    """Whether a text lies in a bucket of 32 bytes with its length before it."""
    length = int.from_bytes(data[:4], "big")
    return len(data) % 32 == 0 and 0 <= length <= len(data) - 4 and not any(data[4 + length :])
