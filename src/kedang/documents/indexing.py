"""Keeping the index in step with a document: title, name and text of its newest version; nothing of the most sensitive."""

from kedang.documents import text_index
from kedang.documents.grams import grams_of
from kedang.documents.kinds import FAILED, FOUND, MOST, NONE, WAITING
from kedang.documents.models import Document, Text, Version
from kedang.documents.sealing import DocumentKey, key_of, title_of
from kedang.engine.files.recognising import KINDS
from kedang.jobs.queue import enqueue
from kedang.kit.actor import Actor
from kedang.vault.keys import SubjectKey

READ_TEXT = "documents.read_text"


def index_again(customer: SubjectKey, document: Document) -> None:
    """Index a document as it is now; one that is trashed or most sensitive is not in the index."""
    if document.trashed_at is not None or document.sensitivity == MOST:
        text_index.drop([document.id])
        return
    key = key_of(customer, document)
    version = Version.objects.get(document_id=document.id, number=document.latest)
    said = [title_of(customer, document), key.body(version).name, text_of(key, version)]
    text_index.keep(document.id, grams_of("\n".join(said)))


def text_of(key: DocumentKey, version: Version) -> str:
    """What a version says, as far as it was read."""
    row = Text.objects.filter(document_id=version.document_id, version_id=version.id).first()
    return key.text(row) if row else ""


def want_text(actor: Actor, document: Document, version: Version) -> None:
    """Have the text of a version read in the background, where there may be one and it may be kept."""
    readable = KINDS[version.ending].readable and document.sensitivity != MOST
    version.text_state = WAITING if readable else NONE
    version.save(update_fields=["text_state"])
    if readable:
        enqueue(READ_TEXT, subject_id=version.id, actor_id=actor.id)


def keep_text(customer: SubjectKey, document: Document, version: Version, text: str | None, pages: int) -> None:
    """Store what was read, None when it could not be, and index it."""
    version.text_state, version.pages = FAILED if text is None else FOUND if text else NONE, pages
    version.save(update_fields=["text_state", "pages"])
    forget_text([document.id])
    if text:
        sealed = key_of(customer, document).seal_text(text, version.id)
        Text.objects.create(document_id=document.id, version_id=version.id, text_enc=sealed)
    index_again(customer, document)


def forget_text(document_ids: list[int]) -> None:
    """Drop what was read of documents."""
    Text.objects.filter(document_id__in=document_ids).delete()
