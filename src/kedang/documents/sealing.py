"""A document's own key, and what is sealed under it: the body of each version, the text, and through a further key its content."""

import zlib
from dataclasses import dataclass

import orjson

from kedang.documents.models import Document, Text, Version
from kedang.kit import crypto
from kedang.vault.keys import SubjectKey

_TITLE = "documents_document"
_BODY = "documents_version"
_TEXT = "documents_text"


@dataclass(frozen=True, slots=True)
class Body:
    """What a version is called, what was noted about it, and the SHA-256 of its content."""

    name: str
    note: str
    sha256: str


class DocumentKey:
    """The open key of one document."""

    def __init__(self, document_id: int, raw: bytes) -> None:
        self._raw, self._key = raw, SubjectKey(document_id, raw)

    def wrapped(self, customer: SubjectKey) -> bytes:
        """The key as the document's row keeps it."""
        return customer.seal(self._raw, table=_TITLE, column="key", row_id=self._key.subject_id)

    def of_content(self, version_id: int) -> SubjectKey:
        """The key of one version's content."""
        return SubjectKey(version_id, crypto.derive(self._raw, b"document content|%d" % version_id))

    def seal_body(self, body: Body, version_id: int) -> bytes:
        """A version's body."""
        text = orjson.dumps(body).decode()
        return self._key.seal_padded(text, table=_BODY, column="body", row_id=version_id)

    def body(self, version: Version) -> Body:
        """What a version is called and so on."""
        return Body(
            **orjson.loads(self._key.open_padded(version.body_enc, table=_BODY, column="body", row_id=version.id))
        )

    def seal_text(self, text: str, version_id: int) -> bytes:
        """The text of a version."""
        packed = zlib.compress(text.encode("utf-8", "replace"))
        return self._key.seal(packed, table=_TEXT, column="text", row_id=version_id)

    def text(self, row: Text) -> str:
        """The text of a version."""
        return zlib.decompress(
            self._key.open_bytes(row.text_enc, table=_TEXT, column="text", row_id=row.version_id)
        ).decode()


def fresh_key(document_id: int) -> DocumentKey:
    """A key for a new document."""
    return DocumentKey(document_id, crypto.fresh_key())


def key_of(customer: SubjectKey, document: Document) -> DocumentKey:
    """The key of a document."""
    raw = customer.open_bytes(document.key_enc, table=_TITLE, column="key", row_id=document.id)
    return DocumentKey(document.id, raw)


def seal_title(customer: SubjectKey, title: str, document_id: int) -> bytes:
    """A document's title; it hangs on the customer's key itself, so that lists need no other."""
    return customer.seal_padded(title, table=_TITLE, column="title", row_id=document_id)


def title_of(customer: SubjectKey, document: Document) -> str:
    """A document's title."""
    return customer.open_padded(document.title_enc, table=_TITLE, column="title", row_id=document.id)
