"""What activity does in the background."""

from kedang.activity import keeping_contact, morning
from kedang.jobs.running import Running


def send_morning_mails() -> None:
    """Repeated work: this morning's mails."""
    morning.send_all()


def begin_contact_plan() -> None:
    """Repeated work: this day's follow-ups by the contact plan are queued."""
    keeping_contact.begin()


def follow_contact_plan(job: Running) -> None:
    """Plan what the contact plan asks for."""
    keeping_contact.follow()
