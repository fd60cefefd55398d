"""Making a backup: a picture of data and audit, sealed; the files that are new; and last of all the signed list of contents."""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import DomainError, Refusal
from kedang.kit.release import VERSION
from kedang.operations import backup_files, backup_manifest, backup_sources, rights
from kedang.operations.backup_files import Copied
from kedang.operations.backup_manifest import FORMAT, Manifest
from kedang.operations.backup_places import Place, place_at
from kedang.operations.backup_sealed import Beat, Part, open_sealed, pieces_in, put_sealed
from kedang.operations.backup_settings import backup_settings, work_folder
from kedang.operations.models import FAILED, MAKING, UNPROVEN, Backup
from kedang.vault.backups import key_store, sealing_key

FILES_LIST = 3
NUMBERS = {"default": 1, "audit": 2}
BUSY = Refusal(
    "backup.busy",
    409,
    "另一次备份、验证或恢复正在进行，请等它结束。",
    "Another backup, proof or restore is going on: wait until it is over.",
)
NO_ROOM = Refusal(
    "backup.no_room",
    507,
    "备份没有完成：目标或临时目录空间不足。没有留下半份备份；腾出空间后再试。",
    "The backup was not made: the target or the working folder is full. No half backup is left; free some space and try again.",
)


def nothing() -> None:
    """The beat of somebody whom nobody watches."""


@contextmanager
def alone() -> Iterator[Path]:
    """Nobody else makes, proves or restores a backup of this installation meanwhile; gives an empty working folder."""
    folder = work_folder()
    descriptor = os.open(settings().home / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BUSY() from None
        empty(folder)
        try:
            yield folder
        finally:
            empty(folder)
    finally:
        os.close(descriptor)


def empty(folder: Path) -> None:
    """Take out what a backup that was cut off has left in clear."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Made:
    manifest: Manifest
    copied: Copied
    seconds: float


def make(actor: Actor, *, reason: str, to: str = "", beat: Beat = nothing) -> Backup:
    """Make a backup. It counts as unproven until it has been restored for a trial."""
    actor.require(rights.MANAGE)
    with alone() as work:
        place = place_at(to or backup_settings().to)
        row = _begin(actor, place, reason)
        started = time.monotonic()
        try:
            manifest, copied = write(place, row, work, beat)
        except BaseException as failure:
            _leave_nothing(place, row.name)
            _failed(actor, row, failure)
            if isinstance(failure, OSError) and failure.errno in {27, 28, 122}:
                raise NO_ROOM() from failure
            raise
        return _finish(actor, row, _Made(manifest, copied, time.monotonic() - started))


def name_at(moment: datetime) -> str:
    return f"{backup_manifest.PREFIX}{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


@transaction.atomic
def _begin(actor: Actor, place: Place, reason: str) -> Backup:
    moment = now()
    # Nobody else is at work: what still says so was cut off.
    Backup.objects.filter(state=MAKING).update(state=FAILED, found='{"why": "cut off"}')
    row = Backup(name=name_at(moment), place=place.where, reason=reason, started_at=moment)
    row.save(force_insert=True)
    record(actor, "backup.begun", subject=("backup", row.id), details={"reason": reason})
    return row


def write(place: Place, row: Backup, work: Path, beat: Beat) -> tuple[Manifest, Copied]:
    """Everything of a backup, its list of contents last. Reads no table of this room: before an upgrade there may be none."""
    for name in backup_manifest.remains(place):
        place.remove(name)
    made_at, keys = now(), key_store()
    key = sealing_key(row.id)
    parts: dict[str, Part] = {}
    pictures = backup_sources.take(work, beat)
    for picture in pictures:
        named = f"{picture.path.name}.sealed"
        parts[picture.alias] = put_sealed(place, row.name, named, NUMBERS[picture.alias], pieces_in(picture.path), key, beat)  # fmt: skip
        picture.path.unlink()
    copied = backup_files.copy_files(place, _known(place, beat), beat)
    listed = put_sealed(place, row.name, "files.sealed", FILES_LIST, backup_files.packed(copied.files), key, beat)
    manifest = Manifest(
        format=FORMAT,
        id=row.id,
        name=row.name,
        made_at=made_at.isoformat(),
        release=VERSION,
        vendor=backup_sources.vendor(),
        key_store=keys,
        migrations={picture.alias: picture.migrations for picture in pictures},
        counts={picture.alias: picture.counts for picture in pictures},
        parts=parts,
        files=listed,
        file_count=len(copied.files),
        file_bytes=sum(kept.size for kept in copied.files),
        missing=copied.missing,
    )
    backup_manifest.write(place, manifest)
    return manifest, copied


def files_of(place: Place, manifest: Manifest, beat: Beat = nothing) -> list[backup_files.Kept]:
    """The files a backup consists of."""
    return backup_files.unpacked(open_sealed(place, manifest.name, manifest.files, sealing_key(manifest.id), beat))


def _known(place: Place, beat: Beat) -> list[backup_files.Kept]:
    """The files of the newest backup here that can be read."""
    for name in backup_manifest.names(place):
        try:
            return files_of(place, backup_manifest.read(place, name), beat)
        except DomainError:
            continue
    return []


def _leave_nothing(place: Place, name: str) -> None:
    """As far as the target lets us; the next backup clears what is left, and nothing takes it for a backup."""
    try:
        for found in list(place.names(name)):
            place.remove(found)
    except (OSError, DomainError):
        return


@transaction.atomic
def _finish(actor: Actor, row: Backup, made: _Made) -> Backup:
    row.state, row.made_at, row.seconds = UNPROVEN, made.manifest.at, made.seconds
    row.size, row.new_bytes = made.manifest.size, made.copied.new_bytes
    row.files, row.missing = made.manifest.file_count, len(made.copied.missing)
    row.save()
    details: dict[str, Any] = {"bytes": row.size, "files": row.files, "missing": row.missing}
    record(actor, "backup.made", subject=("backup", row.id), details=details)
    return row


@transaction.atomic
def _failed(actor: Actor, row: Backup, failure: BaseException) -> None:
    code = failure.code if isinstance(failure, DomainError) else type(failure).__name__
    said = failure.text() if isinstance(failure, DomainError) else ""
    row.state, row.found = FAILED, orjson.dumps({"why": code, "said": said}).decode()
    row.save(update_fields=["state", "found"])
    record(actor, "backup.failed", subject=("backup", row.id), details={"why": code})
