"""What is left of a group after a decision: its pairs stay, who is still suspected follows from them.

The strongest pairs are joined first. Two of whom somebody said that they are not one never come together, whatever else
suggests it; what that leaves over is looked at once the first part is settled.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from kedang.archive.forwarding import resolve
from kedang.archive.suspects import suspicion_changed
from kedang.duplicates.models import DISMISSED, MERGED, OPEN, Decision, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.thresholds import limits
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.merging.models import LOSER, Merge

Pair = tuple[int, int]


@dataclass(slots=True)
class Cluster:
    """Customers that may be one, and the highest score among them."""

    score: int
    members: set[int] = field(default_factory=set)


def pair_of(one: int, other: int) -> Pair:
    """Two customers in the order in which pairs and decisions are kept."""
    return (one, other) if one < other else (other, one)


def decided_among(customer_ids: Iterable[int]) -> set[Pair]:
    """The pairs among some customers, or those merged into them, that somebody said are not one."""
    leads = set(customer_ids)
    rows = Decision.objects.filter(Q(customer__in=leads) | Q(other__in=leads)).values_list("customer_id", "other_id")
    return {(one, other) for one, other in rows if one in leads and other in leads}


def follow_merge(actor: Actor, customer_ids: Collection[int]) -> None:
    """These became one, or several again, here or on a customer's page: settle every group that speaks of them."""
    held = SuspectMember.objects.filter(customer__in=customer_ids).values_list("group_id", flat=True)
    paired = SuspectPair.objects.filter(Q(customer__in=customer_ids) | Q(other__in=customer_ids))
    wanted = {*held, *paired.values_list("group_id", flat=True)}
    for group in SuspectGroup.objects.filter(id__in=wanted).order_by("id").select_for_update():
        settle(actor, group)
    suspicion_changed(SuspectMember.objects.filter(group__in=wanted).values_list("customer_id", flat=True))


def apart_now(decisions: QuerySet[Decision] | None = None) -> set[Pair]:
    """Every pair somebody said is not one; for those merged since, also the pair of the customers that hold them now."""
    found = Decision.objects.all() if decisions is None else decisions
    pairs: set[Pair] = set(found.values_list("customer_id", "other_id"))
    merged = Q(customer__survivor_id__isnull=False) | Q(other__survivor_id__isnull=False)
    moved = list(found.filter(merged).values_list("customer_id", "other_id"))
    leads = resolve({i for pair in moved for i in pair})
    return pairs | {pair_of(leads[a], leads[b]) for a, b in moved if leads[a] != leads[b]}


def settle(actor: Actor, group: SuspectGroup) -> None:
    """Say anew who stands in a group and whether anything is left to decide."""
    found = list(SuspectPair.objects.filter(group=group))
    pairs = [(pair.customer_id, pair.other_id, pair.score) for pair in found]
    named = {i for one, other, _ in pairs for i in (one, other)}
    leads = resolve(named)
    leads |= {to: to for to in leads.values()}
    apart = {pair_of(leads[a], leads[b]) for a, b in decided_among(leads)}
    least = min(limits().review, group.score)
    edges = [(leads[a], leads[b], score) for a, b, score in pairs if leads[a] != leads[b] and score >= least]
    joined = any(leads[a] == leads[b] for a, b, _ in pairs)
    group.merge_id = _latest_merge(named, joined=joined)
    if clusters := cluster(edges, apart):
        first = max(clusters, key=lambda each: (each.score, -min(each.members)))
        group.state, group.decided_at, group.decided_by = OPEN, None, None
        group.score, group.size = first.score, len(first.members)
        ends = {pair.id: {leads[pair.customer_id], leads[pair.other_id]} for pair in found}
        inside = [pair for pair in found if len(ends[pair.id]) == 2 and ends[pair.id] <= first.members]
        group.score_clear = max(pair.score_clear for pair in inside)
        group.score_contact = max(pair.score_contact for pair in inside)
        _enrol(group, first.members)
    else:
        _close(actor, group, MERGED if joined else DISMISSED)
        if joined:
            _enrol(group, set(leads))
    decided = ("state", "decided_at", "decided_by", "size", "merge_id")
    group.save(update_fields=[*decided, "score", "score_clear", "score_contact"])


def _close(actor: Actor, group: SuspectGroup, state: str) -> None:
    """Who decided stays who decided, whatever becomes of the customers later."""
    if group.state != state:
        group.state, group.decided_at, group.decided_by = state, now(), actor.id


def _latest_merge(named: Collection[int], *, joined: bool) -> int | None:
    """The latest standing merge of one of a group's customers into another, or of several of them into somebody else."""
    standing = Merge.objects.filter(
        undone_at__isnull=True, participants__role=LOSER, participants__customer_id__in=named
    )
    latest = standing.filter(survivor_id__in=named).order_by("-id").first()
    if latest is None and joined:
        latest = standing.order_by("-id").first()
    return latest.id if latest else None


def cluster(edges: Iterable[tuple[int, int, int]], apart: Collection[Pair]) -> list[Cluster]:
    """Join the ends of pairs, the strongest first, unless that brought together two that are apart."""
    home: dict[int, Cluster] = {}
    for one, other, score in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        left = home.get(one) or Cluster(score, {one})
        right = home.get(other) or Cluster(score, {other})
        if left is right or any(pair_of(a, b) in apart for a in left.members for b in right.members):
            continue
        joined = Cluster(max(left.score, right.score), left.members | right.members)
        home.update(dict.fromkeys(joined.members, joined))
    return list({id(each): each for each in home.values()}.values())


def _enrol(group: SuspectGroup, members: set[int]) -> None:
    held = set(SuspectMember.objects.filter(group=group).values_list("customer_id", flat=True))
    SuspectMember.objects.filter(group=group, customer__in=held - members).delete()
    SuspectMember.objects.bulk_create([SuspectMember(group=group, customer_id=i) for i in sorted(members - held)])
