"""Making one of several customers, and taking it apart again. The caller has checked the right, locked everybody, and
records the events."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import orjson
from django.db import connection
from django.db.models import F

from kedang.accounts.queries import department_ancestors
from kedang.archive import change
from kedang.archive.content import Content
from kedang.archive.custom_types import custom_types
from kedang.archive.links import Link
from kedang.archive.load import load_content, load_contents
from kedang.archive.models import Customer, Group, Tag
from kedang.archive.snapshot import content_from, image_of
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.merging import images, moving
from kedang.merging.blind_rows import blind_again
from kedang.merging.compose import Composed, compose
from kedang.merging.models import BYSTANDER, LOSER, SURVIVOR, Merge, Participant
from kedang.merging.moving import Keys
from kedang.merging.rules import Side
from kedang.merging.since import Change, compare, patch
from kedang.vault.keys import SubjectKey


@dataclass(frozen=True, slots=True)
class Joined:
    """What a merge did to the survivor: the fields that changed, and the sealed content from before, of those it held then."""

    fields: list[str]
    before: bytes


@dataclass(slots=True)
class Apart:
    """A merge that was taken apart, and what had happened to the survivor since."""

    merge: Merge
    changes: list[Change] = field(default_factory=list)
    rows: list[tuple[Link, int]] = field(default_factory=list)
    stamps: dict[str, object] = field(default_factory=dict)


def several() -> list[int]:
    """Custom fields that hold more than one value."""
    return [field_id for field_id, (kind, _) in custom_types().items() if kind == "multi_choice"]


def sides_of(customers: Sequence[Customer]) -> list[Side]:
    """The participants with their contents, in the same order."""
    contents = load_contents([customer.id for customer in customers])
    return [Side(c.id, contents[c.id], orjson.loads(c.provenance or "{}")) for c in customers]


def join(actor: Actor, merge: Merge, survivor_id: int, loser_ids: Sequence[int], keys: Keys) -> Joined:
    """Merge the losers into the survivor by the merge's recorded choices and the rules."""
    assert connection.in_atomic_block, "customers become one as a whole or not at all"
    family = (survivor_id, *loser_ids)
    own, key = load_content(survivor_id), keys[survivor_id]
    before = image_of(Customer.objects.get(id=survivor_id), key, own)
    merge.image_enc, merge.combined = images.take(survivor_id, key, own), "[]"
    merge.merged_enc = b""
    merge.save()
    bystanders: set[int] = set()
    for loser_id in loser_ids:
        bystanders |= moving.move_rows(merge, loser_id, survivor_id, family, keys)
    rows = Customer.objects.in_bulk(family)
    # What is true of the closest kept of them is true of the one they become.
    level = max(row.classification or 0 for row in rows.values()) or None
    Customer.objects.filter(id=survivor_id).update(classification=level)
    sides = sides_of([rows[customer_id] for customer_id in family])
    made = compose(sides, orjson.loads(merge.choices), several())
    Customer.objects.filter(id__in=loser_ids).update(
        survivor_id=survivor_id, trashed_at=now(), version=F("version") + 1
    )
    change.drop_entry(loser_ids)
    joined = Joined(_store(actor, rows[survivor_id], key, sides[0].content, made.content, before=before), before)
    _keep_origins(survivor_id, joined.fields, sides, made)
    merge.merged_enc = _sealed(key, survivor_id, load_content(survivor_id))
    merge.save()
    _enrol(merge, survivor_id, loser_ids, bystanders)
    return joined


def _keep_origins(survivor_id: int, fields: Sequence[str], sides: Sequence[Side], made: Composed) -> None:
    """A value that was taken over is as old as it was, and from whom it was: merging confirms nothing."""
    held = {side.id: set(change.changed_fields(Content(kind=side.content.kind), side.content)) for side in sides}
    origins: dict[str, object] = {}
    for code in fields:
        holding = [side for side in sides if code in held[side.id]]
        pick = made.picks.get(code)
        source = pick.side if pick is not None else max(holding, key=lambda side: side.since(code), default=None)
        entry = (source.stamps.get(code) or source.stamps.get("*")) if source is not None else None
        if entry:
            origins[code] = entry
    _restamp(survivor_id, origins)


def _restamp(customer_id: int, origins: Mapping[str, object]) -> None:
    stored = orjson.loads(Customer.objects.values_list("provenance", flat=True).get(id=customer_id) or "{}")
    Customer.objects.filter(id=customer_id).update(provenance=orjson.dumps(stored | dict(origins)).decode())


def _store(
    actor: Actor, customer: Customer, key: SubjectKey, old: Content, new: Content, *, before: bytes | None = None
) -> list[str]:
    fields, _ = change.apply(
        actor,
        customer,
        key,
        old,
        new,
        at=now(),
        departments=department_ancestors(customer.department_id),
        custom_types=custom_types(),
        before=before,
    )
    return fields


def _sealed(key: SubjectKey, customer_id: int, content: Content) -> bytes:
    return key.seal(orjson.dumps(asdict(content)), table="merge", column="merged", row_id=customer_id)


def merged_content(merge: Merge, key: SubjectKey) -> Content:
    """The survivor's content right after the merge, in the tags and groups of today."""
    blob = bytes(merge.merged_enc)
    raw = key.open_bytes(blob, table="merge", column="merged", row_id=merge.survivor_id)
    content = content_from(orjson.loads(raw))
    into = dict(Tag.objects.filter(id__in=content.tag_ids).values_list("id", "merged_into_id"))
    content.tag_ids = list(dict.fromkeys(into[i] or i for i in content.tag_ids if i in into))
    there = set(Group.objects.filter(id__in=content.group_ids).values_list("id", flat=True))
    content.group_ids = [i for i in content.group_ids if i in there]
    return content


def _enrol(merge: Merge, survivor_id: int, loser_ids: Sequence[int], bystanders: set[int]) -> None:
    roles = {**dict.fromkeys(bystanders, BYSTANDER), **dict.fromkeys(loser_ids, LOSER), survivor_id: SURVIVOR}
    merge.participants.all().delete()
    Participant.objects.bulk_create(
        [Participant(merge=merge, customer_id=customer_id, role=role) for customer_id, role in roles.items()]
    )


def take_apart(merge: Merge, loser_ids: Sequence[int], keys: Keys) -> Apart:
    """Make survivor and losers what they were before the merge. What happened since is in the answer, and nowhere else; the
    search index is the caller's."""
    key = keys[merge.survivor_id]
    current = load_content(merge.survivor_id)
    stamps = orjson.loads(Customer.objects.values_list("provenance", flat=True).get(id=merge.survivor_id) or "{}")
    apart = Apart(merge, compare(merged_content(merge, key), current), stamps=stamps)
    apart.rows = list(moving.added_since(merge))
    images.put_back(merge.survivor_id, key, bytes(merge.image_enc))
    # The image may be from before an exchange of the index key.
    blind_again((merge.survivor_id,))
    moving.move_back(merge, keys)
    Customer.objects.filter(id__in=loser_ids).update(survivor_id=None, trashed_at=None, version=F("version") + 1)
    return apart


def settle(
    actor: Actor, customer_id: int, key: SubjectKey, changes: Sequence[Change], stamps: Mapping[str, object]
) -> None:
    """Give a customer the changes that are its own, each with its origin, and its place in the search index."""
    customer, old = Customer.objects.get(id=customer_id), load_content(customer_id)
    new = patch(old, changes)
    if new.signature() == old.signature():
        change.reindex(customer, old, departments=department_ancestors(customer.department_id))
        return
    fields = _store(actor, customer, key, old, new)
    _restamp(customer_id, {code: stamps[code] for code in fields if code in stamps})
