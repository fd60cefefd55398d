"""Putting customers that were filed although they look like others into the queue of suspicions: at once, not at the next run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.db import connection
from django.db.models import Count, Q

from kedang.archive.models import KIND_CODES
from kedang.archive.suspects import suspicion_changed
from kedang.duplicates.degrees import SCORES, scores_of
from kedang.duplicates.models import OPEN, SuspectGroup, SuspectMember, SuspectPair
from kedang.engine.catalogue import Kind
from kedang.engine.matching.scoring import Score

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A customer just filed, and one that was there (or was filed a moment before)."""

    fresh: int
    other: int
    kind: Kind
    truth: Score


def suspect(suspicions: Sequence[Suspicion]) -> None:
    """Add each pair to the open group of the one that was there, or open a group; in the caller's transaction."""
    assert connection.in_atomic_block, "a suspicion is there with the customer it is about"
    if not suspicions:
        return
    queue = _Queue({suspicion.other for suspicion in suspicions})
    for suspicion in suspicions:
        queue.add(suspicion)
    queue.store()
    suspicion_changed({i for suspicion in suspicions for i in (suspicion.fresh, suspicion.other)})


class _Queue:
    """The open groups some customers stand in, and what is added to them."""

    def __init__(self, customer_ids: Collection[int]) -> None:
        rows = SuspectMember.objects.filter(customer_id__in=customer_ids, group__state=OPEN).select_related("group")
        self._groups = {row.customer_id: row.group for row in rows.order_by("id")}
        self._stored = {group.id for group in self._groups.values()}
        present = SuspectMember.objects.filter(group_id__in=self._stored).values_list("group_id", "customer_id")
        self._members = set(present)
        self._new_members: list[SuspectMember] = []
        self._pairs: list[SuspectPair] = []

    def add(self, suspicion: Suspicion) -> None:
        scores = scores_of(suspicion.kind, suspicion.truth)
        group = self._groups.get(suspicion.other) or self._groups.get(suspicion.fresh)
        if group is None:
            group = SuspectGroup(kind=KIND_CODES[suspicion.kind], score=0, size=0)
        for column, score in scores.items():
            setattr(group, column, max(score, getattr(group, column)))
        low, high = sorted((suspicion.fresh, suspicion.other))
        for customer_id in (low, high):
            self._groups.setdefault(customer_id, group)
            if (group.id, customer_id) not in self._members:
                self._members.add((group.id, customer_id))
                self._new_members.append(SuspectMember(group=group, customer_id=customer_id))
        self._pairs.append(
            SuspectPair(group=group, customer_id=low, other_id=high, reasons=reasons_text(suspicion.truth), **scores)
        )

    def store(self) -> None:
        groups = {pair.group.id: pair.group for pair in self._pairs}
        for group in groups.values():
            group.size = sum(1 for group_id, _ in self._members if group_id == group.id)
        SuspectGroup.objects.bulk_create([group for i, group in groups.items() if i not in self._stored])
        grown = [group for i, group in groups.items() if i in self._stored]
        SuspectGroup.objects.bulk_update(grown, [*SCORES, "size"])
        SuspectMember.objects.bulk_create(self._new_members)
        SuspectPair.objects.bulk_create(self._pairs, ignore_conflicts=True)


def reasons_text(truth: Score) -> str:
    """What each comparison said, as a pair keeps it: codes, and weights in tenths of a bit."""
    shares = [[s.comparison.code, s.level.code, round(s.weight * _TENTHS)] for s in truth.shares]
    return orjson.dumps(shares).decode()


def forget_suspicions(customer_ids: Collection[int]) -> None:
    """Customers are gone for good, as after the undoing of an import: a group of one is no group."""
    assert connection.in_atomic_block, "a suspicion goes with the customer it is about"
    for batch in _batches(sorted(customer_ids)):
        members = SuspectMember.objects.filter(customer_id__in=batch)
        group_ids = set(members.values_list("group_id", flat=True))
        if not group_ids:
            continue
        SuspectPair.objects.filter(Q(customer_id__in=batch) | Q(other_id__in=batch)).delete()
        members.delete()
        _shrink(group_ids)


def _shrink(group_ids: Collection[int]) -> None:
    left = SuspectMember.objects.filter(group_id__in=group_ids)
    rest = set(left.values_list("customer_id", flat=True))
    sizes: dict[int, int] = dict(
        left.values_list("group_id").annotate(size=Count("id")).values_list("group_id", "size")
    )
    for group in SuspectGroup.objects.filter(id__in=group_ids):
        if group.state == OPEN and sizes.get(group.id, 0) < 2:
            SuspectPair.objects.filter(group=group).delete()
            SuspectMember.objects.filter(group=group).delete()
            group.delete()
        else:
            group.size = sizes.get(group.id, 0)
            group.save(update_fields=["size"])
    suspicion_changed(rest)


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]
