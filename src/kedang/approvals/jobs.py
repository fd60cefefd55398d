"""The background work of approvals."""

from kedang.approvals import granting, looking, whom


def sweep() -> None:
    """Requests lapse, and grants of who has left end."""
    granting.sweep()


def forget_old() -> None:
    """Counts of days long gone, and the customers of exports that cannot be fetched any more."""
    looking.forget_days()
    whom.forget_over()
