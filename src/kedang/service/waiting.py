"""What waits: how many open cases somebody has, and how many wait in each of their queues for somebody to take them."""

from collections import Counter
from dataclasses import dataclass

from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.service import queues, rights
from kedang.service.models import Case
from kedang.service.reading import COUNTED


@dataclass(frozen=True, slots=True)
class InQueue:
    """How many wait in a queue, and how many of these are late."""

    id: int
    name: str
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody. `capped`: counting stopped at 1000."""

    mine: int
    overdue: int
    queues: list[InQueue]
    capped: bool


def waiting(actor: Actor) -> Waiting:
    """What waits for the actor, the most urgent counted first."""
    actor.require(rights.VIEW)
    at, most = now(), COUNTED + 1
    seen = Case.objects.visible_to(actor).filter(is_open=True).order_by("due_at", "id")
    mine = list(seen.filter(assignee_id=actor.id).values_list("due_at", flat=True)[:most])
    own = queues.of_member(actor.id)
    there = list(seen.filter(queue_id__in=own, assignee_id=None).values_list("queue_id", "due_at")[:most])
    total = Counter(queue_id for queue_id, _ in there)
    late = Counter(queue_id for queue_id, due_at in there if due_at < at)
    known = [InQueue(i, name, total[i], late[i]) for i, name in queues.usable() if i in own]
    overdue = sum(due_at < at for due_at in mine)
    return Waiting(len(mine), overdue, known, max(len(mine), len(there)) > COUNTED)
