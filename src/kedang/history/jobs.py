"""What history does in the background."""

from kedang.history import sinks


def send_checkpoints() -> None:
    """To whoever keeps them elsewhere."""
    sinks.send()
