"""How sure a suspicion is, as far as somebody may be told (ADR 0012).

A score is kept three times: from fields that are clear by nature, with contact data, and from everything. A reader gets the widest
of the three whose fields they may all read, at their own customers and at others'; the queue is in the order of the same figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable

from kedang.archive.policy import policy_for
from kedang.duplicates.meeting import ten_thousandths
from kedang.duplicates.models import SuspectGroup, SuspectPair
from kedang.duplicates.review_reasons import documents_of, fields_of, outcome_told
from kedang.duplicates.thresholds import Limits, limits
from kedang.engine.catalogue import FIELDS, Kind
from kedang.engine.matching.comparisons import COMPARISONS, Level
from kedang.engine.matching.scoring import Score, Share
from kedang.kit.actor import Actor, Scope


class Reading(IntEnum):
    """Which of the compared fields somebody may read; a wider one includes the narrower ones."""

    NOTHING = 0
    CLEAR = 1
    CONTACTS = 2
    EVERYTHING = 3


_OF_SENSITIVITY = {"clear": Reading.CLEAR, "C": Reading.CONTACTS, "S": Reading.EVERYTHING}
COLUMNS = {Reading.CLEAR: "score_clear", Reading.CONTACTS: "score_contact", Reading.EVERYTHING: "score"}
SCORES = tuple(COLUMNS.values())
# Sums of the same shares in another order differ by a hair.
_PLACES = 6


def _needed(fields: Iterable[str]) -> Reading:
    return max(_OF_SENSITIVITY[FIELDS[field].sensitivity] for field in fields)


def _compared(reading: Reading) -> frozenset[str]:
    """The compared fields that this reading has and the narrower one has not."""
    found = {
        field
        for kind, comparisons in COMPARISONS.items()
        for comparison in comparisons
        for level in comparison.levels
        for field in fields_of(kind, comparison, level.code)
    }
    return frozenset(field for field in found if _needed([field]) == reading)


_COMPARED = {reading: _compared(reading) for reading in COLUMNS}


@dataclass(frozen=True, slots=True)
class Degree:
    """How sure, as told. `score` in ten-thousandths; None when the fields the reader may read do not suffice for a suspicion."""

    score: int | None
    level: str


class Degrees:
    """What one reader is told about how sure suspicions are."""

    def __init__(self, actor: Actor) -> None:
        self.limits: Limits = limits()
        self._reading = reading_of(actor)
        self._everywhere = actor.scope == Scope.ALL

    def rank(self, groups: QuerySet[SuspectGroup]) -> QuerySet[SuspectGroup]:
        """The groups with `told`: the figure by which this reader's queue is ordered, filtered and paged."""
        return groups.annotate(told=self._told())

    def _told(self) -> Combinable:
        column = COLUMNS.get(self._reading)
        if column is None:
            return Value(0, IntegerField())
        if self._everywhere or self._reading <= Reading.CLEAR:
            return F(column)
        # Of members beyond reach only what is clear by nature counts.
        return Case(When(reach__lt=F("size"), then=F(COLUMNS[Reading.CLEAR])), default=F(column))

    def of_group(self, group: SuspectGroup, *, complete: bool) -> Degree:
        """`complete`: all members are in reach."""
        within = complete or self._everywhere
        return self._degree(group, self._reading if within else min(self._reading, Reading.CLEAR))

    def of_pair(self, pair: SuspectPair) -> Degree:
        """Two members in reach."""
        return self._degree(pair, self._reading)

    def of_best(self, told: Iterable[Degree]) -> Degree:
        """The likeliest of some pairs: what is said of a group with somebody in it who is above the reader's clearance. The group's own
        score would be theirs as well."""
        return max(told, key=lambda each: each.score or 0, default=Degree(None, "review"))

    def pair_order(self) -> tuple[str, ...]:
        """In which order the pairs of a group are shown."""
        column = COLUMNS.get(self._reading)
        return ("customer_id", "other_id") if column is None else (f"-{column}", "customer_id", "other_id")

    def _degree(self, kept: SuspectGroup | SuspectPair, reading: Reading) -> Degree:
        if reading == Reading.EVERYTHING:
            return Degree(kept.score, self.limits.level(kept.score))
        score = 0 if reading == Reading.NOTHING else int(getattr(kept, COLUMNS[reading]))
        if score < self.limits.review:
            return Degree(None, "review")
        return Degree(score, self.limits.level(score))


def reading_of(actor: Actor) -> Reading:
    """How much of what is compared the actor may read wherever they see a customer."""
    owns = (True,) if actor.scope == Scope.OWN else (True, False)
    policies = [policy_for(actor, own=own) for own in owns]
    for reading, fields in _COMPARED.items():
        if not all(policy.clear(field) for policy in policies for field in fields):
            return Reading(reading - 1)
    return Reading.EVERYTHING


def scores_of(kind: Kind, truth: Score) -> dict[str, int]:
    """A pair's score for each reading, by column in the order of SCORES; in ten-thousandths."""
    prior = truth.weight - sum(share.weight for share in truth.shares)
    found = {}
    for reading in (Reading.CLEAR, Reading.CONTACTS):
        told = prior + sum(_weight_told(kind, share, reading) for share in truth.shares)
        found[COLUMNS[reading]] = ten_thousandths(round(told, _PLACES))
    return {**found, COLUMNS[Reading.EVERYTHING]: ten_thousandths(truth.weight)}


def _weight_told(kind: Kind, share: Share, reading: Reading) -> float:
    level = _level_told(kind, share.comparison.code, share.level.code, reading)
    if level is None:
        return 0.0
    return share.weight if level is share.level else level.at or 0.0


@cache
def _level_told(kind: Kind, code: str, level: str, reading: Reading) -> Level | None:
    """What is left of an outcome for whom some fields are unreadable; None when nothing."""
    comparison = next(each for each in COMPARISONS[kind] if each.code == code)
    known = next(each for each in comparison.levels if each.code == level)
    told = outcome_told(comparison, known, documents=_needed(documents_of(kind)) <= reading)
    return told if _needed(fields_of(kind, comparison, told.code)) <= reading else None
