"""What a reviewer decides about a group: one customer, or not; and taking either back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.db.models import Q

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.suspects import suspicion_changed
from kedang.duplicates import rights
from kedang.duplicates.models import MERGED, OPEN, Decision, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.review_reading import load_group, members_of
from kedang.duplicates.review_settling import Pair, decided_among, pair_of, settle
from kedang.history.record import event_row, record_many
from kedang.jobs.turns import wait_turn
from kedang.kit.actor import Actor, system_name
from kedang.kit.errors import Refusal
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge

MERGED_ALREADY = Refusal(
    "duplicates.merged_already",
    409,
    "{who} 刚刚合并了这一组，您这次操作没有执行。如有不同意见，可以先撤销那次合并。",
    "{who} has just merged this group; your decision was not carried out. If you disagree, undo that merge first.",
)
DISMISSED_ALREADY = Refusal(
    "duplicates.dismissed_already",
    409,
    "{who} 刚刚判定这一组不是重复，您这次操作没有执行。如有不同意见，可以先撤回那个判定。",
    "{who} has just said that these are not duplicates; your decision was not carried out. If you disagree, take theirs back.",
)
CHANGED = Refusal(
    "duplicates.changed",
    409,
    "这一组刚刚有变化，您选的客户已不全在其中。没有任何改动，请看过现在的内容再决定。",
    "This group has just changed and no longer holds everybody you chose. Nothing was changed: look again, then decide.",
)
APART = Refusal(
    "duplicates.apart",
    409,
    "其中有客户已被判定“不是重复”。没有任何改动，请先撤回那个判定，或只合并其余客户。",
    "Some of these were said not to be duplicates. Nothing was changed: take that back first, or merge only the others.",
)
NOTHING_TO_UNDO = Refusal(
    "duplicates.nothing_to_undo",
    409,
    "这一组没有可以撤销的决定，可能已经有人撤销过。没有任何改动。",
    "There is nothing to take back in this group; somebody may have done so already. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A group after a decision, with what was decided just now."""

    group: SuspectGroup
    pairs: list[Pair]
    merge_id: int | None = None


@transaction.atomic
def merge_group(
    actor: Actor,
    group_id: int,
    survivor_id: int,
    loser_ids: Sequence[int],
    *,
    choices: Mapping[str, int] | None = None,
    versions: Mapping[int, int] | None = None,
) -> Decided:
    """These members are one: merge them into the survivor. The rest of the group stays to be decided."""
    actor.require(rights.REVIEW)
    wait_turn("merging")
    group = _load_open(actor, group_id)
    chosen = {survivor_id, *loser_ids}
    _members(actor, group, chosen)
    if any(one in chosen and other in chosen for one, other in decided_among(chosen)):
        raise APART()
    made = merge(actor, survivor_id, loser_ids, choices=choices, versions=versions)
    group.refresh_from_db()
    return Decided(group, [], made.id)


@transaction.atomic
def dismiss(actor: Actor, group_id: int, customer_ids: Sequence[int] = ()) -> Decided:
    """Not duplicates: nobody in reach (no ids), one member and all the others (one id), or these members among each other.

    Remembered for each pair, so that no later run brings it up again. Members beyond reach are not decided about.
    """
    actor.require(rights.REVIEW)
    group = _load_open(actor, group_id)
    everybody = _members(actor, group, customer_ids)
    one = customer_ids[0] if len(set(customer_ids)) == 1 else None
    among = everybody if one is not None or not customer_ids else sorted(set(customer_ids))
    wanted = {pair_of(a, b) for a, b in combinations(among, 2) if one is None or one in (a, b)}
    fresh = sorted(wanted - decided_among(among))
    if not fresh:
        raise CHANGED()
    decisions = [Decision(customer_id=a, other_id=b, decided_by=actor.id) for a, b in fresh]
    Decision.objects.bulk_create(decisions, ignore_conflicts=True)
    settle(actor, group)
    _tell(actor, "duplicates.dismissed", group, fresh)
    return Decided(group, fresh)


@transaction.atomic
def take_back(actor: Actor, group_id: int, pairs: Collection[Pair] = ()) -> Decided:
    """They may be duplicates after all: forget what was said of these pairs, or of all pairs of the group in reach."""
    actor.require(rights.REVIEW)
    group = load_group(actor, group_id, lock=True)
    named = _ever_in_reach(actor, group)
    standing = {pair for pair in decided_among(named) if not pairs or pair in {pair_of(*each) for each in pairs}}
    if not standing:
        raise NOTHING_TO_UNDO()
    found = Q()
    for one, other in standing:
        found |= Q(customer=one, other=other)
    Decision.objects.filter(found).delete()
    settle(actor, group)
    _tell(actor, "duplicates.reopened", group, sorted(standing))
    return Decided(group, sorted(standing))


@transaction.atomic
def undo_group_merge(actor: Actor, group_id: int) -> Decided:
    """Undo the group's latest merge; those it joined are suspected again."""
    actor.require(rights.REVIEW)
    wait_turn("merging")
    group = load_group(actor, group_id, lock=True)
    if group.merge_id is None:
        raise NOTHING_TO_UNDO()
    undone = undo_merge(actor, group.merge_id)
    group.refresh_from_db()
    return Decided(group, [], undone.id)


def _load_open(actor: Actor, group_id: int) -> SuspectGroup:
    """A group that waits for a decision, locked; else what became of it meanwhile."""
    group = load_group(actor, group_id, lock=True)
    if group.state != OPEN:
        who = directory().name(group.decided_by) or system_name(group.decided_by) or "—"
        raise (MERGED_ALREADY if group.state == MERGED else DISMISSED_ALREADY)(who=who, group=str(group.id))
    return group


def _members(actor: Actor, group: SuspectGroup, chosen: Collection[int]) -> list[int]:
    """The members in reach; all of the chosen ones must be among them."""
    members, _ = members_of(actor, group)
    ids = [customer.id for customer in members]
    if not set(chosen) <= set(ids):
        raise CHANGED()
    return ids


def _ever_in_reach(actor: Actor, group: SuspectGroup) -> set[int]:
    """Everybody the group ever held whom the actor sees now."""
    return set(Customer.objects.visible_to(actor).filter(id__in=_ever(group)).values_list("id", flat=True))


def _ever(group: SuspectGroup) -> set[int]:
    members = SuspectMember.objects.filter(group=group).values_list("customer_id", flat=True)
    pairs = SuspectPair.objects.filter(group=group).values_list("customer_id", "other_id")
    return {*members, *(i for pair in pairs for i in pair)}


def _tell(actor: Actor, verb: str, group: SuspectGroup, pairs: Sequence[Pair]) -> None:
    """One event in the history of each customer, and word to those who measure."""
    ids = sorted({i for pair in pairs for i in pair})
    details = {"group": str(group.id)}
    record_many([event_row(actor, verb, subject=("customer", each), details=details) for each in ids])
    suspicion_changed(ids)
