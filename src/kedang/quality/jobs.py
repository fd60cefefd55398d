"""What quality does in the background."""

from django.db import transaction

from kedang.jobs.running import Running
from kedang.kit.actor import system_actor
from kedang.quality import following, rescore, reviews, snapshots
from kedang.quality.rules import score_everything


def score_all(job: Running) -> None:
    """Everybody, after the rules changed; or whoever the following missed."""
    rescore.score_all(job)


def follow() -> None:
    """Repeated work: whoever has changed."""
    following.follow()


def take_snapshot() -> None:
    """Repeated work: the figures of today, for the trend."""
    snapshots.take()


def escalate() -> None:
    """Repeated work: reviews that are much too late."""
    reviews.escalate()


@transaction.atomic
def sweep() -> None:
    """Repeated work, once a day: a comparison of every version, in case following missed something."""
    score_everything(system_actor("worker"), only_changed=True)
