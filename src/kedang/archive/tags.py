"""Tags: making, changing, merging synonyms, and putting them on customers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import parts, rights
from kedang.archive.label_counts import tag_counts
from kedang.archive.models import Customer, CustomerTag, Tag
from kedang.archive.reindexing import reindex_customers
from kedang.history.record import event_row, record, record_many
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.text import storable

COLOURS = frozenset(
    ("blue", "geekblue", "purple", "magenta", "red", "volcano", "orange", "gold", "lime", "green", "cyan", "default")
)
NAME_FORM = Refusal("tag.name", 422, "标签名称须为 1 到 64 个字。", "A tag needs a name of 1 to 64 characters.")
NAME_TAKEN = Refusal("tag.taken", 409, "已有标签“{name}”。", "There is a tag “{name}” already.")
BAD_COLOUR = Refusal("tag.colour", 422, "没有这种颜色：{colour}", "No such colour: {colour}")
NO_OWNER = Refusal("tag.owner", 422, "没有这位负责人。", "There is no such person.")
MERGE_ITSELF = Refusal("tag.merge_itself", 422, "标签不能并入自己。", "A tag cannot be merged into itself.")
UNKNOWN_TAG = Refusal("tag.unknown", 422, "标签不存在或已停用，内容没有改动。", "No such tag. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag and on how many customers the actor sees it; None when it was not asked."""

    tag: Tag
    customers: int | None


def all_tags(actor: Actor, *, counted: bool = True) -> list[TagLine]:
    """Every tag in use, by name. The numbers count only customers the actor may see; that takes long in a large archive."""
    if not actor.can(rights.TAGS):
        actor.require(rights.VIEW)
    rows = list(Tag.objects.filter(merged_into__isnull=True).order_by("name"))
    counts = tag_counts(actor) if counted else None
    return [TagLine(row, None if counts is None else counts.get(row.id, 0)) for row in rows]


def line_of(actor: Actor, tag_id: int) -> TagLine:
    """One tag."""
    found = next((line for line in all_tags(actor) if line.tag.id == tag_id), None)
    if found is None:
        raise NOT_FOUND()
    return found


def _checked_name(name: str, *, but: int = 0) -> str:
    name = " ".join(storable(name).split())
    if not name or len(name) > 64:
        raise NAME_FORM()
    if Tag.objects.filter(name=name).exclude(id=but).exists():
        raise NAME_TAKEN(name=name)
    return name


def _checked_colour(colour: str) -> str:
    if colour not in COLOURS:
        raise BAD_COLOUR(colour=colour)
    return colour


def _checked_owner(user_id: int | None) -> int | None:
    if user_id is not None and user_id not in directory().people:
        raise NO_OWNER()
    return user_id


@transaction.atomic
def create(actor: Actor, *, name: str, colour: str = "blue", owner_id: int | None = None) -> TagLine:
    """Make a tag."""
    actor.require(rights.TAGS)
    tag = Tag.objects.create(
        name=_checked_name(name), colour=_checked_colour(colour), owner_id=_checked_owner(owner_id)
    )
    record(actor, "tag.created", subject=("tag", tag.id))
    return TagLine(tag, 0)


@transaction.atomic
def change(actor: Actor, tag_id: int, changes: Mapping[str, Any]) -> Tag:
    """Rename, recolour or hand over a tag."""
    actor.require(rights.TAGS)
    tag = _load(tag_id)
    if "name" in changes:
        tag.name = _checked_name(changes["name"], but=tag.id)
    if "colour" in changes:
        tag.colour = _checked_colour(changes["colour"])
    if "owner_id" in changes:
        tag.owner_id = _checked_owner(changes["owner_id"])
    tag.save(update_fields=["name", "colour", "owner_id"])
    record(actor, "tag.changed", subject=("tag", tag.id), fields=sorted(changes))
    return tag


def _load(tag_id: int) -> Tag:
    tag = Tag.objects.select_for_update().filter(id=tag_id, merged_into__isnull=True).first()
    if tag is None:
        raise NOT_FOUND()
    return tag


@transaction.atomic
def merge(actor: Actor, tag_id: int, *, into: int) -> int:
    """Make one tag a synonym of another: every customer that had it gets the other. Returns how many did.

    It goes for customers the actor does not see as well, because the word now means the same for everybody.
    """
    actor.require(rights.TAGS)
    if tag_id == into:
        raise MERGE_ITSELF()
    tag, kept = _load(tag_id), _load(into)
    moved = _retag(actor, tag, kept)
    Tag.objects.filter(merged_into=tag).update(merged_into=kept)
    tag.merged_into = kept
    tag.save(update_fields=["merged_into"])
    record(actor, "tag.merged", subject=("tag", tag.id), details={"into": str(kept.id), "customers": moved})
    return moved


def _retag(actor: Actor, tag: Tag, kept: Tag | None) -> int:
    """Take a tag off every customer, and put another on instead. One event a customer."""
    ids = list(CustomerTag.objects.filter(tag=tag).values_list("customer_id", flat=True))
    if kept is not None:
        both = CustomerTag.objects.filter(tag=kept).values("customer_id")
        CustomerTag.objects.filter(tag=tag).exclude(customer_id__in=both).update(tag=kept)
    CustomerTag.objects.filter(tag=tag).delete()
    details = {"from": str(tag.id), "to": str(kept.id) if kept else ""}
    record_many(
        event_row(actor, "customer.retagged", subject=("customer", i), fields=["tags"], details=details) for i in ids
    )
    reindex_customers(ids)
    return len(ids)


@transaction.atomic
def delete(actor: Actor, tag_id: int) -> int:
    """Take a tag off every customer and away. Returns on how many it was."""
    actor.require(rights.TAGS)
    tag = _load(tag_id)
    taken = _retag(actor, tag, None)
    Tag.objects.filter(merged_into=tag).delete()
    record(actor, "tag.deleted", subject=("tag", tag.id), details={"name": tag.name, "customers": taken})
    tag.delete()
    return taken


def resolve(tag_ids: Iterable[int]) -> list[int]:
    """The tags meant: synonyms count as the tag they were merged into; unknown ones are refused."""
    wanted = set(tag_ids)
    found = {tag.id: tag.merged_into_id or tag.id for tag in Tag.objects.filter(id__in=wanted)}
    if found.keys() != wanted:
        raise UNKNOWN_TAG()
    return sorted(set(found.values()))


def tag_ids_named(actor: Actor, names: Iterable[str]) -> dict[str, int]:
    """Ids of tags by name, synonyms resolved; missing ones are made. For imports, inside their transaction."""
    wanted = {" ".join(storable(name).split())[:64] for name in names} - {""}
    found = {t.name: t.merged_into_id or t.id for t in Tag.objects.filter(name__in=wanted)}
    for name in sorted(wanted - found.keys()):
        found[name] = _made(actor, name)
    return found


@transaction.atomic
def _made(actor: Actor, name: str) -> int:
    tag, created = Tag.objects.get_or_create(name=name, defaults={"colour": "default"})
    if created:
        record(actor, "tag.created", subject=("tag", tag.id))
    return tag.merged_into_id or tag.id


def put(actor: Actor, customer_id: int, tag_ids: Iterable[int]) -> Customer:
    """Give a customer exactly these tags."""
    actor.require(rights.EDIT)
    wanted = resolve(tag_ids)
    return _with_tags(actor, customer_id, lambda _: wanted)


def add(actor: Actor, customer_id: int, tag_ids: Iterable[int]) -> Customer:
    """Put tags on a customer besides those it has."""
    wanted = resolve(tag_ids)
    return _with_tags(actor, customer_id, lambda has: sorted({*has, *wanted}))


def remove(actor: Actor, customer_id: int, tag_ids: Iterable[int]) -> Customer:
    """Take tags off a customer."""
    unwanted = resolve(tag_ids)
    return _with_tags(actor, customer_id, lambda has: [i for i in has if i not in unwanted])


def _with_tags(actor: Actor, customer_id: int, choose: Callable[[list[int]], list[int]]) -> Customer:
    def step(target: parts.Target) -> None:
        target.policy.require_editable("tags")
        target.content.tag_ids = choose(target.content.tag_ids)

    return parts.change(actor, customer_id, step)
