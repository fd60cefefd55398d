"""What operations does in the background."""

from kedang.jobs.running import Running
from kedang.kit.actor import system_actor
from kedang.operations import (
    audit_watch,
    backup_keeping,
    backup_making,
    backup_proving,
    backup_schedule,
    keys_copying,
    keys_rotating,
    resealing,
)


def rewrap(job: Running) -> None:
    """The customers' keys under the newest master key."""
    keys_rotating.rewrap(job)


def reseal(job: Running) -> None:
    """Customers' values under the newest versions of their keys."""
    resealing.seal(job)


def drop_versions(job: Running) -> None:
    """Old versions of customers' keys that nothing can need."""
    resealing.drop(job)


def watch_audit() -> None:
    """Repeated work: the seal of the audit, and where its checkpoints go."""
    audit_watch.watch()


def tend_keys() -> None:
    """Repeated work: rotations that are due, epochs nothing needs."""
    keys_rotating.tend()
    resealing.tend()


def copy_keys() -> None:
    """Repeated work: a copy of the key store a day."""
    keys_copying.tend()


def make_backup(job: Running) -> None:
    """A backup, its proof, and room for the next one."""
    actor = system_actor("worker")
    made = backup_making.make(actor, reason=str(job.payload["reason"]), beat=job.beat)
    proof = backup_proving.prove(actor, made.id, beat=job.beat)
    job.say(f"bytes={made.size} new={made.new_bytes} files={made.files} state={proof.state}")
    backup_keeping.rotate(actor)


def prove_backup(job: Running) -> None:
    """A trial restore that somebody asked for."""
    proof = backup_proving.prove(system_actor("worker"), int(job.payload["backup"]), beat=job.beat)
    job.say(f"state={proof.state} wrong={len(proof.wrong)}")


def make_when_due() -> None:
    """Repeated work: the next backup."""
    backup_schedule.make_when_due()
