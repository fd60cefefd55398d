"""The rows of a customer in other tables that are missing now and stand in a backup: notes, interactions, documents with their files.

They come back as the rows they were, bound to their place: a row that was changed since is left as it is. Each is opened before it comes
back, and sealed again under the newest version of the customer's key: the version it lay under may be destroyed at any time.
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
from kedang.documents.sealing import key_of
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.crypto import Tampered
from kedang.operations.backup_files import Kept
from kedang.operations.backup_proving import is_sound
from kedang.operations.customer_blending import Line
from kedang.operations.customer_then import Row, Then, columns_of
from kedang.operations.resealing_places import places
from kedang.operations.restore_placing import DAMAGED, bring_back_file, stands
from kedang.vault.keys import SubjectKey, key_for

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
    found, key = Missing(), key_for(then.id)
    for code, model in _PLAIN:
        if only and code not in only:
            continue
        were = then.rows[model._meta.db_table]
        absent = _absent(model, were)
        back = [row for row in absent if _opens(key, model, row)]
        _add(found, Line(code, len(were), _now(model, then.id), len(back), 0, len(absent) - len(back)), {model: back})
    if not only or DOCUMENTS in only:
        _documents(then, key, found)
    return found


def _opens(key: SubjectKey, model: type[models.Model], row: Row, versions: Iterable[Row] = ()) -> bool:
    """Whether what a row says can be read; of a document also its versions, which lie under its own key."""
    try:
        _sealed_again(key, model, row)
        for version in versions:
            key_of(key, Document(**_cells(Document, row))).body(Version(**_cells(Version, version)))
    except Tampered:
        return False
    return True


def _sealed_again(key: SubjectKey, model: type[models.Model], row: Row) -> Row:
    """The same under the newest version of the customer's key; what lies under another key stays as it is."""
    place = next((each for each in places() if each.model is model), None)
    made = list(row)
    for at, name in enumerate(columns_of(model)):
        if place is not None and name in place.sealed and row[at] is not None:
            where: dict[str, Any] = place.where(name, row[0])
            made[at] = key.seal(key.open_bytes(row[at], **where), **where)
    return tuple(made)


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


def _documents(then: Then, key: SubjectKey, found: Missing) -> None:
    """Documents that are gone, if they open, each of their contents is in the store or the backup, and they are still to be kept."""
    were = then.rows["documents_document"]
    back, versions = list[Row](), list[Row]()
    absent = _absent(Document, were)
    for row in absent:
        own = [each for each in then.rows["documents_version"] if _cell(Version, "document_id", each) == row[0]]
        files = [then.files.get((_cell(Version, "store", each), _cell(Version, "place", each))) for each in own]
        kept = [each for each in files if each is not None]
        whole = _opens(key, Document, row, own) and len(kept) == len(files)
        if _over(row) or not whole or not all(_to_be_had(then, each) for each in kept):
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


def _cells(model: type[models.Model], row: Row) -> dict[str, Any]:
    return dict(zip(columns_of(model), row, strict=True))


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
        try:
            rows = [_sealed_again(key, model, row) for row in found.rows.get(model, [])]
        except Tampered as damaged:
            raise DAMAGED(what=str(damaged)) from None
        insert_rows(model._meta.db_table, columns_of(model), rows)
    if found.rows.get(Interaction):
        count_again([key.subject_id])
    for document in Document.objects.filter(id__in=[row[0] for row in found.rows.get(Document, [])]):
        index_again(key, document)
        want_text(actor, document, Version.objects.get(document_id=document.id, number=document.latest))
