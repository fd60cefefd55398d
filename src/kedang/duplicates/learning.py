"""The parameters in force: those that are shipped, or those the archive taught once it is large enough.

A whole look teaches: pairs inside certain groups are one customer, pairs picked at random are two. What was believed before
counts as some thousand pairs, so that it changes little at a time. It is used from the next look on, and at entry at once.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from typing import Protocol

import orjson
from django.db import transaction

from kedang.archive.models import KIND_CODES, KIND_NAMES
from kedang.duplicates import rights
from kedang.duplicates.feeding import KINDS
from kedang.duplicates.models import Lesson, Thresholds
from kedang.engine.catalogue import Kind
from kedang.engine.matching.grouping import Group, Linked
from kedang.engine.matching.learning import Seen, learnt
from kedang.engine.matching.model import ModelMismatch, Parameters, from_json, shipped
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now

# Customers of a kind before the archive teaches, and how much larger it must be to teach again.
LARGE, AGAIN = 100_000, 2
_MOST_PAIRS, _STRANGERS, _DRAWN = 50_000, 60_000, 3_000
# How many pairs the belief before is worth: of one customer, of two.
_TRUST = (2_000.0, 100_000.0)


class Sampled(Linked, Protocol):
    """Records of which some can be drawn."""

    def sample(self, count: int) -> Sequence[int]:
        """Some records, picked at random."""
        ...


@dataclass(frozen=True, slots=True)
class Taught:
    """What one look taught about a kind, from so many customers and pairs."""

    parameters: Parameters
    customers: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive taught about a kind, for whoever sets the limits."""

    kind: Kind
    customers: int
    pairs: int
    at: datetime


def in_force() -> Mapping[Kind, Parameters]:
    """The parameters to compare by now."""
    found = {kind: shipped(kind) for kind in KINDS}
    for kind, text in _lessons():
        found[kind] = _read(text) or found[kind]
    return found


@lru_cache(maxsize=8)
def _read(text: str) -> Parameters | None:
    """None for what was taught to another release: the next whole look teaches anew."""
    try:
        return from_json(orjson.loads(text))
    except ModelMismatch:
        return None


def _lessons() -> Iterable[tuple[Kind, str]]:
    if Thresholds.objects.filter(id=1, learn=False).exists():
        return
    for code, text in Lesson.objects.values_list("kind", "parameters"):
        yield KIND_NAMES[code], text  # type: ignore[misc]


def is_time(kind: Kind, customers: int) -> bool:
    """Whether a look over so many customers of a kind should teach."""
    if customers < LARGE or Thresholds.objects.filter(id=1, learn=False).exists():
        return False
    last = Lesson.objects.filter(kind=KIND_CODES[kind]).first()
    return last is None or customers >= AGAIN * last.customers or _read(last.parameters) is None


def teach(
    linking: Sampled,
    before: Parameters,
    groups: Sequence[Group],
    certain: Sequence[Collection[int]],
    *,
    customers: int,
) -> Taught:
    """What the certain groups among these groups, and strangers, say about the levels."""
    met, unmet = Seen(before.kind), Seen(before.kind)
    pairs = _count_met(met, groups, certain)
    _count_unmet(unmet, linking, groups)
    return Taught(learnt(before, met, unmet, trust=_TRUST), customers, pairs)


def _count_met(met: Seen, groups: Sequence[Group], certain: Sequence[Collection[int]]) -> int:
    home = {member: place for place, members in enumerate(certain) for member in members}
    pairs = 0
    for group in groups:
        for pair in group.pairs:
            if pairs < _MOST_PAIRS and pair.a in home and home[pair.a] == home.get(pair.b):
                pairs += 1
                for share in pair.score.shares:
                    met.count(share.comparison.code, share.level.code)
    return pairs


def _count_unmet(unmet: Seen, linking: Sampled, groups: Sequence[Group]) -> None:
    together = {pair for group in groups for pair in combinations(group.members, 2)}
    rows = linking.rows(linking.sample(_DRAWN))
    drawn, ids = random.Random(1), sorted(rows)  # noqa: S311 - for a sample, not for secrets
    picked = (tuple(sorted(drawn.sample(ids, 2))) for _ in range(_STRANGERS if len(ids) > 1 else 0))
    unmet.add((rows[a], rows[b]) for a, b in picked if (a, b) not in together)


def keep(kind: Kind, taught: Taught) -> None:
    """Keep a lesson, in the caller's transaction."""
    Lesson.objects.update_or_create(
        kind=KIND_CODES[kind],
        defaults={
            "parameters": orjson.dumps(taught.parameters.as_json()).decode(),
            "customers": taught.customers,
            "pairs": taught.pairs,
            "learnt_at": now(),
        },
    )


def known(actor: Actor) -> tuple[bool, list[Known]]:
    """Whether the archive teaches, and what it taught so far."""
    actor.require(rights.RUN)
    found = [
        Known(KIND_NAMES[row.kind], row.customers, row.pairs, row.learnt_at)  # type: ignore[arg-type]
        for row in Lesson.objects.order_by("kind")
    ]
    return not Thresholds.objects.filter(id=1, learn=False).exists(), found


@transaction.atomic
def let_teach(actor: Actor, *, learn: bool) -> None:
    """Let the archive teach, or go back to what is shipped; what was taught is kept."""
    actor.require(rights.RUN)
    Thresholds.objects.update_or_create(id=1, defaults={"learn": learn})
    record(actor, "duplicates.learning_changed", subject=("duplicates", 1), details={"learn": learn})
