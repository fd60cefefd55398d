"""The background work of verifying."""

from kedang.jobs.handlers import Ending
from kedang.jobs.running import Running
from kedang.verification import campaign_run, expiring, stopping


def run_campaign(job: Running) -> None:
    """Ask the next customers of a campaign."""
    campaign_run.run(job)


def campaign_ended(job: Running, ending: Ending) -> None:
    """A campaign that was stopped or failed."""
    campaign_run.stopped(job, ending)


def take_out(job: Running) -> None:
    """Take out of the outbox what a stopped campaign still has there."""
    stopping.take_out(job)


def expire() -> None:
    """End requests and confirmations whose time is over."""
    expiring.expire()
