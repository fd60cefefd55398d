"""Where sealed files lie: a folder, or a bucket of an S3-compatible server. Both keep bytes under random names and know nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from typing import Protocol

from kedang.documents.bucket import Bucket
from kedang.documents.folder import Folder
from kedang.documents.settings import BUCKET, FOLDER, store_settings
from kedang.documents.unavailable import STORE_UNAVAILABLE

Read = Callable[[int], bytes]


class Store(Protocol):
    """A place for sealed files. Names are random words of letters and digits; raises Missing for one that is not there."""

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Keep a file durably: whole, or not at all."""

    def open(self, place: str) -> AbstractContextManager[Read]:
        """Read a file; the reader gives fewer bytes than it is asked for only at the end."""

    def remove(self, place: str) -> None:
        """Take a file away; one that is not there already is fine."""

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every file and when it was written, those of writes that were cut off too."""


@cache
def store_of(kind: str) -> Store:
    """The store a file was put into, whichever is chosen now."""
    settings = store_settings()
    if kind == FOLDER:
        return Folder(settings.folder)
    if kind == BUCKET and settings.bucket is not None:
        return Bucket(settings.bucket)
    raise STORE_UNAVAILABLE()


def kinds() -> tuple[str, ...]:
    """The stores of this installation, the chosen one first."""
    return (BUCKET, FOLDER) if store_settings().bucket else (FOLDER,)


def forget_settings() -> None:
    """Read the environment again; for tests that change it."""
    store_settings.cache_clear()
    store_of.cache_clear()
