"""What mailbox does in the background."""

from kedang.mailbox import capturing, retention


def capture() -> None:
    """Repeated work: what has come by mail."""
    capturing.capture()


def destroy_old() -> None:
    """Repeated work: what nobody sorted does not stay."""
    retention.destroy_old()
