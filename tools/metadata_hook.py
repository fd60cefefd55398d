"""Build hook: the package's dependencies are the lines of requirements/server.in, stated once."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ServerRequirements(MetadataHookInterface):
    """Fills `dependencies`, which pyproject.toml declares dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by hatchling with the project table."""
        lines = (Path(self.root) / "requirements" / "server.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]
