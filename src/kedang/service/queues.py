"""Queues: where cases wait for somebody to take them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.kit.text import storable
from kedang.service import rights
from kedang.service.models import Queue, QueueMember

LONGEST_NAME, MOST_MEMBERS = 40, 200
BAD_QUEUE = Refusal(
    "service.queue",
    422,
    "队列没有保存：名称为 1 至 40 字，成员须是在用的同事，不超过 200 位。",
    "The queue was not saved: it has a name of 1 to 40 characters, and up to 200 members who are colleagues in use.",
)
SAME_NAME = Refusal("service.queue_name", 409, "已有同名的队列。", "There is a queue of this name already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A queue as it shall be."""

    name: str
    kinds: tuple[str, ...] = ()
    member_ids: tuple[int, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A queue and who takes cases out of it."""

    id: int
    name: str
    kinds: tuple[str, ...]
    member_ids: tuple[int, ...]
    active: bool
    version: int


def all_queues(actor: Actor) -> list[Known]:
    """Every queue with its members, for the settings."""
    actor.require(rights.MANAGE)
    rows = Queue.objects.order_by("name", "id").prefetch_related("members")
    return [
        Known(row.id, row.name, tuple(row.kinds), tuple(m.user_id for m in row.members.all()), row.active, row.version)
        for row in rows
    ]


def names() -> dict[int, str]:
    """What queues are called, those out of use too."""
    return dict(Queue.objects.values_list("id", "name"))


def usable() -> list[tuple[int, str]]:
    """The queues a case can be given to."""
    return list(Queue.objects.filter(active=True).order_by("name", "id").values_list("id", "name"))


def of_member(user_id: int) -> list[int]:
    """The queues somebody takes cases out of."""
    return list(QueueMember.objects.filter(user_id=user_id, queue__active=True).values_list("queue_id", flat=True))


def is_member(user_id: int, queue_id: int | None) -> bool:
    """Whether somebody takes cases out of a queue."""
    return queue_id is not None and QueueMember.objects.filter(user_id=user_id, queue_id=queue_id).exists()


def queue_for(kind: str) -> int | None:
    """The queue that new cases of a kind go to: the first by name that takes them."""
    found = Queue.objects.filter(active=True).order_by("name", "id").values_list("id", "kinds")
    return next((queue_id for queue_id, kinds in found if kind in kinds), None)


@transaction.atomic
def create(actor: Actor, draft: Draft) -> int:
    """Add a queue; its id."""
    actor.require(rights.MANAGE)
    name = _checked(draft, besides=None)
    row = Queue.objects.create(name=name, kinds=list(draft.kinds), active=draft.active)
    _set_members(row, draft.member_ids)
    record(actor, "service.queue_added", subject=("service_queue", row.id))
    return row.id


@transaction.atomic
def change(actor: Actor, queue_id: int, draft: Draft, *, version: int) -> None:
    """Write a queue anew. What waits in it stays there; one out of use takes no new cases."""
    actor.require(rights.MANAGE)
    row = Queue.objects.select_for_update().filter(id=queue_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.version != version:
        raise STALE(version=row.version)
    row.name, row.kinds, row.active = _checked(draft, besides=row.id), list(draft.kinds), draft.active
    row.version += 1
    row.save()
    _set_members(row, draft.member_ids)
    record(actor, "service.queue_changed", subject=("service_queue", row.id))


def _checked(draft: Draft, *, besides: int | None) -> str:
    """The name, when the draft may be stored."""
    name = storable(draft.name).strip()
    people = directory().people
    known = all(i in people and people[i].is_active for i in draft.member_ids)
    if not 1 <= len(name) <= LONGEST_NAME or len(draft.member_ids) > MOST_MEMBERS or not known:
        raise BAD_QUEUE()
    if Queue.objects.filter(name=name).exclude(id=besides or 0).exists():
        raise SAME_NAME()
    return name


def _set_members(row: Queue, user_ids: Collection[int]) -> None:
    QueueMember.objects.filter(queue=row).exclude(user_id__in=user_ids).delete()
    there = set(QueueMember.objects.filter(queue=row).values_list("user_id", flat=True))
    QueueMember.objects.bulk_create(QueueMember(queue=row, user_id=i) for i in sorted(set(user_ids) - there))
