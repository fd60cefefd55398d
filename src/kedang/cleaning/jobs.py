"""What cleaning does in the background."""

from kedang.cleaning import applying, fixing, previewing, profiling, retention, undoing
from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running


def look(job: Running) -> None:
    """A look at a field."""
    profiling.look(job)


def look_ended(job: Running, ending: Ending) -> None:
    """A look that did not succeed."""
    profiling.ended(job, ending)


def preview(job: Running) -> None:
    """The preview of a fix."""
    previewing.preview(job)


def apply(job: Running) -> None:
    """A fix carried out."""
    applying.apply(job)


def undo(job: Running) -> None:
    """A fix taken back."""
    undoing.undo(job)


def fix_ended(job: Running, ending: Ending) -> None:
    """Work on a fix that did not succeed."""
    fixing.ended(job, ending)


def forget_old() -> None:
    """Repeated work: what was found does not stay."""
    retention.forget_old()
