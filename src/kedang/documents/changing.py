"""Changing what a document is said to be, trashing and restoring it, destroying it for good."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from kedang.documents import access, rights, text_index
from kedang.documents.destroying import destroy_contents
from kedang.documents.filing import title_checked
from kedang.documents.indexing import forget_text, index_again, want_text
from kedang.documents.kinds import MOST
from kedang.documents.models import Document, Version
from kedang.documents.sealing import seal_title, title_of
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import SubjectKey, key_for

NO_TITLE = Refusal("documents.no_title", 422, "请填写标题。", "Give it a title.")


@transaction.atomic
def change(actor: Actor, document_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Say otherwise of a document: any of title, type, sensitivity, retention. The most sensitive leave the search index at once."""
    customer, document = access.load_for_change(actor, document_id, version=version)
    key = key_for(customer.id)
    if "title" in changes:
        _retitle(key, document, changes["title"])
    before = document.sensitivity
    document.type = changes.get("type", document.type)
    document.retention = changes.get("retention", document.retention)
    document.sensitivity = changes.get("sensitivity", before)
    _save(document)
    if document.sensitivity != before:
        _reclassified(actor, document)
    index_again(key, document)
    details = {"document": str(document.id)}
    record(actor, "document.changed", subject=("customer", customer.id), fields=sorted(changes), details=details)


def _retitle(key: SubjectKey, document: Document, title: str) -> None:
    text = title_checked(title)
    if not text:
        raise NO_TITLE()
    if text != title_of(key, document):
        document.title_enc = seal_title(key, text, document.id)


def _reclassified(actor: Actor, document: Document) -> None:
    """What was read of a document that is now most sensitive is dropped; of one that is not any more it is read."""
    if document.sensitivity == MOST:
        forget_text([document.id])
    want_text(actor, document, Version.objects.get(document_id=document.id, number=document.latest))


def _save(document: Document) -> None:
    document.version += 1
    document.updated_at = now()
    document.save()


@transaction.atomic
def trash(actor: Actor, document_id: int, *, version: int) -> None:
    """Take a document out of lists and search; nothing is lost."""
    _move(actor, document_id, version, verb="document.trashed", trashed=False)


@transaction.atomic
def restore(actor: Actor, document_id: int, *, version: int) -> None:
    """Bring a trashed document back."""
    _move(actor, document_id, version, verb="document.restored", trashed=True)


def _move(actor: Actor, document_id: int, version: int, *, verb: str, trashed: bool) -> None:
    customer, document = access.load_for_change(actor, document_id, version=version, trashed=trashed)
    document.trashed_at = None if trashed else now()
    _save(document)
    index_again(key_for(customer.id), document)
    record(actor, verb, subject=("customer", customer.id), details={"document": str(document.id)})


@transaction.atomic
def destroy(actor: Actor, document_id: int, *, version: int) -> None:
    """Destroy a trashed document with all its versions, for good; the event stays."""
    actor.require(rights.MANAGE)
    customer, document = access.load_for_change(actor, document_id, version=version, trashed=True)
    details = {"document": str(document.id), "versions": document.latest}
    forget([document.id])
    document.delete()
    record(actor, "document.destroyed", subject=("customer", customer.id), details=details)


def forget(document_ids: Sequence[int]) -> None:
    """Drop everything that hangs on documents but their own rows; the contents go when this is committed."""
    destroy_contents(document_ids)
    text_index.drop(document_ids)
    forget_text(list(document_ids))
    Version.objects.filter(document_id__in=document_ids).delete()


def forget_customers(customer_ids: Sequence[int]) -> None:
    """Customers are erased, and their documents with them; the rows of these go by the links register."""
    found = list(Document.objects.filter(customer_id__in=customer_ids).values_list("id", flat=True))
    if found:
        forget(found)
