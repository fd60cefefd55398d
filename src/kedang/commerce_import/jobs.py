"""What commerce_import does in the background."""

from kedang.archive import rights as archive_rights
from kedang.commerce import rights
from kedang.commerce_import import carrying, reports, retention, runs
from kedang.commerce_import.models import FAILED, STOPPED, Run
from kedang.intake.acting import watch_actor
from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running

_RIGHTS = (archive_rights.IMPORT, archive_rights.CREATE, rights.RECORD, rights.VIEW)


def inspect(job: Running) -> None:
    """Look into an uploaded file."""
    run = Run.objects.filter(id=job.subject_id).first()
    if run is not None and run.destroyed_at is None:
        runs.inspect_run(run)


def check(job: Running) -> None:
    """The trial."""
    watch_actor(job, *_RIGHTS)
    carrying.check_run(job)


def record(job: Running) -> None:
    """The recording."""
    watch_actor(job, *_RIGHTS)
    carrying.file_run(job)


def report(job: Running) -> None:
    """The result workbook."""
    watch_actor(job, archive_rights.IMPORT, rights.VIEW)
    reports.write(job)


def not_reported(job: Running, ending: Ending) -> None:
    """The report says why it is not there."""
    reports.failed(job.subject_id, ending.code)


def destroy_old() -> None:
    """Repeated work: what was staged does not stay."""
    retention.destroy_old()


def ended(job: Running, ending: Ending) -> None:
    """The run says what its job came to."""
    state = FAILED if ending.state == "failed" else STOPPED
    runs.failed(job.subject_id, state=state, code=ending.code, details=dict(ending.details or {}))
