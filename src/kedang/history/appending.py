"""Files outside that are only ever appended to. Whether something stands there already is asked of its words and never of its number: a
number is written by anybody, and a log that a backup was put over gives the same numbers to other events."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Appending:
    """A file that is open for it."""

    descriptor: int

    def tail(self, length: int) -> bytes:
        """What stands at its end, at most so much."""
        size = os.fstat(self.descriptor).st_size
        return os.pread(self.descriptor, length, max(0, size - length))

    def write(self, content: bytes) -> None:
        """Append, and have it on the disk before we go on."""
        while content:
            content = content[os.write(self.descriptor, content) :]
        os.fsync(self.descriptor)


@contextmanager
def appending(path: Path) -> Iterator[Appending]:
    """Open a file, making it where there is none; a link is not followed, for somebody else may have laid it."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield Appending(descriptor)
    finally:
        os.close(descriptor)
