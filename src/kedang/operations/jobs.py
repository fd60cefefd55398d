"""What operations does in the background."""

from kedang.jobs.running import Running
from kedang.operations import keys_copying, keys_rotating


def rewrap(job: Running) -> None:
    """The customers' keys under the newest master key."""
    keys_rotating.rewrap(job)


def tend_keys() -> None:
    """Repeated work: rotations that are due, epochs nothing needs."""
    keys_rotating.tend()


def copy_keys() -> None:
    """Repeated work: a copy of the key store a day."""
    keys_copying.tend()
