"""One customer as a backup has it: the backup is restored apart, what it says of this customer is read, and the rest thrown away.

Nothing of the running installation is touched. Only what somebody filed is read; who may see the customer, what it consented to and
what was approved are never taken from a backup.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import models

from kedang.activity.models import Interaction
from kedang.archive.content import Content
from kedang.archive.load import load_apart
from kedang.archive.models import Customer, Note
from kedang.documents.models import Document, Version
from kedang.documents.unavailable import Missing
from kedang.kit.crypto import Tampered
from kedang.kit.errors import Refusal
from kedang.operations import backup_manifest
from kedang.operations.backup_files import Kept
from kedang.operations.backup_making import alone, files_of
from kedang.operations.backup_manifest import Manifest
from kedang.operations.backup_places import Place
from kedang.operations.backup_proving import differences, open_part
from kedang.operations.backup_sealed import Beat
from kedang.operations.backup_throwaway import Ask, restored
from kedang.operations.restore_placing import DAMAGED, require_readable
from kedang.privacy.models import Erased
from kedang.vault.backups import without_key

ERASED = Refusal(
    "restore.customer_erased",
    409,
    "这位客户已被清除，不会从备份恢复。没有改动。",
    "This customer was erased and does not come back from a backup. Nothing was changed.",
)
KEY_GONE = Refusal(
    "restore.customer_key_gone",
    409,
    "这位客户的密钥已销毁，备份中的内容无法打开。没有改动。",
    "The key of this customer was destroyed: what the backup has of it does not open. Nothing was changed.",
)
NOT_IN_IT = Refusal(
    "restore.customer_not_there",
    404,
    "这份备份里没有这位客户：{wanted}。没有改动。请换一份备份，或核对档号。",
    "This backup does not have this customer: {wanted}. Nothing was changed. Choose another backup, or check the archive number.",
)
OTHER_TABLES = Refusal(
    "restore.customer_other_tables",
    409,
    "这份备份由旧版本制作（{release}），客户数据的表结构不同，不能只恢复一位客户。请用 restore --into 恢复到另一个文件夹查看。",
    "This backup is of an older release ({release}) with other tables of customers: one customer alone cannot be restored from it. "
    "Restore it into another folder with restore --into and look there.",
)
_MISSING_COLUMN = (sqlite3.OperationalError, psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Then:
    """What a backup says of one customer. `row` is its own row by column, `rows` those of other tables by name; `formers` are whom it
    held by merges; `files` what the backup has of the contents of its documents, by store and place."""

    place: Place
    manifest: Manifest
    row: dict[str, Any]
    content: Content
    formers: frozenset[int]
    rows: dict[str, list[Row]]
    files: dict[tuple[str, str], Kept]

    @property
    def id(self) -> int:
        """Which customer it is."""
        return int(self.row["id"])


def read_then(place: Place, name: str, wanted: str, beat: Beat) -> Then:
    """What a backup says of the customer of this archive number or id."""
    with alone() as work:
        manifest = backup_manifest.read(place, name)
        require_readable(manifest)
        try:
            with _asked(place, manifest, work, beat) as ask:
                return _read(place, manifest, ask, wanted)
        except (Tampered, Missing) as damaged:
            raise DAMAGED(what=str(damaged)) from None
        except _MISSING_COLUMN:
            raise OTHER_TABLES(release=manifest.release) from None


@contextmanager
def _asked(place: Place, manifest: Manifest, work: Path, beat: Beat) -> Iterator[Ask]:
    path = open_part(place, manifest, "default", work, beat)
    with restored(path, "default", manifest.vendor) as (counted, ask, unsound):
        wrong = [*unsound, *differences("default", manifest.counts["default"], counted)]
        if wrong:
            raise DAMAGED(what=wrong[0])
        yield ask


def _read(place: Place, manifest: Manifest, ask: Ask, wanted: str) -> Then:
    row = _customer(ask, wanted)
    customer_id = int(row["id"])
    refuse_erased(customer_id)

    def select(table: str, columns: str, ids: Sequence[int], *, column: str = "customer_id") -> Iterator[Row]:
        marks, order = ",".join("?" * len(ids)), "" if table == "archive_customer" else " ORDER BY id"
        return map(tuple, ask(f"SELECT {columns} FROM {table} WHERE {column} IN ({marks}){order}", *ids))  # noqa: S608

    content = load_apart(customer_id, select)
    assert content is not None, "its row was just read"
    rows = {
        model._meta.db_table: list(select(*_all_of(model), [customer_id])) for model in (Note, Interaction, Document)
    }
    documents = [int(each[0]) for each in rows["documents_document"]]
    of_documents = select(*_all_of(Version), documents, column="document_id") if documents else iter(())
    rows["documents_version"] = list(of_documents)
    files = {(kept.store, kept.place): kept for kept in files_of(place, manifest)} if documents else {}
    return Then(place, manifest, row, content, frozenset(_formers(ask, customer_id)), rows, files)


def refuse_erased(customer_id: int) -> None:
    """Refuse whoever was erased: by the ledger, which holds also where an older key store was put back, and by the key."""
    if Erased.objects.filter(subject_id=customer_id).exists():
        raise ERASED()
    if without_key([customer_id]):
        raise KEY_GONE()


def _customer(ask: Ask, wanted: str) -> dict[str, Any]:
    columns = columns_of(Customer)
    select = f"SELECT {', '.join(columns)} FROM archive_customer WHERE "  # noqa: S608 - names are ours
    found = ask(select + "number = ?", wanted)
    if not found and wanted.isdecimal() and len(wanted) < 19:
        found = ask(select + "id = ?", int(wanted))
    if not found:
        raise NOT_IN_IT(wanted=wanted)
    return dict(zip(columns, found[0], strict=True))


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a table of ours, its id first."""
    return [str(field.column) for field in model._meta.concrete_fields]


def _all_of(model: type[models.Model]) -> tuple[str, str]:
    return model._meta.db_table, ", ".join(columns_of(model))


def _formers(ask: Ask, customer_id: int) -> Iterator[int]:
    """Everybody who led to a customer then, through as many merges as there were."""
    holders = [customer_id]
    while holders:
        marks = ",".join("?" * len(holders))
        found = ask(f"SELECT id FROM archive_customer WHERE survivor_id IN ({marks})", *holders)  # noqa: S608
        holders = [int(each[0]) for each in found]
        yield from holders
