"""Files in a folder of this machine: written beside, made durable, then given their name."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kedang.documents.unavailable import Missing

_PART = ".part-"


class Folder:
    """A store in a folder. Two letters of the name are a folder of their own, so that none grows without bound."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, place: str) -> Path:
        return self._root / place[:2] / place

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Write, flush to disk, rename, and flush the folder too. A full disk leaves nothing behind."""
        path = self._path(place)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(_PART + place)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        for folder in (path.parent, self._root):
            _flush(folder)

    @contextmanager
    def open(self, place: str) -> Iterator[Callable[[int], bytes]]:
        """Read a file."""
        try:
            file = self._path(place).open("rb")
        except FileNotFoundError:
            raise Missing(place) from None
        with file:
            yield file.read

    def remove(self, place: str) -> None:
        """Delete a file, or what is left of one."""
        self._path(place).unlink(missing_ok=True)
        self._path(place).with_name(_PART + place).unlink(missing_ok=True)

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every file."""
        for path in sorted(self._root.glob("??/*")) if self._root.exists() else ():
            try:
                written = path.stat().st_mtime
            except FileNotFoundError:
                continue  # taken away meanwhile
            yield path.name.removeprefix(_PART), datetime.fromtimestamp(written, UTC)


def _flush(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
