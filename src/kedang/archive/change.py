"""Bringing one stored customer from one content to another: the single way rows of a customer change.

Edits, import updates and undo all end here, so that columns, parts, blind indexes, search tokens, version and the
before-image cannot drift apart. The caller holds the transaction, has checked the right, and records the event.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson
from django.db import connection

from kedang.archive import search_index
from kedang.archive.content import Content
from kedang.archive.enforcing import Rulebook, marks_of
from kedang.archive.forwarding import formers_of
from kedang.archive.models import Customer, CustomerTag, ExternalId, Grant, Group, GroupMember, SearchEntry, Tag
from kedang.archive.rows import (
    CLEAR_COLUMNS,
    COLUMNS,
    Bundle,
    add_parts,
    clear_columns,
    sealed_columns,
    table_rows,
)
from kedang.archive.snapshot import pack
from kedang.archive.tokens import content_tokens, number_tokens, scope_tokens, token_string
from kedang.archive.write import delete_where, insert_rows
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.vault.keys import SubjectKey, keys_for

Link = TypeVar("Link", int, tuple[str, str])
_SEALED = ("birth_date_enc", "birth_date_blind", "given_enc", "extras_enc")
_PART_LISTS = ("names", "identifiers", "points", "addresses", "contacts", "customs")
_TABLES = {
    "names": "archive_customer_name",
    "identifiers": "archive_identifier",
    "points": "archive_contact_point",
    "addresses": "archive_address",
    "contacts": "archive_contact",
    "customs": "archive_custom_value",
}


def changed_fields(old: Content, new: Content) -> list[str]:
    """The catalogue codes (and part names) in which two contents differ."""
    codes = {c for c in old.fields.keys() | new.fields.keys() if old.fields.get(c) != new.fields.get(c)}
    codes |= {c for c in old.given.keys() | new.given.keys() if old.given.get(c) != new.given.get(c)}
    codes |= {f"extra:{c}" for c in old.extras.keys() | new.extras.keys() if old.extras.get(c) != new.extras.get(c)}
    for part in ("names", "identifiers", "points"):
        before = {i.key(): i.kind for i in getattr(old, part)}
        after = {i.key(): i.kind for i in getattr(new, part)}
        codes |= {(before | after)[k] for k in before.keys() ^ after.keys()}
    if sorted(a.key() for a in old.addresses) != sorted(a.key() for a in new.addresses):
        codes.add("address")
    if sorted(map(repr, (c.key() for c in old.contacts))) != sorted(map(repr, (c.key() for c in new.contacts))):
        codes.add("contacts")
    before = {c.key(): c.field_id for c in old.customs}
    after = {c.key(): c.field_id for c in new.customs}
    codes |= {f"custom:{(before | after)[k]}" for k in before.keys() ^ after.keys()}
    for part, code in (("external_ids", "external_id"), ("tag_ids", "tags"), ("group_ids", "groups")):
        if set(getattr(old, part)) != set(getattr(new, part)):
            codes.add(code)
    return sorted(codes)


def apply(
    actor: Actor,
    customer: Customer,
    key: SubjectKey,
    old: Content,
    new: Content,
    *,
    at: datetime,
    departments: Sequence[int],
    custom_types: dict[int, tuple[str, bool]],
    run_id: int | None = None,
    book: Rulebook | None = None,
    before: bytes | None = None,
) -> tuple[list[str], bytes]:
    """Store `new` where `old` stood, marked with the rules it breaks. Returns the changed fields and the sealed before-image for
    the event, which is `before` where the caller has made it already.

    Items that keep their id and content keep their row; every other row is replaced.
    """
    fields = changed_fields(old, new)
    formers = formers_of(customer.id)
    if before is None:
        owner_id, department_id, others = customer.owner_id, customer.department_id, keys_for(formers).values()
        before = pack(key, customer.id, old, owner_id=owner_id, department_id=department_id, others=others)
    customer.rule_marks = marks_of(new, customer_id=customer.id, book=book)
    _write_customer(actor, customer, key, new, fields, at=at, run_id=run_id)
    _write_parts(customer.id, key, old, new, custom_types)
    _write_links(customer.id, old, new)
    reindex(customer, new, departments=departments, formers=formers.values())
    return fields, before


def _write_customer(
    actor: Actor,
    customer: Customer,
    key: SubjectKey,
    new: Content,
    fields: Sequence[str],
    *,
    at: datetime,
    run_id: int | None,
) -> None:
    stamps = orjson.loads(customer.provenance or "{}")
    entry = [str(run_id or 0), str(actor.id), int(at.timestamp())]
    stamps.update(dict.fromkeys(fields, entry))
    customer.provenance = orjson.dumps(stamps).decode()
    customer.version += 1
    customer.updated_at, customer.updated_by, customer.name_key = at, actor.id, new.name_key
    values: dict[str, Any] = dict(zip(CLEAR_COLUMNS, clear_columns(new), strict=True))
    values |= dict(zip(_SEALED, sealed_columns(customer.id, key, new), strict=True))
    for column, value in values.items():
        setattr(customer, column, value)
    customer.save(
        update_fields=[
            *values,
            "provenance",
            "rule_marks",
            "version",
            "updated_at",
            "updated_by",
            "name_key",
            "owner_id",
            "department_id",
        ]
    )


def _write_parts(
    customer_id: int, key: SubjectKey, old: Content, new: Content, custom_types: dict[int, tuple[str, bool]]
) -> None:
    added = Content(kind=new.kind)
    for part in _PART_LISTS:
        kept = {(i.id, i.key()) for i in getattr(old, part)} & {(i.id, i.key()) for i in getattr(new, part)}
        gone = [i.id for i in getattr(old, part) if (i.id, i.key()) not in kept]
        delete_where(_TABLES[part], "id", gone)
        if part == "contacts":
            delete_where("archive_contact_point", "contact_id", gone)
            delete_where("archive_custom_value", "contact_id", gone)
        setattr(added, part, [i for i in getattr(new, part) if (i.id, i.key()) not in kept])
    bundle = Bundle()
    add_parts(bundle, customer_id, key, added, custom_types)
    for table, rows in table_rows(bundle):
        insert_rows(table, COLUMNS[table], rows)


def _write_links(customer_id: int, old: Content, new: Content) -> None:
    for source, value in _only_in(old.external_ids, new.external_ids):
        ExternalId.objects.filter(customer_id=customer_id, source=source, value=value).delete()
    for source, value in _only_in(new.external_ids, old.external_ids):
        ExternalId.objects.create(customer_id=customer_id, source=source, value=value)
    CustomerTag.objects.filter(customer_id=customer_id, tag_id__in=_only_in(old.tag_ids, new.tag_ids)).delete()
    for tag in Tag.objects.filter(id__in=_only_in(new.tag_ids, old.tag_ids)):
        # A former content may name a tag that was merged into another since, or is gone.
        CustomerTag.objects.get_or_create(customer_id=customer_id, tag_id=tag.merged_into_id or tag.id)
    GroupMember.objects.filter(customer_id=customer_id, group_id__in=_only_in(old.group_ids, new.group_ids)).delete()
    for group in Group.objects.filter(id__in=_only_in(new.group_ids, old.group_ids)):
        GroupMember.objects.create(customer_id=customer_id, group=group)


def _only_in(these: Sequence[Link], those: Sequence[Link]) -> list[Link]:
    """What is here and not there, once and in order."""
    return [item for item in dict.fromkeys(these) if item not in those]


def reindex(
    customer: Customer, content: Content, *, departments: Sequence[int], formers: Iterable[str] | None = None
) -> None:
    """Make the search entry of one customer again; a trashed customer has none. `formers`: the archive numbers that lead to it,
    if they are known."""
    assert connection.in_atomic_block, "the index changes with the row or not at all"
    if customer.trashed_at is not None:
        drop_entry([customer.id])
        return
    running = Grant.objects.filter(customer_id=customer.id).exclude(until__lte=now()).order_by("id")
    sharers = running.values_list("user_id", flat=True)
    numbers = formers_of(customer.id).values() if formers is None else formers
    tokens = token_string(
        [
            *scope_tokens(customer.owner_id, departments, sharers),
            *content_tokens(content),
            *number_tokens(customer.number),
            *(token for number in numbers for token in number_tokens(number)),
        ]
    )
    before = list(SearchEntry.objects.filter(customer_id=customer.id).values_list("customer_id", "tokens"))
    if before and before[0][1] == tokens:
        return
    SearchEntry.objects.update_or_create(customer_id=customer.id, defaults={"tokens": tokens})
    search_index.replace(before, [(customer.id, tokens)])


def drop_entry(customer_ids: Sequence[int]) -> None:
    """Take customers out of the search index."""
    entries = list(SearchEntry.objects.filter(customer_id__in=list(customer_ids)).values_list("customer_id", "tokens"))
    if entries:
        search_index.remove(entries)
        SearchEntry.objects.filter(customer_id__in=[e[0] for e in entries]).delete()
