"""What documents does in the background."""

from django.db import transaction

from kedang.documents import destroying, fixity, text_reading
from kedang.jobs.queue import enqueue, open_job
from kedang.jobs.running import Running
from kedang.kit.actor import system_actor

FIXITY = "documents.check"


def read_text(job: Running) -> None:
    """The text of an uploaded version."""
    text_reading.read_text(job)


def destroy(job: Running) -> None:
    """Contents whose rows are gone."""
    destroying.remove_contents([(kind, place) for kind, place in job.payload["places"]])


def check_some(job: Running) -> None:
    """Contents that are due to be read back. As long as there are more, a further job takes its place at the end of the line."""
    found = fixity.check_due(system_actor("worker"), beat=job.beat)
    job.say(f"files={found.files} damaged={found.damaged}")
    if found.files:
        _queue_check()


def check_regularly() -> None:
    """Repeated work: begin to read contents back, unless that is going on."""
    if open_job(fixity.EVERYTHING) is None:
        _queue_check()


@transaction.atomic
def _queue_check() -> None:
    enqueue(FIXITY, subject_id=fixity.EVERYTHING, actor_id=system_actor("worker").id)


def sweep() -> None:
    """Repeated work: contents without rows."""
    destroying.sweep()
