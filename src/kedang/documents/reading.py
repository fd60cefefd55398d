"""Documents as far as the actor may see them: a customer's, everybody's in sight, one with its versions, and its content."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.seen import seen_by
from kedang.documents import access
from kedang.documents.keeping import content_of
from kedang.documents.models import Document, Version
from kedang.documents.sealing import Body, key_of, title_of
from kedang.engine.files.recognising import KINDS
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.vault.keys import SubjectKey, key_for, keys_for


@dataclass(frozen=True, slots=True)
class Read:
    """A document and its newest version; `title` and `body` are None for whoever may not open it."""

    document: Document
    version: Version
    title: str | None
    body: Body | None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which documents a list is about; what is None does not matter. `damaged`: only those with a damaged version."""

    type: str | None = None
    retention: str | None = None
    damaged: bool = False

    def plain(self) -> dict[str, str]:
        """What the document's own row must say."""
        wanted = {"type": self.type, "retention": self.retention}
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list of many customers; `snippet` is where the text holds what was searched."""

    read: Read
    customer: Customer
    snippet: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A content on its way out."""

    name: str
    media: str
    size: int
    pieces: Iterator[bytes]


def of_customer(
    actor: Actor,
    customer_id: int,
    *,
    trashed: bool = False,
    attached: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> tuple[Customer, list[Read], str | None]:
    """A customer's documents, the newest first, and where the next page begins. `attached`: only those about a record."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    found = Document.objects.filter(customer_id=customer.id, trashed_at__isnull=not trashed)
    if attached:
        found = found.filter(about_id__isnull=False)
    rows, following = page(found, cursor, limit)
    record_read(actor, "documents.read", customer_ids=[customer.id])
    return customer, read(actor, rows, keys_for([customer.id])), following


def everything(
    actor: Actor, narrowed: Narrowed, *, cursor: str | None = None, limit: int | None = None
) -> tuple[list[Listed], str | None]:
    """The documents of everybody in sight, the newest first."""
    actor.require(archive_rights.VIEW)
    rows, following = page(in_sight(actor, narrowed), cursor, limit)
    return listed(actor, rows), following


def in_sight(actor: Actor, narrowed: Narrowed) -> QuerySet[Document]:
    """The documents that are not trashed, of the customers an actor sees."""
    found = Document.objects.filter(trashed_at__isnull=True, **narrowed.plain())
    if narrowed.damaged:
        found = found.filter(id__in=Version.objects.filter(damaged=True).values("document_id"))
    return found.filter(seen_by(actor))


def page(found: QuerySet[Document], cursor: str | None, limit: int | None) -> tuple[list[Document], str | None]:
    """One page of documents by their ids, which are in the order of time."""
    size = clamp_limit(limit)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    return rows[:size], encode_cursor((rows[size - 1].id,)) if len(rows) > size else None


def listed(
    actor: Actor, rows: Sequence[Document], snippet: Callable[[int], str | None] = lambda document_id: None
) -> list[Listed]:
    """Documents with their customers, checked once more; on record before it returns."""
    seen = Customer.objects.visible_to(actor).in_bulk({row.customer_id for row in rows})
    rows = [row for row in rows if row.customer_id in seen]
    record_read(actor, "customers.listed", customer_ids=sorted(seen), fields=["documents"])
    found = read(actor, rows, keys_for(seen))
    return [Listed(each, seen[each.document.customer_id], snippet(each.document.id)) for each in found]


def read(actor: Actor, rows: Iterable[Document], keys: dict[int, SubjectKey]) -> list[Read]:
    """Documents of customers the actor sees, opened where that is allowed."""
    documents = list(rows)
    newest = access.latest_of(documents)
    return [_opened(actor, each, newest[each.id], keys[each.customer_id]) for each in documents]


def _opened(actor: Actor, document: Document, version: Version, key: SubjectKey) -> Read:
    if not access.may_open(actor, document.sensitivity):
        return Read(document, version, None, None)
    return Read(document, version, title_of(key, document), key_of(key, document).body(version))


def one(actor: Actor, document_id: int) -> tuple[Customer, Read, list[tuple[Version, Body | None]]]:
    """One document with all its versions, the newest first."""
    customer, document = access.load_visible(actor, document_id)
    key = key_for(customer.id)
    record_read(actor, "documents.read", customer_ids=[customer.id])
    versions = list(Version.objects.filter(document_id=document.id).order_by("-number"))
    shown = _opened(actor, document, versions[0], key)
    own = key_of(key, document) if shown.body else None
    return customer, shown, [(each, own.body(each) if own else None) for each in versions]


def content(actor: Actor, document_id: int, number: int, *, preview: bool = False) -> Content:
    """A version's content. The look is on record, and the content has begun to come, before this returns."""
    customer, document = access.load_readable(actor, document_id)
    version = Version.objects.filter(document_id=document.id, number=number).first()
    if version is None or (preview and not KINDS[version.ending].shown):
        raise NOT_FOUND()
    key = key_of(key_for(customer.id), document)
    details = {"document": str(document.id), "number": version.number}
    verb = "document.previewed" if preview else "document.downloaded"
    record_read(actor, verb, customer_ids=[customer.id], details=details)
    pieces = content_of(version, key.of_content(version.id))
    return Content(key.body(version).name, KINDS[version.ending].media, version.size, pieces)
