"""The groups of which the archive is certain, with their reasons in words: what `kedang dedupe --json` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import orjson

from kedang.archive.models import KIND_NAMES, Customer
from kedang.duplicates.degrees import Reading, reading_of
from kedang.duplicates.models import OPEN, SuspectPair
from kedang.duplicates.thresholds import limits
from kedang.engine.matching.clustering import Edge, clusters
from kedang.engine.matching.comparisons import COMPARISONS
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

UNREADABLE = Refusal(
    "duplicates.unreadable",
    403,
    "“几乎确定”的各组由全部字段得出，您有些字段看不到，因此不能列出。请在“查重合并”里逐组处理。",
    "Which groups are certain follows from all fields, and some of them you may not read. Go through the review queue instead.",
)
_FULL = 10_000
Stored = tuple[int, int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class CertainPair:
    """Two customers by archive number; `score` is a probability, `reasons` are words with weights in bits."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certain:
    """One customer who is there several times."""

    numbers: tuple[str, ...]
    pairs: tuple[CertainPair, ...]


def certain_groups(actor: Actor) -> Iterator[Certain]:
    """Every certain group whose members the actor sees all, one after the other; for who may read all that is compared."""
    if reading_of(actor) != Reading.EVERYTHING:
        raise UNREADABLE()
    numbers = dict(Customer.objects.visible_to(actor).values_list("id", "number").iterator())
    least = limits().certain
    rows = SuspectPair.objects.filter(group__state=OPEN).order_by("group_id", "id")
    stored = rows.values_list("group_id", "group__kind", "customer_id", "other_id", "score", "reasons").iterator()
    for _, group in groupby(stored, key=lambda row: row[0]):
        pairs = list(group)
        edges = [Edge(a, b, score / _FULL) for _, _, a, b, score, _ in pairs if score >= least]
        for members in clusters(edges):
            if all(member in numbers for member in members):
                yield _certain(members, pairs, numbers, actor.language)


def _certain(members: Sequence[int], pairs: Sequence[Stored], numbers: dict[int, str], language: str) -> Certain:
    inside = set(members)
    shown = [
        CertainPair(numbers[a], numbers[b], score / _FULL, _reasons(KIND_NAMES[kind], reasons, language))
        for _, kind, a, b, score, reasons in pairs
        if a in inside and b in inside
    ]
    return Certain(tuple(numbers[member] for member in members), tuple(shown))


def _reasons(kind: str, stored: str, language: str) -> tuple[str, ...]:
    words = {
        (comparison.code, level.code): level.zh if language == "zh-CN" else level.en
        for comparison in COMPARISONS[kind]  # type: ignore[index]
        for level in comparison.levels
    }
    return tuple(f"{words[code, level]} {weight / 10:+.1f}" for code, level, weight in orjson.loads(stored))
