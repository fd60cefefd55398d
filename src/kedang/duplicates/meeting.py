"""Whom a customer that is about to be filed may already be, as far as the actor may be told. One path for screen, import and
programs.

Who is met is found by keys and scored by the model. What is told rests on what the actor may read there (ADR 0012):

* a customer within reach is named, with the reasons and the score that come from readable fields only;
* one that is met only with the help of unreadable fields, or beyond reach, is concealed. Of a field that may not be read only
  complete agreement counts; a near miss counts as a difference, or it could be guessed digit by digit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kedang.archive.customers import running_grants
from kedang.archive.load import load_contents
from kedang.archive.models import KIND_NAMES, Customer
from kedang.archive.policy import policy_for
from kedang.duplicates.entry_index import MOST_HOLDERS, holders
from kedang.duplicates.eyes import Eyes, Readable
from kedang.duplicates.frequencies import Frequencies
from kedang.duplicates.learning import in_force
from kedang.duplicates.probes import Probe, row_of
from kedang.duplicates.review_reasons import fields_of
from kedang.duplicates.thresholds import Limits, limits
from kedang.engine.catalogue import Kind
from kedang.engine.matching.model import Parameters
from kedang.engine.matching.scoring import Row, Score, Share, probability, score
from kedang.kit.actor import Actor

MOST_CANDIDATES = 25
_WINDOW = 50_000
_TOGETHER = 250
# A telling key is worth a look. Without one it takes several that agree: a name shared within a city is no more than a namesake.
_NEEDED_POINTS: dict[Kind, int] = {"person": 4, "organisation": 5}
_TELLING_POINTS, _STRONG_POINTS = 5, 3
FULL = 10_000
_COMPLETE = frozenset({"same", "also", "landline", "door"})


@dataclass(frozen=True, slots=True)
class Met:
    """A customer that may be the one asked about. When `visible`, `score` (ten-thousandths) and `shares` come from fields the
    actor may read, and the customer may be named; otherwise only that somebody is there may be said. `truth` is the score
    of all fields, for the queue of suspicions and never for a screen."""

    customer: Customer
    visible: bool
    certain: bool
    score: int
    shares: tuple[Share, ...]
    truth: Score

    @property
    def kind(self) -> Kind:
        """Person or organisation."""
        return KIND_NAMES[self.customer.kind]  # type: ignore[return-value]


class Meeting:
    """Comparing, with the parameters, the limits and the frequencies in force."""

    def __init__(self, found: Limits) -> None:
        self.limits, self.parameters = found, in_force()
        self._frequencies: dict[Kind, Frequencies] = {}

    def is_certain(self, truth: Score) -> bool:
        """Whether a score lies beyond the limit of certainty."""
        return ten_thousandths(truth.weight) >= self.limits.certain

    def compare(self, kind: Kind, left: Row, right: Row) -> Score:
        """How likely two are one."""
        if kind not in self._frequencies:
            self._frequencies[kind] = Frequencies(kind)
        return score(self.parameters[kind], left, right, self._frequencies[kind])


def meet(
    actor: Actor, probes: Sequence[Probe], *, skipping: Collection[int] = (), meeting: "Meeting | None" = None
) -> list[list[Met]]:
    """Whom each probe may already be, the likeliest first; those to skip are left out."""
    ranked = [[i for i in ids if i not in skipping] for ids in candidates(probes)]
    weighing = meeting or Meeting(limits())
    found: list[list[Met]] = []
    for start in range(0, len(probes), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        found += _meet(actor, probes[part], ranked[part], weighing)
    return found


def _meet(actor: Actor, probes: Sequence[Probe], ranked: Sequence[list[int]], meeting: "Meeting") -> list[list[Met]]:
    wanted = sorted({customer_id for ids in ranked for customer_id in ids})
    if not wanted:
        return [[] for _ in probes]
    # Not even hidden is anybody met whom the actor has no clearance for: that they are there is what is kept.
    cleared = Customer.objects.cleared_for(actor)
    present = cleared.filter(id__in=wanted, trashed_at__isnull=True, survivor_id__isnull=True)
    customers = present.only("id", "kind", "number", "name", "owner_id", "department_id", "trashed_at").in_bulk()
    stored = {i: (content.kind, row_of(content)) for i, content in load_contents(sorted(customers)).items()}
    eyes = Eyes(actor, customers)
    return [_met(probe, ids, customers, stored, eyes, meeting) for probe, ids in zip(probes, ranked, strict=True)]


class Window:
    """What was filed a moment ago from the same file, to be met without asking the database: its rows are the reader's own.

    Holds the latest 50,000 at most; whoever has left it is met in the index.
    """

    def __init__(self) -> None:
        self._probes: dict[int, Probe] = {}
        self._held: dict[int, list[int]] = {}

    def ids(self) -> Collection[int]:
        """Who is in it."""
        return self._probes.keys()

    def add(self, customer_id: int, probe: Probe) -> None:
        """Remember one."""
        if len(self._probes) >= _WINDOW:
            self._probes, self._held = {}, {}
        self._probes[customer_id] = probe
        for key in probe.keys:
            self._held.setdefault(key, []).append(customer_id)

    def meet(self, probe: Probe, meeting: Meeting) -> list[tuple[int, Score]]:
        """Those that may be the same, with their scores."""
        held = {key: self._held[key] for key in probe.keys if key in self._held}
        usual = {key: ids for key, ids in held.items() if len(ids) <= MOST_HOLDERS}
        near = [(i, self._probes[i]) for i in _ranked(probe, usual) if self._probes[i].kind == probe.kind]
        scored = [(customer_id, meeting.compare(probe.kind, probe.row, other.row)) for customer_id, other in near]
        return [(i, truth) for i, truth in scored if ten_thousandths(truth.weight) >= meeting.limits.review]


def candidates(probes: Sequence[Probe]) -> list[list[int]]:
    """The customers that share enough keys with each probe, those that share most first."""
    held = holders({key for probe in probes for key in probe.keys})
    return [_ranked(probe, held) for probe in probes]


def _ranked(probe: Probe, held: Mapping[int, Sequence[int]]) -> list[int]:
    points: dict[int, int] = {}
    needed = _NEEDED_POINTS[probe.kind]
    for key in probe.keys[: probe.telling]:
        for customer_id in held.get(key, ()):
            points[customer_id] = points.get(customer_id, 0) + _TELLING_POINTS
    for part, worth in (((probe.telling, probe.strong), _STRONG_POINTS), ((probe.strong, probe.bare), 1)):
        for customer_id in {i for key in probe.keys[slice(*part)] for i in held.get(key, ())}:
            points[customer_id] = points.get(customer_id, 0) + worth
    for key in probe.keys[probe.bare :]:
        for customer_id in held.get(key, ()):
            points[customer_id] = points.get(customer_id, 0) + 1
    worthy = [customer_id for customer_id, sum_of in points.items() if sum_of >= needed]
    return sorted(worthy, key=lambda i: (-points[i], i))[:MOST_CANDIDATES]


def _met(
    probe: Probe,
    ids: Sequence[int],
    customers: Mapping[int, Customer],
    stored: Mapping[int, tuple[Kind, Row]],
    eyes: Eyes,
    meeting: Meeting,
) -> list[Met]:
    found: list[Met] = []
    for customer_id in ids:
        customer, other = customers.get(customer_id), stored.get(customer_id)
        if customer is None or other is None or other[0] != probe.kind:
            continue
        truth = meeting.compare(probe.kind, probe.row, other[1])
        met = _told(customer, truth, probe.kind, eyes, meeting)
        if met is not None:
            found.append(met)
    return sorted(found, key=lambda met: (not met.certain, not met.visible, -met.score, met.customer.id))


def _told(customer: Customer, truth: Score, kind: Kind, eyes: Eyes, meeting: "Meeting") -> Met | None:
    readable, found = eyes.of(customer), meeting.limits
    parameters = meeting.parameters[kind]
    shares = tuple(share for share in truth.shares if _reads(readable, kind, share))
    known = parameters.prior_weight + sum(share.weight for share in shares)
    if eyes.sees(customer):
        level = ten_thousandths(known)
        if level >= found.review:
            return Met(customer, True, level >= found.certain, level, shares, truth)  # noqa: FBT003
    level = ten_thousandths(known + sum(_blurred(parameters, share) for share in truth.shares if share not in shares))
    if level >= found.review:
        return Met(customer, False, level >= found.certain, level, (), truth)  # noqa: FBT003
    return None


def _reads(readable: Readable, kind: Kind, share: Share) -> bool:
    return all(readable(field) for field in fields_of(kind, share.comparison, share.level.code))


def _blurred(parameters: Parameters, share: Share) -> float:
    """What an unreadable field counts: complete agreement as it is, everything less as a difference."""
    if share.level.code in _COMPLETE:
        return share.weight
    return parameters.odds[share.comparison.code][share.comparison.levels[-1].code].weight


def shown_name(actor: Actor, customer: Customer) -> str:
    """A visible customer's name as the actor gets it."""
    own = customer.owner_id == actor.id or running_grants(actor).filter(customer_id=customer.id).exists()
    shown = policy_for(actor, own=own).show("name", customer.name)
    return (shown.value if shown else None) or ""


def ten_thousandths(weight: float) -> int:
    """The probability that belongs to a weight, as thresholds have it."""
    return int(probability(weight) * FULL)
