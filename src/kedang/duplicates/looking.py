"""One look over the whole archive: everybody read once, each kind linked and grouped, and what was found."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kedang.duplicates.feeding import fed
from kedang.duplicates.reading import ranges
from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.grouping import Group, explained, groups_at
from kedang.engine.matching.linking import Linking
from kedang.engine.matching.model import Parameters, shipped

KINDS: tuple[Kind, ...] = ("person", "organisation")
_AT_ONCE = 2_000
_READERS = 2
# Half of what a look may take; the other half is the readers', the database's and Python's.
_MEMORY_MB = 1_800
Beat = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked for: pairs from `review` on, and never those in `apart`."""

    review: float
    apart: Collection[tuple[int, int]] = ()
    parameters: Callable[[Kind], Parameters] = shipped


@dataclass(slots=True)
class Sight:
    """What one look has found so far."""

    customers: int = 0
    pairs: int = 0
    groups: list[Group] = field(default_factory=list)


Stage = Callable[[str, int], None]


def look(wanted: Look, *, beat: Beat, stage: Stage) -> Sight:
    """Everything that looks like a duplicate. `stage` is told a word and how many customers have been read."""
    sight = Sight()
    linkings = {kind: Linking(kind, wanted.parameters(kind), memory_mb=_MEMORY_MB) for kind in KINDS}
    try:
        _read(linkings, sight, beat, stage)
        for kind in KINDS:
            stage(f"link.{kind}", sight.customers)
            _link(kind, linkings[kind], wanted, sight, beat)
            linkings[kind].close()
    finally:
        for linking in linkings.values():
            linking.close()
    return sight


def _read(linkings: dict[Kind, Linking], sight: Sight, beat: Beat, stage: Stage) -> None:
    for kind, batch in fed(ranges(_AT_ONCE), readers=_READERS, beat=beat):
        linkings[kind].add([batch])
        sight.customers += batch.num_rows
        stage("read", sight.customers)


def _link(kind: Kind, linking: Linking, wanted: Look, sight: Sight, beat: Beat) -> None:
    edges: list[Edge] = linking.edges(at_least=wanted.review, beat=beat)
    sight.pairs += len(edges)
    suspected = groups_at(linking, edges, at_least=wanted.review, apart=wanted.apart)
    beat()
    sight.groups += explained(linking, wanted.parameters(kind), suspected, beat=beat)
