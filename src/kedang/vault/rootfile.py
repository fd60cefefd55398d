"""The file of the root key, and what it takes to exchange it: at no moment may a crash leave a store that nothing opens.

KEDANG_ROOT_KEY_FILE (default KEDANG_HOME/root.key, mode 0600) holds an envelope with the root key in it; `envelopes` says which kinds
there are. While it is exchanged the next envelope stands beside it, in a file `….next`: whichever of the two opens the store counts.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kedang.kit import crypto
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings
from kedang.vault import envelopes
from kedang.vault.unfit import ProviderAway, RootKeyMissing, RootKeyWrong


class RootBusy(Exception):
    """Somebody else is exchanging the root key right now."""


def root_path() -> Path:
    """Where the root key lies."""
    named = os.environ.get("KEDANG_ROOT_KEY_FILE")
    return Path(named) if named else settings().home / "root.key"


def next_path() -> Path:
    """Where the next root key lies while it is exchanged."""
    path = root_path()
    return path.with_name(f"{path.name}.next")


def candidates() -> Iterator[bytes]:
    """The root key, and while it is exchanged the next one too. A reader that comes between two steps needs either. A provider that
    does not answer is no end while the other one may fit."""
    tried, away = set[bytes](), None
    for path in (root_path(), next_path(), root_path()):
        try:
            envelope = path.read_bytes()
        except FileNotFoundError:
            continue
        if envelope in tried:
            continue
        tried.add(envelope)
        try:
            yield _opened(envelope, path)
        except ProviderAway as failed:
            away = failed
    if away is not None:
        raise away
    if not tried:
        raise RootKeyMissing(str(root_path()))


def _opened(envelope: bytes, path: Path) -> bytes:
    try:
        return envelopes.opened(envelope)
    except envelopes.NotAnEnvelope:
        raise RootKeyMissing(str(path)) from None
    except Tampered:
        raise RootKeyWrong(str(path)) from None


def exists() -> bool:
    """Whether there is a root key at all."""
    return root_path().exists() or next_path().exists()


def make_first() -> None:
    """The root key of a fresh installation. Two processes starting at once agree on one file."""
    path = root_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f".{path.name}.{os.getpid()}")
    write(own, crypto.fresh_key())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def write(path: Path, envelope: bytes) -> None:
    """A file only its owner may read, on the disk before anything leans on it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(envelope)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def put_in_place() -> None:
    """The next root key becomes the root key, in one step."""
    next_path().replace(root_path())
    _sync_folder(root_path().parent)


def drop_next() -> None:
    """The next root key was never used."""
    next_path().unlink(missing_ok=True)
    _sync_folder(root_path().parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone() -> Iterator[None]:
    """Exchange the root key alone; the lock ends with the process, whatever becomes of it."""
    lock = root_path().with_name(f"{root_path().name}.lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RootBusy from None
        yield
    finally:
        os.close(descriptor)
