"""What activity does in the background."""

from kedang.activity import morning


def send_morning_mails() -> None:
    """Repeated work: this morning's mails."""
    morning.send_all()
