"""Rows that nobody's key leads to, but that look like somebody: in the archive, or earlier in the same file.

They are filed and listed for review, or held back, as the run's owner chose; they never change who is there. What a row is told
rests on what the actor may read, as on the screen: both ask the same `meet`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kedang.duplicates.meeting import Meeting, Met, Window, meet
from kedang.duplicates.probes import Probe
from kedang.duplicates.suspecting import Suspicion
from kedang.duplicates.thresholds import limits
from kedang.intake.lookup import Known
from kedang.intake.models import CREATED, DUPLICATE, HOLD, LIST, OFF, ImportRun
from kedang.intake.plan import Plan
from kedang.intake.preparing import Prepared
from kedang.intake.verdict import HELD_ARCHIVE, HELD_FILE, IN_ARCHIVE, LISTED_CERTAIN, LISTED_POSSIBLE

# Above this number of rows likeness is looked for only when somebody asks for it: the run over the whole archive does it later.
BY_ITSELF = 50_000


def fuzzy_of(run: ImportRun) -> str:
    """What was chosen for a run, or what holds for one of its size."""
    return run.fuzzy or (LIST if run.total <= BY_ITSELF else OFF)


@dataclass(frozen=True, slots=True)
class Likes:
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

    def among(self, batch: Prepared, new: Collection[int], concealed: Collection[int]) -> Mapping[int, Likes]:
        """What becomes of those new rows that look like somebody, by index; and who the concealed ones are, where readable
        fields alone say so, as they do on the screen."""
        places = [index for index in batch.probes if index in new or index in concealed]
        if not places:
            return {}
        probes = [batch.probes[index] for index in places]
        meeting = Meeting(limits())
        met = meet(self._plan.actor, probes, skipping=self._window.ids(), meeting=meeting)
        found: dict[int, Likes] = {}
        for index, probe, others in zip(places, probes, met, strict=True):
            if index in concealed:
                if known := _named([each for each in others if each.certain]):
                    found[index] = Likes(DUPLICATE, IN_ARCHIVE, known, ())
                continue
            likes = self._judged(batch.facts[index].customer_id, probe, others, meeting)
            if likes is not None:
                found[index] = likes
            if likes is None or likes.fate == CREATED:
                self._window.add(batch.facts[index].customer_id, probe)
        return found

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
