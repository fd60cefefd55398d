"""Filing: a new document, a new version of one. The content is in the store, and verified, before any row names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from kedang.accounts import file_quota
from kedang.archive import customers
from kedang.documents import access, rights
from kedang.documents.arriving import Arrival, Checked, checked
from kedang.documents.indexing import forget_text, index_again, want_text
from kedang.documents.keeping import Kept, discard, keep
from kedang.documents.kinds import NORMAL
from kedang.documents.models import Document, Version
from kedang.documents.sealing import Body, DocumentKey, fresh_key, key_of, seal_title
from kedang.engine.files.names import without_ending
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.kit.ids import new_id
from kedang.kit.text import storable
from kedang.vault.keys import key_for

ABOUT = "document"
LONGEST_TITLE, LONGEST_NOTE, MOST_VERSIONS = 200, 500, 500
# What a file of this type is usually kept for; whoever files it may say otherwise.
RETAINED = {"contract": "d30", "identity": "d30", "licence": "d30", "invoice": "d30"}
SHORTEST = "d10"
LONG_WORDS = Refusal(
    "documents.words",
    422,
    "标题不超过 200 字，说明不超过 500 字。没有保存。",
    "A title has up to 200 characters, a note up to 500. Nothing was kept.",
)
TOO_MANY = Refusal(
    "documents.versions",
    409,
    "一份文件最多 500 个版本，请作为新文件上传。",
    "A document has at most 500 versions: file this as a new document.",
)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a document is said to be. An empty title is the file's name; an empty retention that of its type."""

    type: str = "other"
    title: str = ""
    sensitivity: str = NORMAL
    retention: str = ""
    note: str = ""
    about_kind: str = ""
    about_id: int | None = None


def file(actor: Actor, customer_id: int, arrival: Arrival, said: Described) -> int:
    """File a document with a customer; its id."""
    access.require_place(actor, customer_id)
    file_quota.require_room(actor, arrival.size)
    arrived = checked(arrival)
    title = title_checked(said.title) or without_ending(arrived.name)
    note = _note(said.note)
    document_id, version_id = new_id(), new_id()
    key = fresh_key(document_id)

    @transaction.atomic
    def write(kept: Kept) -> int:
        customer = customers.load_for_change(actor, customer_id)
        own = key_for(customer.id)
        document = Document(
            id=document_id,
            customer=customer,
            type=said.type,
            sensitivity=said.sensitivity,
            retention=said.retention or RETAINED.get(said.type, SHORTEST),
            about_kind=said.about_kind if said.about_id else "",
            about_id=said.about_id if said.about_kind else None,
            title_enc=seal_title(own, title, document_id),
            key_enc=key.wrapped(own),
            created_by=actor.id,
        )
        document.save(force_insert=True)
        _add(actor, document, key, _Content(version_id, arrived, kept, note))
        index_again(own, document)
        details = {"document": str(document.id), "type": document.type}
        record(actor, "document.filed", subject=("customer", customer.id), details=details)
        news.changed(actor, customer.id, (ABOUT, document.id))
        return document.id

    return _stored(arrived, key, version_id, write)


def add_version(actor: Actor, document_id: int, arrival: Arrival, *, version: int, note: str = "") -> int:
    """A newer content of a document; its number. The former ones stay."""
    actor.require(rights.FILE)
    customer, document = access.load_readable(actor, document_id)
    access.require_place(actor, customer.id)
    file_quota.require_room(actor, arrival.size)
    arrived, note = checked(arrival), _note(note)
    key, version_id = key_of(key_for(customer.id), document), new_id()

    @transaction.atomic
    def write(kept: Kept) -> int:
        customer, document = access.load_for_change(actor, document_id, version=version)
        if document.latest >= MOST_VERSIONS:
            raise TOO_MANY()
        document.latest += 1
        document.version += 1
        document.updated_at = now()
        document.save(update_fields=["latest", "version", "updated_at"])
        forget_text([document.id])
        _add(actor, document, key, _Content(version_id, arrived, kept, note))
        index_again(key_for(customer.id), document)
        details = {"document": str(document.id), "number": document.latest}
        record(actor, "document.version_added", subject=("customer", customer.id), details=details)
        news.changed(actor, customer.id, (ABOUT, document.id))
        return document.latest

    return _stored(arrived, key, version_id, write)


def _stored(arrived: Checked, key: DocumentKey, version_id: int, write: Callable[[Kept], Made]) -> Made:
    """Store a content, then write its rows; without the rows the content goes again."""
    kept = keep(arrived.pieces(), key.of_content(version_id))
    try:
        return write(kept)
    except BaseException:
        discard(kept.store, kept.place)
        raise


@dataclass(frozen=True, slots=True)
class _Content:
    version_id: int
    arrived: Checked
    kept: Kept
    note: str


def _add(actor: Actor, document: Document, key: DocumentKey, content: _Content) -> None:
    file_quota.take(actor, content.kept.size)
    body = Body(content.arrived.name, content.note, content.kept.sha256)
    version = Version(
        id=content.version_id,
        document=document,
        number=document.latest,
        size=content.kept.size,
        ending=content.arrived.ending,
        scan=content.arrived.scan,
        body_enc=key.seal_body(body, content.version_id),
        store=content.kept.store,
        place=content.kept.place,
        by=actor.id,
    )
    version.save(force_insert=True)
    want_text(actor, document, version)


def title_checked(title: str) -> str:
    """A title that may be stored, on one line."""
    text = " ".join(storable(title).split())
    if len(text) > LONGEST_TITLE:
        raise LONG_WORDS()
    return text


def _note(note: str) -> str:
    text = storable(note).strip()
    if len(text) > LONGEST_NOTE:
        raise LONG_WORDS()
    return text
