"""Where certainty begins and where review does."""

from dataclasses import dataclass

from django.db import transaction

from kedang.duplicates import rights
from kedang.duplicates.models import Thresholds
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

LOWEST, HIGHEST = 5_000, 9_999
OUT_OF_ORDER = Refusal(
    "duplicates.thresholds",
    422,
    "两个界限都要在 50% 到 99.99% 之间，“几乎确定”要高于“需要核对”。设置没有改动。",
    "Both limits lie between 50% and 99.99%, certainty above review. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Both limits in ten-thousandths."""

    certain: int
    review: int

    def level(self, score: int) -> str:
        """How sure a score is: certain, review, or weak."""
        return "certain" if score >= self.certain else "review" if score >= self.review else "weak"


def limits() -> Limits:
    """The limits in force."""
    row = Thresholds.objects.filter(id=1).first() or Thresholds()
    return Limits(row.certain, row.review)


def read_limits(actor: Actor) -> Limits:
    """The limits, for whoever sets them."""
    actor.require(rights.RUN)
    return limits()


@transaction.atomic
def save_limits(actor: Actor, *, certain: int, review: int) -> Limits:
    """Set both limits. The queue follows at once; the next run looks for pairs by them."""
    actor.require(rights.RUN)
    if not LOWEST <= review < certain <= HIGHEST:
        raise OUT_OF_ORDER()
    Thresholds.objects.update_or_create(id=1, defaults={"certain": certain, "review": review})
    details = {"certain": certain, "review": review}
    record(actor, "duplicates.thresholds_changed", subject=("duplicates", 1), details=details)
    return Limits(certain, review)
