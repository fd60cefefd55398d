"""Bringing a backup back: everything is opened and compared first, then put in place of what stood there.

What stood there is moved aside, never deleted. The key store and the root key are no part of a backup and must be there before.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError
from psycopg import sql

from kedang.documents.stores import store_of
from kedang.documents.unavailable import Missing
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.kit.row_sum import teach
from kedang.operations import backup_manifest, restore_marker, rights, row_sums
from kedang.operations.backup_files import UPLOADS, Kept, file_name
from kedang.operations.backup_making import alone, files_of
from kedang.operations.backup_manifest import Manifest
from kedang.operations.backup_places import FolderPlace, Place
from kedang.operations.backup_programs import address_of, restore_dump
from kedang.operations.backup_proving import is_sound, open_parts
from kedang.operations.backup_sealed import Passing, pieces_of
from kedang.operations.backup_sources import ALIASES, SCHEMAS, vendor
from kedang.operations.serving import RUNNING, is_served
from kedang.vault.backups import KeyStore, has_backup_key, key_store
from kedang.vault.root import RootKeyMissing

NOT_EMPTY = Refusal(
    "restore.not_empty",
    409,
    "这里已有数据（{customers} 位客户，{users} 个账号），没有改动。确定要换成备份时加 --replace，原有数据会移到一边。",
    "There is data here already ({customers} customers, {users} accounts); nothing was changed. Add --replace to put the backup in "
    "its place; what is there is moved aside.",
)
NO_KEYS = Refusal(
    "restore.no_keys",
    409,
    "没有密钥库或根密钥，备份打不开。请先把密钥库（keys.db 或 kedang_keys 模式）和根密钥放好。",
    "Without the key store and the root key a backup does not open. Put both in place first (keys.db or the schema kedang_keys, and "
    "the root key).",
)
OTHER_DATABASE = Refusal(
    "restore.other_database",
    409,
    "这份备份来自 {made}，当前设置是 {here}，不能互换。",
    "This backup is one of {made}, and this installation uses {here}: they cannot be exchanged.",
)
NEWER = Refusal(
    "restore.newer",
    409,
    "这份备份由更新的版本制作（{release}）。请先升级程序再恢复。",
    "This backup was made by a newer release ({release}). Upgrade the program first, then restore.",
)
OLD_KEYS = Refusal(
    "restore.old_keys",
    409,
    "密钥库比备份旧：备份之后才有的密钥这里没有。请换用更新的密钥库副本；确实只有这一份时加 --accept-old-keys，缺密钥的客户会被清除。",
    "The key store is older than the backup: keys that the backup needs are not in it yet. Use a newer copy of the key store; if this "
    "is the only one there is, add --accept-old-keys, and customers without a key will be erased.",
)
OLD_VERSIONS = Refusal(
    "restore.old_versions",
    409,
    "密钥库早于这份备份之前的一次客户密钥更换，打不开备份里重新加密的内容。请换用更新的密钥库副本；确实只有这一份时加 --accept-old-keys，打不开的敏感内容无法恢复。",
    "The key store is from before an exchange of customers' keys, and does not open what was sealed since. Use a newer copy of it; if this "
    "is the only one there is, add --accept-old-keys, and sensitive values that do not open are lost.",
)
VERSIONS_GONE = Refusal(
    "restore.versions_gone",
    409,
    "这份备份早于一次客户密钥更换，它需要的旧密钥已经销毁。请用它当时的密钥库副本；确实要恢复时加 --accept-old-keys，打不开的敏感内容无法恢复。",
    "This backup is from before an exchange of customers' keys, and the old keys it needs were destroyed. Use a copy of the key store from "
    "its time; --accept-old-keys restores it all the same, and sensitive values that do not open are lost.",
)
DAMAGED = Refusal(
    "restore.damaged",
    409,
    "备份已损坏，没有恢复：{what}。请用另一份备份。",
    "The backup is damaged and was not restored: {what}. Use another one.",
)
UNSOUND = Refusal(
    "restore.unsound",
    409,
    "这份备份完整无缺，但其中有数据在备份之前就已自行改变（磁盘或内存故障）：{what}。没有改动。请用更早的备份；确实只有这一份时加 --accept-damaged。",
    "This backup is as it was made, but something in it had changed by itself before (a fault of disk or memory): {what}. Nothing was "
    "changed. Use an earlier one; if this is the only one there is, add --accept-damaged.",
)
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: over data that stands there, with a key store that lacks keys, and with rows that are not what was written."""

    replace: bool = False
    accept_old_keys: bool = False
    accept_damaged: bool = False


def place(actor: Actor, source: Place, name: str, wish: Wish, told: Told) -> Manifest:
    """Put a backup in place. From here on nobody gets in until `restore_marker.finish`."""
    actor.require(rights.MANAGE)
    if is_served():
        raise RUNNING()
    here = _keys_here()
    manifest = backup_manifest.read(source, name)
    _require_fitting(manifest, here, wish)
    _require_empty(wish)
    with alone() as work:
        try:
            opened = open_parts(source, manifest, work, lambda: None)
            require_sound(opened, manifest.vendor, wish, told)
            files = files_of(source, manifest)
            told(f"{manifest.name}: {sum(manifest.counts['default'].values())} rows, {len(files)} files")
            restore_marker.begin(f"{source.where}/{name}")
            for kept in files:
                bring_back_file(source, kept)
        except Tampered as damaged:
            raise DAMAGED(what=str(damaged)) from None
        if manifest.vendor == "sqlite":
            _place_sqlite(opened)
        else:
            _place_postgres(opened)
    return manifest


def _keys_here() -> KeyStore:
    alias = connections["keys"].settings_dict
    try:
        if vendor() == "sqlite" and not Path(str(alias["NAME"])).exists():
            raise NO_KEYS()
        if not has_backup_key():
            raise backup_manifest.NOT_OURS()
        return key_store()
    except (RootKeyMissing, Tampered, DatabaseError):
        raise NO_KEYS() from None


def require_readable(manifest: Manifest) -> None:
    """Refuse a backup of the other kind of database, or of a newer release."""
    if manifest.vendor != vendor():
        raise OTHER_DATABASE(made=manifest.vendor, here=vendor())
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if manifest.format > backup_manifest.FORMAT or set(manifest.migrations["default"]) - known:
        raise NEWER(release=manifest.release)


def _require_fitting(manifest: Manifest, here: KeyStore, wish: Wish) -> None:
    require_readable(manifest)
    if here.newest < manifest.key_store.newest and not wish.accept_old_keys:
        raise OLD_KEYS()
    if here.version < manifest.key_store.version and not wish.accept_old_keys:
        raise OLD_VERSIONS()
    if manifest.key_store.version < here.gone and not wish.accept_old_keys:
        raise VERSIONS_GONE()


def _require_empty(wish: Wish) -> None:
    if wish.replace or restore_marker.unfinished():
        return
    customers, users = _rows("archive_customer"), _rows("accounts_user")
    if customers or users:
        raise NOT_EMPTY(customers=customers, users=users)


def _rows(table: str) -> int:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(cursor.fetchone()[0])
    except DatabaseError:
        return 0
    finally:
        connections["default"].close()


def bring_back_file(source: Place, kept: Kept) -> None:
    """Put one file where it was, unless it is there and sound already."""
    if kept.store == UPLOADS:
        target: Place = FolderPlace(settings().uploads)
        _copy(source, kept, lambda pieces: target.put(kept.place, pieces))
        return
    store = store_of(kept.store)
    if not stands(kept):
        store.remove(kept.place)
        _copy(source, kept, lambda pieces: store.put(kept.place, pieces))


def stands(kept: Kept) -> bool:
    """Whether a file is in its store and is what was copied."""
    passing = Passing(lambda: None)
    try:
        with store_of(kept.store).open(kept.place) as read:
            for _ in passing.through(pieces_of(read)):
                pass
    except Missing:
        return False
    return passing.digest == kept.digest


def _copy(source: Place, kept: Kept, put: Callable[..., None]) -> None:
    if not is_sound(source, kept):
        raise Tampered(f"file {kept.place}")
    with source.open(file_name(kept.digest)) as read:
        put(pieces_of(read))


def require_sound(opened: dict[str, Path], made: str, wish: Wish, told: Told) -> None:
    """Refuse databases of SQLite in which something is not what was written, before anything is replaced: the seal of a backup says
    that it is as it was made, and not that what it was made of was right."""
    for alias, path in opened.items() if made == "sqlite" else ():
        with closing(sqlite3.connect(path)) as database:
            teach(database)
            found = [f"{alias}: {each.table or 'file'}: {each.said}" for each in row_sums.unsound(database, 5)]
        if found and not wish.accept_damaged:
            raise UNSOUND(what=found[0])
        for each in found:
            told(each)


def _place_sqlite(opened: dict[str, Path]) -> None:
    """Move aside what stands there and rename; the mark keeps a half done exchange from being used."""
    connections.close_all()
    aside = settings().home / f"before-restore-{now():%Y%m%dT%H%M%S.%fZ}"
    for alias in reversed(ALIASES):
        path = Path(str(connections[alias].settings_dict["NAME"]))
        for old in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            if old.exists() and old.stat().st_size == 0:
                old.unlink()
            elif old.exists():
                aside.mkdir(exist_ok=True, mode=0o700)
                old.replace(aside / old.name)
        with opened[alias].open("rb+") as file:
            os.fsync(file.fileno())
        opened[alias].chmod(0o600)
        opened[alias].replace(path)
    descriptor = os.open(settings().home, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _place_postgres(opened: dict[str, Path]) -> None:
    """Rename the schemas that stand there and fill new ones."""
    connections.close_all()
    stamp = f"{now():%Y%m%dt%H%M%S%f}"
    for alias in ALIASES:
        schema, address = SCHEMAS[alias], address_of(alias)
        with psycopg.connect(address) as database:
            old, aside = sql.Identifier(schema), sql.Identifier(f"before_restore_{stamp}_{alias}")
            database.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(old))
            database.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(old, aside))
            database.execute(sql.SQL("CREATE SCHEMA {}").format(old))
        restore_dump(opened[alias], schema, address)
