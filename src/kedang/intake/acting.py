"""Stopping a run whose creator may no longer do what it does."""

from kedang.accounts.behind import actor_for
from kedang.accounts.standing import require_still
from kedang.archive import rights
from kedang.jobs.running import Running


def watch_actor(job: Running, *required: str) -> None:
    """Stop the job, now or at a later batch, when who wants it may not want it any more. What they could do besides when it
    began, and rows may depend on, they must be able to do to its end."""
    actor = actor_for(job.actor_id, job.payload)
    for right in required:
        actor.require(right)
    used = {*required, *(right for right in (rights.CREATE, rights.EDIT, rights.ASSIGN) if actor.can(right))}
    job.watch(lambda: require_still(actor, used))
