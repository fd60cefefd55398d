"""Rows that nobody's key leads to, but that look like somebody: in the archive, or earlier in the same file.

They are filed and listed for review, or held back, as the run's owner chose; they never change who is there. What a row is told
rests on what the actor may read, as on the screen: both ask the same `meet`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kedang.duplicates.meeting import Meeting, Met, Window, meet
from kedang.duplicates.probes import Probe
from kedang.duplicates.suspecting import Suspicion
from kedang.duplicates.thresholds import limits
from kedang.intake.lookup import Known
from kedang.intake.models import CREATED, DUPLICATE, HOLD, LIST, OFF, ImportRun
from kedang.intake.plan import Plan
from kedang.intake.preparing import Prepared
from kedang.intake.verdict import HELD_ARCHIVE, HELD_FILE, LISTED_CERTAIN, LISTED_POSSIBLE

# Above this number of rows likeness is looked for only when somebody asks for it: the run over the whole archive does it later.
BY_ITSELF = 50_000


def fuzzy_of(run: ImportRun) -> str:
    """What was chosen for a run, or what holds for one of its size."""
    return run.fuzzy or (LIST if run.total <= BY_ITSELF else OFF)


class Likes(NamedTuple):
    """What likeness makes of a row that would be new."""

    fate: str
    reason: str
    known: Known | None
    suspicions: tuple[Suspicion, ...]


class Likeness:
    """Judges the new rows of one run, batch after batch; earlier rows of the file are remembered in a window."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._window = Window()
        self._meeting: Meeting | None = None
        self._met: dict[int, tuple[int, Probe, Sequence[Met]]] = {}

    def next_batch(self, batch: Prepared, rows: Sequence[int]) -> None:
        """Ask the archive about those rows of a batch that may be somebody new or are somebody concealed, all at once."""
        places = [index for index in rows if index in batch.probes]
        if not places:
            self._met = {}
            return
        probes = [batch.probes[index] for index in places]
        self._meeting = Meeting(limits())
        met = meet(self._plan.actor, probes, skipping=self._window.ids(), meeting=self._meeting)
        ids = [batch.facts[index].customer_id for index in places]
        self._met = dict(zip(places, zip(ids, probes, met, strict=True), strict=True))

    def of(self, index: int) -> Likes | None:
        """What becomes of a row that would be new, if it looks like somebody. One that becomes a customer is remembered, so rows
        are asked about in order."""
        if index not in self._met or self._meeting is None:
            return None
        customer_id, probe, met = self._met[index]
        likes = self._judged(customer_id, probe, met, self._meeting)
        if likes is None or likes.fate == CREATED:
            self._window.add(customer_id, probe)
        return likes

    def named(self, index: int) -> Known | None:
        """Who a concealed row is, where readable fields alone say so, as they do on the screen."""
        return _named([each for each in self._met[index][2] if each.certain]) if index in self._met else None

    def _judged(self, customer_id: int, probe: Probe, met: Sequence[Met], meeting: Meeting) -> Likes | None:
        near = self._window.meet(probe, meeting)
        if not met and not near:
            return None
        certain_met = [each for each in met if each.certain]
        certain_near = any(meeting.is_certain(truth) for _, truth in near)
        if self._plan.fuzzy == HOLD and (certain_met or certain_near):
            return Likes(DUPLICATE, HELD_ARCHIVE if certain_met else HELD_FILE, _named(certain_met), ())
        pairs = [(each.customer.id, each.truth) for each in met] + near
        suspicions = tuple([Suspicion(customer_id, other, probe.kind, truth) for other, truth in pairs])
        reason = LISTED_CERTAIN if certain_met or certain_near else LISTED_POSSIBLE
        return Likes(CREATED, reason, None, suspicions)


def _named(met: Sequence[Met]) -> Known | None:
    """The likeliest of those who may be named."""
    for each in met:
        if each.visible:
            one = each.customer
            kind = each.kind
            return Known(one.id, kind, one.number, "", one.owner_id, one.department_id, trashed=False)
    return None
