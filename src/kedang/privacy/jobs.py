"""What privacy does in the background."""

from kedang.privacy import erasing, forgetting, ledger


def finish_erasures() -> None:
    """Repeated work: what an interrupted erasure has left to do."""
    forgetting.finish()


def erase_due() -> None:
    """Repeated work: the restricted whose day has come."""
    erasing.erase_due()


def compare() -> None:
    """Repeated work: whether somebody new was erased before."""
    ledger.compare()
