"""The background work of approvals."""

from kedang.approvals import granting, looking


def sweep() -> None:
    """Requests lapse, and grants of who has left end."""
    granting.sweep()


def forget_old() -> None:
    """Counts of days long gone."""
    looking.forget_days()
