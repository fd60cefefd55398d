"""What notices do in the background."""

from kedang.notices import reminding


def look_at_time() -> None:
    """Repeated work: what has become due, and what has stayed overdue."""
    reminding.remind()
    reminding.escalate()


def forget_old() -> None:
    """Repeated work: notices do not stay for ever."""
    reminding.forget_old()
