"""What looking for duplicates does in the background."""

from kedang.duplicates import entering, running
from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running


def follow_changes() -> None:
    """Repeated work: the index of keys follows what was changed."""
    entering.follow()
    entering.settle()


def index_everybody(job: Running) -> None:
    """The index of keys, made anew."""
    entering.index_everybody(job)


def look_everywhere(job: Running) -> None:
    """A look over the whole archive."""
    running.run_job(job)


def look_ended(job: Running, ending: Ending) -> None:
    """A look that did not succeed."""
    running.ended(job, ending)
