"""From pairs to customers: the strongest pairs first, and never two records together that cannot be one.

Connected components would chain 张伟 to 张玮 to 章伟. Here a pair joins two groups only when no member of the one contradicts
a member of the other (two valid ID numbers, two branches, a person's decision).
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair above the threshold; `a` < `b`."""

    a: int
    b: int
    probability: float


# What a record is known by beyond doubt: {"id_number": "…"}; two different values under one word contradict.
Marks = Mapping[str, str]


@dataclass(slots=True)
class _Group:
    members: list[int]
    marks: dict[str, str] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)


def clusters(
    edges: Iterable[Edge],
    *,
    marks: Mapping[int, Marks] | None = None,
    apart: Iterable[tuple[int, int]] = (),
    largest: int = 50,
) -> list[list[int]]:
    """Groups of two and more, members and groups in order of their ids. `apart` are pairs somebody said are different."""
    known = marks or {}
    separated: dict[int, set[int]] = {}
    for a, b in apart:
        separated.setdefault(a, set()).add(b)
        separated.setdefault(b, set()).add(a)
    groups: dict[int, _Group] = {}
    for edge in sorted(edges, key=lambda e: (-e.probability, e.a, e.b)):
        ours = groups.get(edge.a) or _alone(edge.a, known, separated)
        theirs = groups.get(edge.b) or _alone(edge.b, known, separated)
        if ours is theirs or not _may_join(ours, theirs, largest):
            continue
        if len(ours.members) < len(theirs.members):
            ours, theirs = theirs, ours
        ours.members += theirs.members
        ours.marks.update(theirs.marks)
        ours.apart |= theirs.apart
        for member in (*theirs.members, edge.a, edge.b):
            groups[member] = ours
    found = {id(group): group for group in groups.values()}
    return sorted(sorted(group.members) for group in found.values())


def _alone(member: int, marks: Mapping[int, Marks], separated: Mapping[int, Set[int]]) -> _Group:
    return _Group([member], dict(marks.get(member, {})), set(separated.get(member, ())))


def _may_join(ours: _Group, theirs: _Group, largest: int) -> bool:
    if len(ours.members) + len(theirs.members) > largest:
        return False
    if any(theirs.marks.get(word, value) != value for word, value in ours.marks.items()):
        return False
    return ours.apart.isdisjoint(theirs.members) and theirs.apart.isdisjoint(ours.members)
