"""What incidents do in the background."""

from kedang.accounts.behind import actor_for
from kedang.accounts.standing import require_still
from kedang.incidents import affected, rights
from kedang.jobs.running import Running


def find_affected(job: Running) -> None:
    """Who was affected, from both logs. Killed, it begins anew: nothing is written before the end."""
    actor = actor_for(job.actor_id, job.payload)
    job.watch(lambda: require_still(actor, (rights.HANDLE,)))
    affected.work_out(actor, job.subject_id, beat=job.beat)
