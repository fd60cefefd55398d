"""Finding documents by what they say. The index proposes, sight is checked, and the text itself decides."""

from collections.abc import Sequence

from kedang.archive import rights as archive_rights
from kedang.archive.tokens import plain
from kedang.documents.access import latest_of, may_open
from kedang.documents.grams import asked, holds
from kedang.documents.indexing import text_of
from kedang.documents.models import Document, Version
from kedang.documents.reading import Listed, Narrowed, listed
from kedang.documents.sealing import key_of, title_of
from kedang.documents.text_index import proposes
from kedang.finding.list_plan import LISTED
from kedang.finding.reach import visible_sql
from kedang.finding.sql import Sql, run, select
from kedang.history.reads import hash_query, record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.vault.keys import SubjectKey, keys_for

_BATCH, _MOST = 50, 200
_BEFORE, _AFTER = 24, 96
TOO_SHORT = Refusal("documents.query", 422, "请至少输入两个字或两个字母。", "Type at least two characters or letters.")


def search(
    actor: Actor, text: str, narrowed: Narrowed, *, cursor: str | None = None, limit: int | None = None
) -> tuple[list[Listed], str | None]:
    """Documents whose title, name or text holds every word, the newest first. A page may be short of its limit and yet have a next."""
    actor.require(archive_rights.VIEW)
    wanted, grams = asked(text)
    if not grams:
        raise TOO_SHORT()
    found = _Found(actor, wanted)
    edge, size = decode_numbers(cursor, length=1)[0] if cursor else 2**63 - 1, clamp_limit(limit)
    more = True
    while more and len(found.rows) < size and found.looked < _MOST:
        ids = _proposed(actor, grams, narrowed, edge)
        more = len(ids) == _BATCH
        for document_id in found.look(ids, size):
            edge = document_id
        more = more or (bool(ids) and ids[-1] < edge)
    record_read(actor, "documents.searched", query_hash=hash_query(plain(text.strip())), count=len(found.rows))
    hits = listed(actor, found.rows, found.snippets.get)
    return hits, encode_cursor((edge,)) if more else None


def _proposed(actor: Actor, grams: Sequence[int], narrowed: Narrowed, edge: int) -> list[int]:
    """The newest documents in sight below an edge of which the index knows all the grams."""
    where = [Sql("d.trashed_at IS NULL"), Sql("d.id < %s", (edge,)), proposes(grams), Sql(LISTED), visible_sql(actor)]
    where += [Sql(f"d.{name} = %s", (value,)) for name, value in narrowed.plain().items()]
    if narrowed.damaged:
        where.append(Sql("d.id IN (SELECT v.document_id FROM documents_version v WHERE v.damaged)"))
    source = "documents_document d JOIN archive_customer c ON c.id = d.customer_id"
    text, values = select("d.id", where, source=source)
    return [row[0] for row in run(f"{text} ORDER BY d.id DESC LIMIT {_BATCH}", values)]


class _Found:
    """What was looked at, and what of it really holds the words."""

    def __init__(self, actor: Actor, wanted: list[str]) -> None:
        self._actor, self._wanted = actor, wanted
        self.rows: list[Document] = []
        self.snippets: dict[int, str] = {}
        self.looked = 0

    def look(self, ids: Sequence[int], size: int) -> list[int]:
        """Compare documents with the words, until there are enough; those that were compared."""
        documents = Document.objects.in_bulk(ids)
        newest = latest_of(list(documents.values()))
        keys = keys_for({document.customer_id for document in documents.values()})
        compared: list[int] = []
        for document_id in ids:
            if len(self.rows) == size:
                break
            compared.append(document_id)
            document = documents.get(document_id)
            if document is not None and document.customer_id in keys:
                self._compare(document, newest[document_id], keys[document.customer_id])
        self.looked += len(compared)
        return compared

    def _compare(self, document: Document, version: Version, customer: SubjectKey) -> None:
        if document.trashed_at is not None or not may_open(self._actor, document.sensitivity):
            return
        key = key_of(customer, document)
        text = text_of(key, version)
        if holds("\n".join((title_of(customer, document), key.body(version).name, text)), self._wanted):
            self.rows.append(document)
            self.snippets[document.id] = snippet(text, self._wanted)


def snippet(text: str, wanted: Sequence[str]) -> str:
    """The place where a text holds one of the words; nothing when only its title does."""
    low = text.lower()
    at = next((place for run in wanted if (place := low.find(run)) >= 0), -1)
    if at < 0:
        return ""
    start, end = max(0, at - _BEFORE), at + _AFTER
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
