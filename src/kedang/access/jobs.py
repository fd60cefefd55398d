"""The background work of access."""

from kedang.access import closing


def look_after_reviews() -> None:
    """Reviews begin, remind and end by themselves."""
    closing.look_after()
