"""What the archive does in the background."""

from kedang.archive import reindexing


def drop_ended_shares() -> None:
    """Repeated work: whom something is no longer shared with goes out of its search entry."""
    reindexing.drop_ended_shares()
