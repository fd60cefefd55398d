"""Merges that stand, and which of them rest on each other."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from kedang.archive import customers, forwarding
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.kit.errors import DENIED, NOT_FOUND, Refusal
from kedang.merging import rights
from kedang.merging.models import BYSTANDER, LOSER, Merge, Participant

UNDONE = Refusal(
    "merge.undone", 409, "这次合并已经撤销过了。没有任何改动。", "This merge was undone already. Nothing was changed."
)
IN_TRASH = Refusal(
    "merge.in_trash",
    409,
    "{number} 在回收站里，请先恢复，再撤销合并。",
    "{number} is in the recycle bin: restore it, then undo the merge.",
)


def losers_of(merge: Merge) -> list[int]:
    """Who was merged away, oldest first."""
    found = merge.participants.filter(role=LOSER).order_by("customer_id")
    return list(found.values_list("customer_id", flat=True))


def load_merge(actor: Actor, merge_id: int) -> tuple[Merge, Customer]:
    """A merge and the customer that holds its outcome now, if the actor sees that one; in or out of the recycle bin."""
    found = Merge.objects.filter(id=merge_id).first()
    if found is None:
        raise NOT_FOUND()
    holder_id = forwarding.leads_to(found.survivor_id)
    return found, customers.load_visible(actor, holder_id, trashed=None)


def load_for_undo(actor: Actor, merge_id: int) -> tuple[Merge, Customer]:
    """A merge the actor may take back: it stands, and its outcome is within the actor's own reach."""
    found, holder = load_merge(actor, merge_id)
    if not customers.in_reach(actor, holder):
        raise DENIED(right=rights.MERGE)
    if found.undone_at is not None:
        raise UNDONE()
    if holder.trashed_at is not None:
        raise IN_TRASH(number=holder.number)
    return found, holder


def resting_on(merge: Merge) -> list[Merge]:
    """The later merges that stand and began with what this one made, oldest first; through others too.

    Two rest on each other when a participant of one takes part in the other or had rows that the other moved.
    """
    chain = [merge]
    mine, near = _members([merge])
    while True:
        after = Merge.objects.filter(undone_at__isnull=True, id__gt=merge.id).exclude(id__in=[m.id for m in chain])
        touching = Participant.objects.filter(customer_id__in=mine) | Participant.objects.filter(
            customer_id__in=near
        ).exclude(role=BYSTANDER)
        found = list(after.filter(id__in=touching.values("merge_id")).order_by("id"))
        if not found:
            return sorted(chain[1:], key=lambda m: m.id)
        chain += found
        mine, near = _members(chain)


def standing_participants(customer_ids: Iterable[int]) -> frozenset[int]:
    """Those of the customers that a standing merge made one of, or will need when it is undone."""
    found = Participant.objects.filter(customer_id__in=list(customer_ids), merge__undone_at__isnull=True)
    return frozenset(found.exclude(role=BYSTANDER).values_list("customer_id", flat=True))


def _members(merges: Sequence[Merge]) -> tuple[set[int], set[int]]:
    """Who took part, and who stood by."""
    rows = Participant.objects.filter(merge__in=list(merges)).values_list("customer_id", "role")
    return {i for i, role in rows if role != BYSTANDER}, {i for i, role in rows if role == BYSTANDER}


def lock_all(customer_ids: Sequence[int]) -> None:
    """Lock customers in the order of their ids."""
    assert not transaction.get_autocommit(), "locks end with the transaction"
    list(Customer.objects.filter(id__in=customer_ids).order_by("id").select_for_update(of=("self",)).values_list("id"))
