"""Where backups lie: a folder, or a bucket of an S3-compatible server. A file is there whole or not at all."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from kedang.documents.bucket import Bucket
from kedang.documents.settings import store_settings
from kedang.documents.unavailable import Missing
from kedang.kit.errors import Refusal

S3 = "s3"
_PART = ".part-"
NO_BUCKET = Refusal(
    "backup.no_bucket",
    409,
    "没有设置存储桶：请先设置 KEDANG_S3_BUCKET 等，或把备份放到文件夹。",
    "No bucket is set up: set KEDANG_S3_BUCKET and the others, or back up to a folder.",
)
Read = Callable[[int], bytes]


class Place(Protocol):
    """A place for backups. Names have folders in them: `files/ab/ab12…`."""

    where: str

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a file durably, under its name only when it is whole."""

    def open(self, name: str) -> AbstractContextManager[Read]:
        """Read a file; raises Missing."""

    def names(self, start: str = "") -> Iterator[str]:
        """Every file whose name begins so, whole ones and what is left of others."""

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is fine."""


class FolderPlace:
    """A place in a folder of this machine, or of one that is mounted here."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self.where = str(self._root)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write beside, flush to disk, rename, flush the folders. A full disk leaves nothing behind."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(_PART + path.name)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, self._root):
            _flush(folder)

    @contextmanager
    def open(self, name: str) -> Iterator[Read]:
        """Read a file."""
        try:
            file = (self._root / name).open("rb")
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(name) from None
        with file:
            yield file.read

    def names(self, start: str = "") -> Iterator[str]:
        """Every file."""
        for folder in sorted(self._root.glob(f"{start}*")) if self._root.exists() else ():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    yield path.relative_to(self._root).as_posix()

    def remove(self, name: str) -> None:
        """Delete a file, and its folder when that is empty then."""
        path = self._root / name
        path.unlink(missing_ok=True)
        if path.parent != self._root and path.parent.exists() and not any(path.parent.iterdir()):
            path.parent.rmdir()


class BucketPlace:
    """A place in the bucket of the documents, under a name of its own."""

    def __init__(self) -> None:
        bucket = store_settings().bucket
        if bucket is None:
            raise NO_BUCKET()
        self._bucket = Bucket(bucket, prefix="backups/")
        self.where = S3

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Send a file; the server shows it when it is whole."""
        self._bucket.put(name, pieces)

    def open(self, name: str) -> AbstractContextManager[Read]:
        """Fetch a file."""
        return self._bucket.open(name)

    def names(self, start: str = "") -> Iterator[str]:
        """Every file."""
        for name, _ in self._bucket.places(start):
            yield name

    def remove(self, name: str) -> None:
        """Delete a file."""
        self._bucket.remove(name)


def place_at(where: str) -> Place:
    """The place of that name: `s3`, or a folder."""
    return BucketPlace() if where == S3 else FolderPlace(Path(where))


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
