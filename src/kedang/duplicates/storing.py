"""Keeping what a run found: groups that are new, groups that stayed, and those nobody suspects any more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection

from kedang.archive.models import KIND_CODES, Customer
from kedang.archive.suspects import suspicion_changed
from kedang.archive.write import delete_where, insert_rows
from kedang.duplicates.degrees import SCORES, scores_of
from kedang.duplicates.models import OPEN, Decision, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.review_settling import apart_now
from kedang.duplicates.suspecting import reasons_text
from kedang.engine.matching.grouping import Group
from kedang.history.record import stamp_now
from kedang.kit.ids import new_ids

_AT_ONCE = 5_000
T = TypeVar("T")
_SAID = ("customer_id", "other_id", *SCORES, "reasons")
_COLUMNS = {
    "duplicates_group": ("id", "run_id", "kind", "state", *SCORES, "size", "created_at"),
    "duplicates_member": ("id", "group_id", "customer_id"),
    "duplicates_pair": ("id", "group_id", *_SAID),
}


def store(run_id: int, groups: Sequence[Group], *, since: datetime, among: Collection[int] | None = None) -> None:
    """Make the open groups what a run found, in the caller's transaction; those of `among` only, when it looked no further.
    A group with the same members keeps its id; what is said of it is what was found now.

    People went on working since the run began to read: groups that came up at entry stay, and a group in which somebody was
    merged, trashed or told apart meanwhile is left to the next run.
    """
    assert connection.in_atomic_block, "the queue changes as a whole"
    before = {m: i for m, i in _open_groups(since).items() if among is None or i in among}
    found = {group.members: group for group in _unchanged(groups, since)}
    gone = [group_id for members, group_id in before.items() if members not in found]
    fresh = [group for members, group in found.items() if members not in before]
    _drop(gone)
    _say_anew({before[members]: group for members, group in found.items() if members in before})
    for part in _parts(fresh):
        _insert(run_id, part)
    touched = {m for members in before.keys() ^ found.keys() for m in members}
    for ids in _parts(sorted(touched)):
        suspicion_changed(ids)


def _unchanged(groups: Sequence[Group], since: datetime) -> Iterable[Group]:
    gone = set(Customer.objects.filter(trashed_at__gte=since).values_list("id", flat=True))
    decided = apart_now(Decision.objects.filter(decided_at__gte=since))
    for group in groups:
        if gone.isdisjoint(group.members) and decided.isdisjoint((pair.a, pair.b) for pair in group.pairs):
            yield group


def _open_groups(since: datetime) -> dict[tuple[int, ...], int]:
    members: dict[int, list[int]] = {}
    older = SuspectMember.objects.filter(group__state=OPEN, group__created_at__lt=since)
    rows = older.order_by("customer_id").values_list("group_id", "customer_id")
    for group_id, customer_id in rows.iterator():
        members.setdefault(group_id, []).append(customer_id)
    return {tuple(ids): group_id for group_id, ids in members.items()}


def _drop(group_ids: Sequence[int]) -> None:
    for table in ("duplicates_pair", "duplicates_member"):
        delete_where(table, "group_id", group_ids)
    delete_where(SuspectGroup._meta.db_table, "id", group_ids)


def _say_anew(stayed: Mapping[int, Group]) -> None:
    """Give groups whose members stayed the scores and reasons that were found now, where they differ."""
    for ids in _parts(sorted(stayed)):
        said: dict[int, set[tuple[object, ...]]] = {}
        for group_id, *pair in SuspectPair.objects.filter(group_id__in=ids).values_list("group_id", *_SAID):
            said.setdefault(group_id, set()).add(tuple(pair))
        changed = {i: _pairs(stayed[i]) for i in ids}
        changed = {i: pairs for i, pairs in changed.items() if said.get(i) != set(pairs)}
        delete_where("duplicates_pair", "group_id", sorted(changed))
        rows = [(group_id, pair) for group_id, pairs in changed.items() for pair in pairs]
        numbered = zip(new_ids(len(rows)), rows, strict=True)
        insert_rows(
            "duplicates_pair", _COLUMNS["duplicates_pair"], [(i, group_id, *pair) for i, (group_id, pair) in numbered]
        )
        groups = [
            SuspectGroup(id=group_id, **dict(zip(SCORES, _strongest(pairs), strict=True)))
            for group_id, pairs in changed.items()
        ]
        SuspectGroup.objects.bulk_update(groups, SCORES, batch_size=500)


def _pairs(group: Group) -> list[tuple[Any, ...]]:
    """The pairs of a group as they are stored."""
    return [
        (pair.a, pair.b, *scores_of(group.kind, pair.score).values(), reasons_text(pair.score)) for pair in group.pairs
    ]


def _strongest(pairs: Sequence[tuple[Any, ...]]) -> list[int]:
    """A group's scores: of each kind the highest of its pairs."""
    return [max(pair[2 + at] for pair in pairs) for at in range(len(SCORES))]


def _insert(run_id: int, groups: Sequence[Group]) -> None:
    ids = new_ids(len(groups) + sum(len(g.members) + len(g.pairs) for g in groups))
    at = iter(ids)
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _COLUMNS}
    now = stamp_now()
    for group in groups:
        group_id = next(at)
        pairs = _pairs(group)
        head = (group_id, run_id, KIND_CODES[group.kind], OPEN, *_strongest(pairs), len(group.members), now)
        rows["duplicates_group"].append(head)
        rows["duplicates_member"] += [(next(at), group_id, member) for member in group.members]
        rows["duplicates_pair"] += [(next(at), group_id, *pair) for pair in pairs]
    for table, columns in _COLUMNS.items():
        insert_rows(table, columns, rows[table])


def _parts(items: Sequence[T]) -> Iterable[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
