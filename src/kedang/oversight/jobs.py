"""The background work of oversight."""

from kedang.oversight import watching


def watch() -> None:
    """Repeated work: what was logged since the last time."""
    watching.watch()


def forget_old() -> None:
    """Counts and networks that count no more."""
    watching.forget_old()
