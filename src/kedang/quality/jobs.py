"""What quality does in the background."""

from django.db import transaction

from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running
from kedang.kit.actor import system_actor
from kedang.quality import following, rescore, reviews, rule_checks, snapshots
from kedang.quality.rules import score_everything


def score_all(job: Running) -> None:
    """Everybody, after the rules changed; or whoever the following missed."""
    rescore.score_all(job)


def count_broken(job: Running) -> None:
    """Who breaks a rule that is being written."""
    rule_checks.count_run(job)


def mark_everybody(job: Running) -> None:
    """Everybody marked anew by the rules in force."""
    rule_checks.mark_run(job)


def check_ended(job: Running, ending: Ending) -> None:
    """A look by rules that did not come to its end."""
    rule_checks.ended(job, ending)


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
