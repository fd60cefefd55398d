"""What documents does in the background."""

from kedang.documents import destroying, text_reading
from kedang.jobs.running import Running


def read_text(job: Running) -> None:
    """The text of an uploaded version."""
    text_reading.read_text(job)


def destroy(job: Running) -> None:
    """Contents whose rows are gone."""
    destroying.remove_contents([(kind, place) for kind, place in job.payload["places"]])


def sweep() -> None:
    """Repeated work: contents without rows."""
    destroying.sweep()
