"""The signing secret of this installation: made on first start, kept in a file only its owner may read."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Read or make KEDANG_HOME/secret.key. Two processes starting at once agree on one file."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = home / f".secret.{os.getpid()}"
        descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return path.read_text().strip()
