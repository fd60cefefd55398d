"""Files for customers in bulk: rows as filing leaves them, each with a small sealed content in the store.

Not filed one by one: the hundred thousands would wait for the disk four times each. Every content can be read, and reads back whole.
"""

import hashlib
import random
import secrets
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from kedang.archive.models import Customer
from kedang.archive.write import insert_rows
from kedang.documents.grams import grams_of
from kedang.documents.kinds import NONE
from kedang.documents.models import Document, Version, first_check
from kedang.documents.sealing import Body, fresh_key, seal_title
from kedang.documents.settings import store_settings
from kedang.history.record import stamp
from kedang.kit.clock import now
from kedang.kit.ids import new_ids
from kedang.vault.files import sealed_pieces
from kedang.vault.keys import SubjectKey, keys_for

CHUNK = 1_000
TITLES = ("框架合同", "营业执照副本", "授权委托书", "验收报告", "报价单", "往来函件")
TYPES = ("contract", "licence", "other", "other", "other", "correspondence")


def fill_papers(count: int, *, seed: int = 20261123) -> None:
    """So many documents, spread over all customers that are owned; nothing when there are some."""
    if Document.objects.exists():
        return
    chance = random.Random(seed)
    whose = list(Customer.objects.filter(trashed_at=None).exclude(owner_id=None).values_list("id", "owner_id"))
    chance.shuffle(whose)
    root = store_settings().folder
    for n in range(256):
        (root / f"{n:02x}").mkdir(parents=True, exist_ok=True, mode=0o700)
    for start in range(0, count, CHUNK):
        batch = [whose[place % len(whose)] for place in range(start, min(start + CHUNK, count))]
        with transaction.atomic():
            _write(batch, chance, root)


def _write(batch: Sequence[tuple[int, int]], chance: random.Random, root: Path) -> None:
    keys = keys_for([customer_id for customer_id, _ in batch])
    moment = stamp(now())
    ids = iter(new_ids(2 * len(batch)))
    documents, versions, grams = list[Document](), list[Version](), list[tuple[int, set[int]]]()
    for customer_id, owner_id in batch:
        place = chance.randrange(len(TITLES))
        document = Document(id=next(ids), customer_id=customer_id, type=TYPES[place], retention="d10")
        document.created_by, document.created_at, document.updated_at = owner_id, moment, moment
        version = Version(id=next(ids), document_id=document.id, number=1, by=owner_id, at=moment, ending="txt")
        said = f"{TITLES[place]} {chance.randrange(10**6):06d}"
        _seal(document, version, keys[customer_id], said, root)
        documents.append(document)
        versions.append(version)
        grams.append((document.id, grams_of(f"{said}\n{said}.txt\n")))
    _insert(Document, documents)
    _insert(Version, versions)
    _index(grams)


def _seal(document: Document, version: Version, customer: SubjectKey, said: str, root: Path) -> None:
    key, content = fresh_key(document.id), (said + "\n").encode() * 30
    document.title_enc, document.key_enc = seal_title(customer, said, document.id), key.wrapped(customer)
    version.store, version.place, version.size = "folder", secrets.token_hex(20), len(content)
    version.text_state, version.check_at = NONE, stamp(first_check())
    version.body_enc = key.seal_body(Body(f"{said}.txt", "", hashlib.sha256(content).hexdigest()), version.id)
    path = root / version.place[:2] / version.place
    path.write_bytes(b"".join(sealed_pieces([content], key.of_content(version.id), file_id=version.id)))


def _insert(model: type[models.Model], rows: Iterable[Any]) -> None:
    fields = list(model._meta.concrete_fields)
    values = attrgetter(*(each.attname for each in fields))
    insert_rows(model._meta.db_table, [str(each.column) for each in fields], [values(row) for row in rows])


def _index(grams: Sequence[tuple[int, set[int]]]) -> None:
    postgres = connection.vendor == "postgresql"
    column = "document_id" if postgres else "rowid"
    rows: list[tuple[object, ...]] = [
        (each, sorted(found) if postgres else " ".join(sorted(f"{gram & 0xFFFFFFFFFF:010x}" for gram in found)))
        for each, found in grams
    ]
    insert_rows("documents_search", [column, "grams"], rows)
