"""New master keys, and everything under them wrapped anew, while the installation is at work. Every step can be cut off and taken up.

A new epoch counts at once: whoever stores a key asks for the newest. What is under older ones is wrapped anew in batches, each key only
if nobody touched it meanwhile. An epoch is destroyed when nothing is under it and it has been out of use for a while, so that a key that
was made just before and is stored just after still finds it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db import connections, transaction
from django.db.models import Min

from kedang.kit import crypto
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.vault import envelopes, rootfile
from kedang.vault.keys import KeyRow, rewrapped
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import (
    KEK,
    RootKeyMissing,
    fitting_root,
    make_master,
    master,
    newest_epoch,
    unwrapped,
    wait_turn,
    wrapped,
)

BATCH = 5000
GRACE = timedelta(minutes=10)
BEFORE_ALL = -(2**63)
_PAGE = "SELECT subject_id, epoch, wrapped FROM vault_subject_key WHERE subject_id > %s ORDER BY subject_id LIMIT %s"
_SWAP = "UPDATE vault_subject_key SET epoch = ?, wrapped = ? WHERE subject_id = ? AND wrapped = ?"
_SWAP_ALL = (
    "UPDATE vault_subject_key AS k SET epoch = %s, wrapped = n.wrapped "
    "FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS n (id, old, wrapped) "
    "WHERE k.subject_id = n.id AND k.wrapped = n.old"
)


class Batch(NamedTuple):
    """What one batch came to: the last subject looked at (None: there are no more), how many were looked at, and how many of
    them do not open and were left as they are."""

    last: int | None
    looked_at: int
    damaged: int


def begin_epoch() -> int:
    """A new master key; from now on every new subject key is wrapped under it, in every process."""
    epoch = newest_epoch() + 1
    make_master(KEK, epoch)
    return epoch


def rewrap_batch(after: int, size: int = BATCH) -> Batch:
    """Wrap the next subject keys under the newest epoch."""
    newest = newest_epoch()
    with connections["keys"].cursor() as cursor:
        cursor.execute(_PAGE, [after, size])
        rows: list[KeyRow] = [(row[0], row[1], bytes(row[2])) for row in cursor.fetchall()]
    changed, damaged = list[tuple[KeyRow, KeyRow]](), 0
    for row in rows:
        if row[1] == newest:
            continue
        try:
            changed.append((row, rewrapped(row, newest)))
        except Tampered:
            damaged += 1
    swap(changed, newest)
    return Batch(rows[-1][0] if rows else None, len(rows), damaged)


def swap(changed: Sequence[tuple[KeyRow, KeyRow]], epoch: int) -> None:
    """Put the new wraps in place of the old ones, where the old ones still stand: a key that was destroyed stays so."""
    if not changed:
        return
    connection = connections["keys"]
    with transaction.atomic(using="keys"), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, olds, news = (
                [old[0] for old, _ in changed],
                [old[2] for old, _ in changed],
                [new[2] for _, new in changed],
            )
            cursor.execute(_SWAP_ALL, [epoch, ids, olds, news])
            return
        connection.connection.executemany(_SWAP, [(epoch, new[2], old[0], old[2]) for old, new in changed])


def retire(*, grace: timedelta = GRACE) -> tuple[int, ...]:
    """Destroy the epochs nothing needs any more; those that are destroyed."""
    gone = list[int]()
    with transaction.atomic(using="keys"):
        wait_turn()
        epochs = list(MasterKey.objects.filter(purpose=KEK).order_by("epoch"))
        for old, successor in pairwise(epochs):
            if successor.created_at > now() - grace or SubjectKeyRow.objects.filter(epoch=old.epoch).exists():
                continue
            old.delete()
            gone.append(old.epoch)
    for epoch in gone:
        master().forget(epoch)
    return tuple(gone)


def oldest_in_use() -> int | None:
    """The oldest epoch something is wrapped under."""
    found: int | None = SubjectKeyRow.objects.aggregate(oldest=Min("epoch"))["oldest"]
    return found


def rotate_root(kind: str = envelopes.FILE, given: Mapping[str, str] | None = None) -> str:
    """A new root key, in an envelope of this kind; its fingerprint. Cut off at any point, `settle` finishes it or drops it."""
    with rootfile.alone():
        _settle()
        old, new = fitting_root(), crypto.fresh_key()
        envelope = envelopes.closed(new, kind, given or {})
        rootfile.write(rootfile.next_path(), envelope)
        if envelopes.opened(rootfile.next_path().read_bytes()) != new:
            rootfile.drop_next()
            raise Tampered("the new root key does not come back")
        rewrap_masters(old, new)
        rootfile.put_in_place()
    return fingerprint(new)


def rewrap_masters(old: bytes, new: bytes) -> None:
    """All master keys under another root key, or none of them."""
    with transaction.atomic(using="keys"):
        wait_turn()
        for row in MasterKey.objects.all():
            row.wrapped = wrapped(unwrapped(row, old), row.purpose, row.epoch, new)
            row.save(update_fields=["wrapped"])


def settle() -> None:
    """Finish or drop an exchange of the root key that was cut off. Whoever is exchanging it right now is left alone."""
    if not rootfile.next_path().exists():
        return
    try:
        with rootfile.alone():
            _settle()
    except rootfile.RootBusy:
        return


def _settle() -> None:
    path = rootfile.next_path()
    if not path.exists():
        return
    # The one in place is asked first: where it fits, nobody needs to be asked about the other.
    if rootfile.root_path().exists() and _is_fitting(rootfile.root_path().read_bytes()):
        rootfile.drop_next()
    elif _is_fitting(path.read_bytes()):
        rootfile.put_in_place()
    else:
        fitting_root()


def _is_fitting(envelope: bytes) -> bool:
    """Whether the root key in it opens this key store."""
    row = MasterKey.objects.order_by("id").first()
    try:
        root = envelopes.opened(envelope)
        return row is None or bool(unwrapped(row, root))
    except (Tampered, envelopes.NotAnEnvelope, RootKeyMissing):
        return False


def renew_at_provider() -> None:
    """The same root key, sealed by the newest key of its provider. Cut off at any point, `settle` drops what is half done."""
    with rootfile.alone():
        _settle()
        root = fitting_root()
        rootfile.write(rootfile.next_path(), envelopes.renewed(rootfile.root_path().read_bytes()))
        if envelopes.opened(rootfile.next_path().read_bytes()) != root:
            rootfile.drop_next()
            raise Tampered("the root key does not come back")
        rootfile.put_in_place()


def fingerprint(root: bytes) -> str:
    """Which root key it is, without showing it."""
    return crypto.derive(root, b"fingerprint")[:4].hex()
