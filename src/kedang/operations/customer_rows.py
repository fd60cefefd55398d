"""The rows of a customer in other tables that are missing now and stand in a backup: notes, interactions, documents with their files.

They come back as they lay there, sealed under the customer's key and bound to their row: a row that was changed since is left as it is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from kedang.activity.counting import count_again
from kedang.activity.models import Interaction
from kedang.archive.models import Note
from kedang.archive.write import insert_rows
from kedang.documents.indexing import index_again, want_text
from kedang.documents.models import Document, Version
from kedang.documents.retention import kept_until
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.operations.backup_files import Kept
from kedang.operations.backup_proving import is_sound
from kedang.operations.customer_blending import Line
from kedang.operations.customer_then import Row, Then, columns_of
from kedang.operations.restore_placing import bring_back_file, stands
from kedang.vault.keys import SubjectKey

NOTES, INTERACTIONS, DOCUMENTS = "notes", "interactions", "documents"
_PLAIN: tuple[tuple[str, type[models.Model]], ...] = ((NOTES, Note), (INTERACTIONS, Interaction))


@dataclass(slots=True)
class Missing:
    """What comes back, by table; `files` are the contents it needs, `lines` say how much it is."""

    rows: dict[type[models.Model], list[Row]] = field(default_factory=dict)
    files: list[Kept] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {line.code: line.back for line in self.lines if line.back}


def missing_of(then: Then, only: Collection[str]) -> Missing:
    """What a backup has of a customer that is not there now."""
    found = Missing()
    for code, model in _PLAIN:
        if only and code not in only:
            continue
        were = then.rows[model._meta.db_table]
        back = _absent(model, were)
        _add(found, Line(code, len(were), _now(model, then.id), len(back)), {model: back})
    if not only or DOCUMENTS in only:
        _documents(then, found)
    return found


def still_missing(found: Missing) -> Missing:
    """The same, without what somebody brought back meanwhile."""
    documents = _absent(Document, found.rows.get(Document, []))
    ids = {row[0] for row in documents}
    rows = {model: _absent(model, rows) for model, rows in found.rows.items()}
    rows[Version] = [row for row in rows.get(Version, []) if _cell(Version, "document_id", row) in ids]
    named = dict(zip((NOTES, INTERACTIONS, DOCUMENTS), (Note, Interaction, Document), strict=True))
    lines = [replace(line, back=len(rows.get(named[line.code], []))) for line in found.lines]
    return Missing(rows, found.files, lines)


def _add(found: Missing, line: Line, rows: dict[type[models.Model], list[Row]]) -> None:
    if line.back or line.left:
        found.lines.append(line)
        found.rows.update(rows)


def _now(model: type[models.Model], customer_id: int) -> int:
    return model._base_manager.filter(customer_id=customer_id).count()


def _absent(model: type[models.Model], rows: Sequence[Row]) -> list[Row]:
    ids = [row[0] for row in rows]
    there = set[int]()
    for at in range(0, len(ids), 500):
        there |= set(model._base_manager.filter(pk__in=ids[at : at + 500]).values_list("pk", flat=True))
    return [row for row in rows if row[0] not in there]


def _documents(then: Then, found: Missing) -> None:
    """Documents that are gone, if each of their contents is in the store or the backup and they are still to be kept."""
    were = then.rows["documents_document"]
    back, versions = list[Row](), list[Row]()
    absent = _absent(Document, were)
    for row in absent:
        own = [each for each in then.rows["documents_version"] if _cell(Version, "document_id", each) == row[0]]
        files = [then.files.get((_cell(Version, "store", each), _cell(Version, "place", each))) for each in own]
        kept = [each for each in files if each is not None]
        if _over(row) or len(kept) < len(files) or not all(_to_be_had(then, each) for each in kept):
            continue
        back.append(row)
        versions += own
        found.files += kept
    line = Line(DOCUMENTS, len(were), _now(Document, then.id), len(back), 0, len(absent) - len(back))
    _add(found, line, {Document: back, Version: versions})


def _over(row: Row) -> bool:
    """Whether a document's time is over: then it was destroyed because of that, and stays so."""
    created = _cell(Document, "created_at", row)
    document = Document(retention=_cell(Document, "retention", row), created_at=moment(created))
    last = kept_until(document)
    return last is not None and last < today()


def moment(value: datetime | str) -> datetime:
    """A time as a database gives it: SQLite gives text without an offset, in UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _to_be_had(then: Then, kept: Kept) -> bool:
    return stands(kept) or is_sound(then.place, kept)


def _cell(model: type[models.Model], column: str, row: Row) -> Any:
    return row[columns_of(model).index(column)]


def bring_files(then: Then, files: Iterable[Kept]) -> None:
    """Put the contents where they were. What gets no row after all is taken by the sweeper."""
    for kept in files:
        bring_back_file(then.place, kept)


def write_rows(actor: Actor, key: SubjectKey, found: Missing) -> None:
    """Write the rows in the caller's transaction, and what follows from them: figures, the index of documents."""
    assert connection.in_atomic_block, "a customer comes back as a whole or not at all"
    for model in (Note, Interaction, Document, Version):
        insert_rows(model._meta.db_table, columns_of(model), found.rows.get(model, []))
    if found.rows.get(Interaction):
        count_again([key.subject_id])
    for document in Document.objects.filter(id__in=[row[0] for row in found.rows.get(Document, [])]):
        index_again(key, document)
        want_text(actor, document, Version.objects.get(document_id=document.id, number=document.latest))
