"""What ownership does in the background."""

from kedang.jobs.running import Running
from kedang.ownership import giving, nights, succession


def begin_night() -> None:
    """Repeated work: the rules run once a night."""
    nights.begin()


def give_out() -> None:
    """Repeated work: customers without an owner are given to people."""
    giving.give_out()


def run_night(job: Running) -> None:
    """Who falls tonight."""
    nights.run_night(job)


def run_succession(job: Running) -> None:
    """Everything somebody has goes to colleagues."""
    succession.run(job)
