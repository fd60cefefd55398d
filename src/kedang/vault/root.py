"""The root key and the master keys under it, unwrapped once a process.

The root key is 32 random bytes in a file of its own (KEDANG_ROOT_KEY_FILE, default KEDANG_HOME/root.key, mode 0600). It
never enters a database and never belongs in a backup of the data.
"""

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction

from kedang.kit import crypto
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.vault.models import MasterKey

KEK = "kek"
INDEX = "index"


class RootKeyMissing(Exception):
    """The key store holds keys, but the root key that opens them is not there: refuse, write nothing."""


def root_path() -> Path:
    """Where the root key lies."""
    named = os.environ.get("KEDANG_ROOT_KEY_FILE")
    return Path(named) if named else settings().home / "root.key"


def _read_or_make_root() -> bytes:
    path = root_path()
    if path.exists():
        root = path.read_bytes()
        if len(root) != crypto.KEY:
            raise RootKeyMissing(str(path))
        return root
    if MasterKey.objects.exists():
        raise RootKeyMissing(str(path))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(crypto.fresh_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
    return path.read_bytes()


def _aad(purpose: str, epoch: int) -> bytes:
    return f"{purpose}|{epoch}".encode()


class Master:
    """The unwrapped master keys of this process."""

    def __init__(self) -> None:
        self._root = AESGCM(_read_or_make_root())
        self._cache: dict[tuple[str, int], bytes] = {}
        self._ciphers: dict[int, AESGCM] = {}
        self.epoch = self._current_epoch()

    def _current_epoch(self) -> int:
        newest = MasterKey.objects.filter(purpose=KEK).order_by("-epoch").values_list("epoch", flat=True).first()
        return newest or self._make(KEK, 1)

    def _make(self, purpose: str, epoch: int) -> int:
        sealed = crypto.seal(self._root, crypto.header(epoch), crypto.fresh_key(), _aad(purpose, epoch))
        try:
            with transaction.atomic(using="keys"):
                MasterKey.objects.create(purpose=purpose, epoch=epoch, wrapped=sealed, created_at=now())
        except IntegrityError:
            pass  # another process was first; its key counts
        return epoch

    def key(self, purpose: str, epoch: int) -> bytes:
        """A master key in clear, in memory only."""
        found = self._cache.get((purpose, epoch))
        if found is None:
            row = MasterKey.objects.filter(purpose=purpose, epoch=epoch).first()
            if row is None:
                self._make(purpose, epoch)
                row = MasterKey.objects.get(purpose=purpose, epoch=epoch)
            found = crypto.open_sealed(self._root, bytes(row.wrapped), _aad(purpose, epoch))
            self._cache[purpose, epoch] = found
        return found

    def kek(self, epoch: int) -> AESGCM:
        """The cipher that wraps the subject keys of an epoch."""
        found = self._ciphers.get(epoch)
        if found is None:
            found = self._ciphers[epoch] = AESGCM(self.key(KEK, epoch))
        return found


@cache
def master() -> Master:
    """The master keys, opened on first use. Tests that change the key store call `master.cache_clear()`."""
    return Master()
