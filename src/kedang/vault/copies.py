"""Copies of the key store, apart from every copy of the data, and short-lived: what was erased must not outlive them.

A copy is an encrypted file (see `files`) under a key derived from the root key: whoever has the copy and the root key, or enough cards of
it, has the key store again. It holds the wrapped keys as they stand, nothing in clear.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connections, transaction

from kedang.kit import crypto
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.vault import rootfile
from kedang.vault.files import EncryptedWriter, read_encrypted
from kedang.vault.keys import SubjectKey
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import KEK, MasterMissing, RootKeyWrong, fitting_root, master, wait_turn

KEPT = 7
LONGEST = timedelta(days=30)
SUFFIX = ".keys"
_BATCH = 5000
_MASTER, _SUBJECT, _END = 1, 2, 3
_HEAD = struct.Struct(">BqIH")


class NotEmpty(Exception):
    """The key store holds keys already; nothing is put over them."""


def _key(root: bytes) -> SubjectKey:
    return SubjectKey(0, crypto.derive(root, b"copy of the key store"))


def write_copy(folder: Path) -> Path:
    """A copy of the key store as it is now. It is read back before it counts."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = now().astimezone(UTC)
    path, unfinished = folder / f"{moment:%Y%m%dT%H%M%SZ}{SUFFIX}", folder / f".{moment:%Y%m%dT%H%M%S%f}"
    key = _key(fitting_root())
    writer = EncryptedWriter(unfinished, key, file_id=0)
    try:
        written = 0
        for piece in _pieces():
            writer.write(piece)
            written += 1
        writer.close()
        if sum(1 for _ in _records(unfinished, key)) != written:
            raise Tampered("the copy does not come back")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _pieces() -> Iterator[bytes]:
    """Everything in the key store. The subjects' keys are one look; the master keys are read after them, without a lock in anybody's
    way: one that came in between does no harm, and one that went in between is missed."""
    needed, count = set[int](), 0
    for subject_id, epoch, wrapped in SubjectKeyRow.objects.values_list("subject_id", "epoch", "wrapped").iterator(
        _BATCH
    ):
        yield _HEAD.pack(_SUBJECT, subject_id, epoch, len(wrapped)) + bytes(wrapped)
        needed.add(epoch)
        count += 1
    for row in MasterKey.objects.order_by("id"):
        facts = f"{row.purpose}|{row.created_at.isoformat()}|".encode() + bytes(row.wrapped)
        yield _HEAD.pack(_MASTER, row.id, row.epoch, len(facts)) + facts
        needed.discard(row.epoch if row.purpose == KEK else 0)
    if needed:
        raise MasterMissing(str(sorted(needed)))
    yield _HEAD.pack(_END, count, 0, 0)


def _records(path: Path, key: SubjectKey) -> Iterator[tuple[int, int, int, bytes]]:
    held, ended = b"", False
    for chunk in read_encrypted(path, key, file_id=0):
        held += chunk
        at = 0
        while at + _HEAD.size <= len(held):
            kind, number, epoch, length = _HEAD.unpack_from(held, at)
            if at + _HEAD.size + length > len(held):
                break
            at += _HEAD.size
            yield kind, number, epoch, held[at : at + length]
            at += length
            ended = kind == _END
        held = held[at:]
    if held or not ended:
        raise Tampered("cut")


def put_back(path: Path) -> int:
    """An empty key store from a copy; how many subjects' keys came back. The whole copy, or nothing."""
    count = 0
    key = _key_of(path)
    with transaction.atomic(using="keys"):
        wait_turn()
        if SubjectKeyRow.objects.exists():
            raise NotEmpty
        MasterKey.objects.all().delete()
        batch = list[tuple[int, int, bytes]]()
        for kind, number, epoch, content in _records(path, key):
            if kind == _MASTER:
                _put_master(epoch, content)
            elif kind == _SUBJECT:
                batch.append((number, epoch, content))
            if batch and (kind == _END or len(batch) == _BATCH):
                _store(batch)
                count += len(batch)
                batch = []
    master.cache_clear()
    return count


def _store(rows: list[tuple[int, int, bytes]]) -> None:
    """The rows as they were copied: under whichever epoch."""
    if connections["keys"].vendor == "postgresql":
        with (
            connections["keys"].cursor() as cursor,
            cursor.copy("COPY vault_subject_key (subject_id, epoch, wrapped) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    SubjectKeyRow.objects.bulk_create(SubjectKeyRow(subject_id=row[0], epoch=row[1], wrapped=row[2]) for row in rows)


def _put_master(epoch: int, content: bytes) -> None:
    purpose, created, wrapped = content.split(b"|", 2)
    row = MasterKey(purpose=purpose.decode(), epoch=epoch, wrapped=wrapped)
    row.created_at = datetime.fromisoformat(created.decode())
    row.save(force_insert=True)


def _key_of(path: Path) -> SubjectKey:
    """The key that opens the copy; RootKeyWrong when it was made under another root key."""
    for root in rootfile.candidates():
        key = _key(root)
        try:
            next(_records(path, key))
        except Tampered:
            continue
        return key
    raise RootKeyWrong(str(path))


def copies(folder: Path) -> list[Path]:
    """The copies there are, newest first."""
    return sorted(folder.glob(f"*{SUFFIX}"), reverse=True) if folder.exists() else []


def made_at(path: Path) -> datetime:
    """When a copy was made."""
    return datetime.strptime(path.name.removesuffix(SUFFIX), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def drop_old(folder: Path) -> int:
    """Destroy copies that are too old or too many; the newest stays while it is younger than the longest there may be."""
    newest_of_day = dict[object, Path]()
    for path in reversed(copies(folder)):
        newest_of_day[made_at(path).date()] = path
    keep = sorted(newest_of_day.values(), reverse=True)[:KEPT]
    dropped = 0
    for path in copies(folder):
        if path not in keep or made_at(path) < now() - LONGEST:
            path.unlink()
            dropped += 1
    return dropped
