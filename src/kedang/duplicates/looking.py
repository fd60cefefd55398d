"""One look over the whole archive: everybody read once, each kind linked and grouped, and what was found."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kedang.duplicates.engines import DUCKDB, Linker, maker, stop
from kedang.duplicates.feeding import KINDS, fed
from kedang.duplicates.learning import Taught, is_time, teach
from kedang.duplicates.reading import ranges
from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.grouping import Group, Linked, explained, groups_at
from kedang.engine.matching.linking import Linking
from kedang.engine.matching.model import Parameters, shipped

_AT_ONCE = 2_000
_READERS = 2
Beat = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked for: pairs from `review` on, and never those in `apart`. With `certain` given, a large archive teaches."""

    review: float
    apart: Collection[tuple[int, int]] = ()
    engine: str = DUCKDB
    parameters: Mapping[Kind, Parameters] = field(default_factory=lambda: {kind: shipped(kind) for kind in KINDS})
    certain: float | None = None


@dataclass(slots=True)
class Sight:
    """What one look has found so far. `among` are the open groups it takes the place of, when that is not all of them."""

    customers: int = 0
    read: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    pairs: int = 0
    groups: list[Group] = field(default_factory=list)
    among: set[int] | None = None
    taught: dict[Kind, Taught] = field(default_factory=dict)


Stage = Callable[[str, int], None]


def look(wanted: Look, *, beat: Beat, stage: Stage) -> Sight:
    """Everything that looks like a duplicate. `stage` is told a word and how many customers have been read."""
    sight = Sight()
    make = maker(wanted.engine)
    linkings = {kind: make(kind, wanted.parameters[kind]) for kind in KINDS}
    try:
        _read(linkings, sight, beat, stage)
        for kind in KINDS:
            stage(f"link.{kind}", sight.customers)
            _link(kind, linkings[kind], wanted, sight, beat)
            linkings[kind].close()
    finally:
        for linking in linkings.values():
            linking.close()
        stop()
    return sight


def _read(linkings: dict[Kind, Linker], sight: Sight, beat: Beat, stage: Stage) -> None:
    for kind, batch in fed(ranges(_AT_ONCE), readers=_READERS, beat=beat):
        linkings[kind].add([batch])
        sight.customers += batch.num_rows
        sight.read[kind] += batch.num_rows
        stage("read", sight.customers)


def _link(kind: Kind, linking: Linker, wanted: Look, sight: Sight, beat: Beat) -> None:
    edges = linking.edges(at_least=wanted.review, beat=beat)
    before = len(sight.groups)
    with_groups(sight, kind, linking, edges, wanted, beat)
    count = sight.read[kind]
    if wanted.certain is None or not isinstance(linking, Linking) or not is_time(kind, count):
        return
    certain = groups_at(linking, edges, at_least=wanted.certain, apart=wanted.apart)
    beat()
    sight.taught[kind] = teach(linking, wanted.parameters[kind], sight.groups[before:], certain, customers=count)


def with_groups(sight: Sight, kind: Kind, linked: Linked, edges: Sequence[Edge], wanted: Look, beat: Beat) -> None:
    """Add the groups these pairs form, explained."""
    sight.pairs += len(edges)
    suspected = groups_at(linked, edges, at_least=wanted.review, apart=wanted.apart)
    beat()
    sight.groups += explained(linked, wanted.parameters[kind], suspected, beat=beat)
