"""What intake does in the background."""

from kedang.archive import rights as archive_rights
from kedang.intake import acting, bulk_mode, check, commit, lifecycle, retention, rights
from kedang.intake import undo as undoing
from kedang.intake.models import FAILED, ImportRun
from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running


def inspect(job: Running) -> None:
    """Look into an uploaded file."""
    run = ImportRun.objects.filter(id=job.subject_id).first()
    if run is not None and run.destroyed_at is None:
        lifecycle.inspect_run(run)


def check_rows(job: Running) -> None:
    """The dry run."""
    acting.watch_actor(job, archive_rights.IMPORT)
    check.check_run(job)


def file_rows(job: Running) -> None:
    """Filing."""
    acting.watch_actor(job, archive_rights.IMPORT, archive_rights.CREATE)
    commit.file_run(job)


def undo(job: Running) -> None:
    """Taking an import back."""
    acting.watch_actor(job, rights.UNDO)
    undoing.undo_run(job)


def destroy_old() -> None:
    """Repeated work: what was staged does not stay."""
    retention.destroy_old()


def build_indexes() -> None:
    """Repeated work: indexes that a stopped bulk load left out."""
    bulk_mode.end_abandoned()


def ended(job: Running, ending: Ending) -> None:
    """The run says what its job came to."""
    state = FAILED if ending.state == "failed" else "cancelled"
    lifecycle.failed(job.subject_id, state=state, code=ending.code, details=dict(ending.details or {}))
