"""The master keys, unwrapped by the root key once a process.

The root key itself is not kept in memory: it is read when a master key is to be wrapped or unwrapped, which is at the start and after
a rotation. So a running server needs no word when the root key is exchanged.
"""

from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction

from kedang.kit import crypto
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.vault import rootfile
from kedang.vault.models import MasterKey
from kedang.vault.rootfile import root_path
from kedang.vault.tenure import Tenure
from kedang.vault.unfit import ProviderAway, RootKeyMissing, RootKeyWrong

__all__ = ["APART", "INDEX", "KEK", "Master", "ProviderAway", "RootKeyMissing", "RootKeyWrong", "master", "root_path"]

KEK = "kek"
INDEX = "index"
# Keys under the index key that no exchange of it touches; all of them in one.
APART = "index-apart"
# One number for everybody who makes or exchanges master keys on PostgreSQL; SQLite has one writer anyway.
_TURN = 0x6B6564616E67


class MasterMissing(Tampered):
    """A key names an epoch that is not there: destroyed, or this is not the key store that belongs here."""


def wait_turn() -> None:
    """Be alone among those who write master keys, until the caller's transaction of the key store ends."""
    connection = connections["keys"]
    assert connection.in_atomic_block, "a turn lasts as long as a transaction"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def binding(purpose: str, epoch: int) -> bytes:
    """What a wrapped master key is bound to."""
    return f"{purpose}|{epoch}".encode()


def unwrapped(row: MasterKey, root: bytes) -> bytes:
    """A master key in clear; Tampered when this root key is not its own."""
    return crypto.open_sealed(AESGCM(root), bytes(row.wrapped), binding(row.purpose, row.epoch))


def wrapped(raw: bytes, purpose: str, epoch: int, root: bytes) -> bytes:
    """A master key as it stands in the key store."""
    return crypto.seal(AESGCM(root), crypto.header(epoch), raw, binding(purpose, epoch))


def fitting_root() -> bytes:
    """The root key that opens this key store; any one, when there is nothing to open yet."""
    row = MasterKey.objects.order_by("id").first()
    if row is None and not rootfile.exists():
        rootfile.make_first()
    for root in rootfile.candidates():
        if row is None or _opens(root, row):
            return root
    raise RootKeyWrong(str(root_path()))


def _opens(root: bytes, row: MasterKey) -> bool:
    try:
        unwrapped(row, root)
    except Tampered:
        return False
    return True


def newest_epoch() -> int:
    """The epoch under which new subject keys are wrapped; 0 when there is none yet."""
    found = MasterKey.objects.filter(purpose=KEK).order_by("-epoch").values_list("epoch", flat=True).first()
    return found or 0


def newest_index() -> int:
    """The version of the index key that counts; 0 when there is none yet."""
    found = MasterKey.objects.filter(purpose=INDEX).order_by("-epoch").values_list("epoch", flat=True).first()
    return found or 0


def make_master(purpose: str, epoch: int, raw: bytes | None = None) -> None:
    """A new master key, unless another process was first; then its key counts."""
    while True:
        # A provider may take seconds to open it: nobody waits for a lock meanwhile, and it is tried once more in the end.
        root = fitting_root()
        with transaction.atomic(using="keys"):
            wait_turn()
            if MasterKey.objects.filter(purpose=purpose, epoch=epoch).exists():
                return
            first = MasterKey.objects.order_by("id").first()
            if first is None or _opens(root, first):
                sealed = wrapped(raw or crypto.fresh_key(), purpose, epoch, root)
                MasterKey.objects.create(purpose=purpose, epoch=epoch, wrapped=sealed, created_at=now())
                return


class Master:
    """The unwrapped master keys of this process. `epoch` is the newest it knows of; `store` tells it of newer ones."""

    def __init__(self) -> None:
        self._cache: dict[tuple[str, int], bytes] = {}
        self._ciphers: dict[int, AESGCM] = {}
        self.tenure = Tenure(self._forget_all)
        self.epoch = newest_epoch()
        if not self.epoch:
            make_master(KEK, 1)
            self.epoch = 1
        self.kek(self.epoch)

    def key(self, purpose: str, epoch: int) -> bytes:
        """A master key in clear, in memory only."""
        found = self._cache.get((purpose, epoch))
        if found is None:
            row = MasterKey.objects.filter(purpose=purpose, epoch=epoch).first()
            if row is None and purpose == KEK:
                raise MasterMissing(f"{purpose} {epoch}")
            if row is None:
                make_master(purpose, epoch)
                row = MasterKey.objects.get(purpose=purpose, epoch=epoch)
            found = self._cache[purpose, epoch] = _opened(row)
        return found

    def held(self, purpose: str, epoch: int) -> bytes | None:
        """A master key in clear if there is one; makes none."""
        there = MasterKey.objects.filter(purpose=purpose, epoch=epoch).exists()
        return self.key(purpose, epoch) if there else None

    def kek(self, epoch: int) -> AESGCM:
        """The cipher that wraps the subject keys of an epoch; ProviderAway when its time has run out."""
        self.tenure.require()
        found = self._ciphers.get(epoch)
        if found is None:
            found = self._ciphers[epoch] = AESGCM(self.key(KEK, epoch))
        return found

    def knows(self, epoch: int) -> bool:
        """Whether the key of this epoch is at hand, or can be fetched."""
        try:
            self.kek(epoch)
        except MasterMissing:
            return False
        return True

    def forget(self, epoch: int, purpose: str = KEK) -> None:
        """An epoch that was destroyed is not kept in memory either."""
        if purpose == KEK:
            self._ciphers.pop(epoch, None)
        self._cache.pop((purpose, epoch), None)

    def _forget_all(self) -> None:
        """What opens customers goes; what finds them and signs for them (index, audit) stays."""
        self._ciphers.clear()
        self._cache = {held: key for held, key in self._cache.items() if held[0] != KEK}

    def __del__(self) -> None:
        self.tenure.end()


def _opened(row: MasterKey) -> bytes:
    for root in rootfile.candidates():
        try:
            return unwrapped(row, root)
        except Tampered:
            # The root key may have been exchanged since the row was read.
            row.refresh_from_db()
    for root in rootfile.candidates():
        try:
            return unwrapped(row, root)
        except Tampered:
            continue
    raise RootKeyWrong(str(root_path()))


@cache
def master() -> Master:
    """The master keys, opened on first use. Tests that change the key store call `master.cache_clear()`."""
    return Master()
