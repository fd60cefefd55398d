"""One action on many customers: each in a transaction of its own, so that one refusal stops nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kedang.archive import customers, groups, owning, rights, tags
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError, Refusal

MOST = 2_000
UNKNOWN_ACTION = Refusal("bulk.action", 422, "没有“{action}”这个批量操作。", "There is no bulk action “{action}”.")
TOO_MANY = Refusal("bulk.too_many", 422, "一次最多处理 {most} 位客户。", "At most {most} customers at a time.")
NO_VALUE = Refusal("bulk.value", 422, "请选择要设置的内容。", "Choose what to set.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many customers changed, and which did not, each with the sentence why."""

    done: int
    refused: list[tuple[int, str]]


Step = Callable[[Actor, int], object]


def act_on_many(actor: Actor, ids: Sequence[int], *, action: str, values: Sequence[int]) -> Outcome:
    """Tag, untag, group, assign, trash or restore. Customers the actor may not see are refused like absent ones."""
    actor.require(rights.BULK)
    if len(ids) > MOST:
        raise TOO_MANY(most=MOST)
    step = _step(actor, action, values)
    refused: list[tuple[int, str]] = []
    wanted = list(dict.fromkeys(ids))
    for customer_id in wanted:
        try:
            step(actor, customer_id)
        except DomainError as refusal:
            refused.append((customer_id, refusal.text(actor.language)))
    return Outcome(len(wanted) - len(refused), refused)


def _step(actor: Actor, action: str, values: Sequence[int]) -> Step:
    """The verb for one customer; what is wrong for all of them is refused here, once."""
    if action in ("trash", "restore"):
        actor.require(rights.TRASH)
        return customers.trash if action == "trash" else customers.restore
    if action == "assign":
        actor.require(rights.ASSIGN)
        if len(values) > 1:
            raise NO_VALUE()
        owner_id = values[0] if values else None
        owning.check_owner(owner_id)
        return lambda who, customer_id: customers.assign(who, customer_id, owner_id)
    if action not in ("tag", "untag", "group"):
        raise UNKNOWN_ACTION(action=action)
    actor.require(rights.EDIT)
    if not values:
        raise NO_VALUE()
    return _labelling(action, values)


def _labelling(action: str, values: Sequence[int]) -> Step:
    if action == "group":
        wanted = groups.resolve(values)
        return lambda who, customer_id: groups.add(who, customer_id, wanted)
    wanted = tags.resolve(values)
    verb = tags.add if action == "tag" else tags.remove
    return lambda who, customer_id: verb(who, customer_id, wanted)
