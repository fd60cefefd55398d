"""Looking again at what has changed since the last look, by the index of keys: whoever stayed as they were is not read.

Groups in which somebody changed, or whom somebody changed now resembles, are formed anew from the pairs that are kept and those
that are found; every other group stays. A look over everything finds the same (up to how frequent a name is by then).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from kedang.archive.load import load_contents
from kedang.archive.models import KIND_NAMES, Customer
from kedang.duplicates import entering, entry_index
from kedang.duplicates.feeding import KINDS
from kedang.duplicates.frequencies import Frequencies
from kedang.duplicates.looking import Beat, Look, Sight, Stage, with_groups
from kedang.duplicates.models import OPEN, SuspectMember, SuspectPair
from kedang.duplicates.probes import Probe, probe_of, row_of
from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.linking import MARKS
from kedang.engine.matching.scoring import Frequency, score
from kedang.kit.ids import first_id_at

_AT_ONCE = 200
# A look over everything reads faster than the index is asked: from one changed customer in so many on, it is the shorter way.
_ONE_IN = 10
# Changed since a time, or not in the index yet.
_CHANGED = """
SELECT subject_id FROM history_event WHERE id >= %s AND subject_kind = 'customer'
UNION
SELECT id FROM archive_customer c WHERE trashed_at IS NULL AND survivor_id IS NULL
AND NOT EXISTS (SELECT 1 FROM duplicates_entry e WHERE e.customer_id = c.id)
LIMIT %s
"""
_FULL = 10_000


def everybody() -> int:
    """How many customers are listed."""
    return Customer.objects.filter(trashed_at__isnull=True, survivor_id__isnull=True).count()


def few_changed(since: datetime) -> list[int] | None:
    """Whoever has changed since a time, by id; None when they are so many that looking at everybody is sooner done."""
    most = everybody() // _ONE_IN
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [first_id_at(since - entering.LATE), most + 1])
        found = [row[0] for row in cursor.fetchall()]
    return sorted(found) if len(found) <= most else None


def look_again(wanted: Look, changed: Sequence[int], *, beat: Beat, stage: Stage) -> Sight:
    """Everything that looks like a duplicate now where something changed; `sight.among` are the groups it replaces."""
    sight = Sight()
    edges: dict[Kind, list[Edge]] = {kind: [] for kind in KINDS}
    stage("read", 0)
    for start in range(0, len(changed), _AT_ONCE):
        part = changed[start : start + _AT_ONCE]
        entering.catch_up(part)
        for kind, edge in _edges_of(part, wanted):
            edges[kind].append(edge)
        sight.customers += len(part)
        stage("read", sight.customers)
        beat()
    sight.among = _groups_about({*changed, *(i for found in edges.values() for e in found for i in (e.a, e.b))})
    _with_kept_pairs(edges, sight.among, set(changed), wanted.review)
    for kind in KINDS:
        with_groups(sight, kind, _Indexed(kind), edges[kind], wanted, beat)
    return sight


def _edges_of(ids: Sequence[int], wanted: Look) -> Iterator[tuple[Kind, Edge]]:
    """The pairs one of these stands in that reach the limit of review, each once."""
    probes = {i: probe_of(content) for i, content in _listed(ids).items()}
    held = entry_index.holders({key for probe in probes.values() for key in probe.keys})
    near = {i: _holders_of(probe, held) - {i} for i, probe in probes.items()}
    others = {i for found in near.values() for i in found} - probes.keys()
    rows = {i: (content.kind, row_of(content)) for i, content in _listed(sorted(others)).items()}
    rows |= {i: (probe.kind, probe.row) for i, probe in probes.items()}
    frequencies = {kind: Frequencies(kind, counted=True) for kind in KINDS}
    for a, b in sorted({(min(i, j), max(i, j)) for i, found in near.items() for j in found if j in rows}):
        kind = rows[a][0]
        if rows[b][0] == kind:
            truth = score(wanted.parameters[kind], rows[a][1], rows[b][1], frequencies[kind])
            if truth.probability >= wanted.review:
                yield kind, Edge(a, b, truth.probability)


def _holders_of(probe: Probe, held: Mapping[int, Sequence[int]]) -> set[int]:
    return {i for key in probe.keys for i in held.get(key, ())}


def _listed(ids: Sequence[int]) -> dict[int, Any]:
    there = Customer.objects.filter(id__in=ids, trashed_at__isnull=True, survivor_id__isnull=True)
    return load_contents(sorted(there.values_list("id", flat=True)))


def _groups_about(ids: Iterable[int]) -> set[int]:
    """The open groups in which one of these stands, or one who is no longer listed."""
    members = SuspectMember.objects.filter(group__state=OPEN)
    gone = Q(customer__trashed_at__isnull=False) | Q(customer__survivor_id__isnull=False)
    found = set(members.filter(gone).values_list("group_id", flat=True))
    for part in _parts(sorted(ids)):
        found.update(members.filter(customer_id__in=part).values_list("group_id", flat=True))
    return found


def _with_kept_pairs(edges: dict[Kind, list[Edge]], groups: set[int], changed: set[int], review: float) -> None:
    """Add the pairs of these groups whose two stayed as they were."""
    for part in _parts(sorted(groups)):
        kept = SuspectPair.objects.filter(group_id__in=part, score__gte=review * _FULL)
        there = kept.filter(
            customer__trashed_at__isnull=True,
            customer__survivor_id__isnull=True,
            other__trashed_at__isnull=True,
            other__survivor_id__isnull=True,
        )
        for kind, a, b, level in there.values_list("group__kind", "customer_id", "other_id", "score"):
            if changed.isdisjoint((a, b)):
                edges[KIND_NAMES[kind]].append(Edge(a, b, level / _FULL))  # type: ignore[index]


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]


@dataclass(frozen=True, slots=True)
class _Indexed:
    """Records of one kind, read from the archive when they are asked for."""

    kind: Kind

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        return {i: row_of(content) for part in _parts(ids) for i, content in load_contents(part).items()}

    def marks(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        known = {}
        for i, row in self.rows(ids).items():
            known[i] = {
                column: row[column] for column, sound in MARKS[self.kind] if row[column] and row.get(sound, True)
            }
        return known

    def frequencies(self, ids: Sequence[int]) -> Frequency:
        return Frequencies(self.kind, counted=True)
