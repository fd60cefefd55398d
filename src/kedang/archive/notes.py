"""Notes on a customer, sealed under its key. Whoever may change the customer may write; only the author may rewrite."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kedang.archive import customers, rights
from kedang.archive.mentions import tell_mentioned
from kedang.archive.models import Customer, Note
from kedang.archive.policy import LOCKED, FieldPolicy, policy_for
from kedang.archive.snapshot import held_keys
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.kit.modes import Mode
from kedang.kit.text import storable
from kedang.vault import joint
from kedang.vault.keys import SubjectKey, key_for

NOTES, ABOUT = "notes", "note"
LONGEST = 20_000
BLANK_NOTE = Refusal(
    "note.blank", 422, "备注内容不能为空，且不超过 2 万字。", "A note needs a text of up to 20,000 characters."
)
NOT_AUTHOR = Refusal("note.not_author", 403, "只有作者可以修改这条备注。", "Only its author may change this note.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """A note in clear."""

    id: int
    body: str
    pinned: bool
    author_id: int
    created_at: datetime
    updated_at: datetime


def notes_of(customer_id: int, key: SubjectKey, policy: FieldPolicy) -> list[NoteText]:
    """The notes of a customer, pinned ones first, then the newest; none for whom the field `notes` is not readable."""
    if policy.mode(NOTES) < Mode.READ:
        return []
    rows = Note.objects.filter(customer_id=customer_id).order_by("-pinned", "-id")
    return [
        NoteText(
            id=row.id,
            body=_body(key, row),
            pinned=row.pinned,
            author_id=row.author_id,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _checked(body: str) -> str:
    body = storable(body).strip()
    if not body or len(body) > LONGEST:
        raise BLANK_NOTE()
    return body


def _require_notes(actor: Actor, customer_id: int) -> Customer:
    actor.require(rights.EDIT)
    customer = customers.load_for_change(actor, customer_id)
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    if policy.mode(NOTES) < Mode.EDIT:
        raise LOCKED(label=NOTES)
    return customer


@transaction.atomic
def write(actor: Actor, customer_id: int, *, body: str, pinned: bool = False) -> int:
    """Add a note; returns its id."""
    customer = _require_notes(actor, customer_id)
    body = _checked(body)
    note_id, at = new_id(), now()
    sealed = key_for(customer_id).seal_padded(body, table="note", column="body", row_id=note_id)
    Note.objects.create(
        id=note_id,
        customer_id=customer_id,
        author_id=actor.id,
        body_enc=sealed,
        pinned=pinned,
        created_at=at,
        updated_at=at,
    )
    record(actor, "note.written", subject=("customer", customer_id), details={"note": str(note_id)})
    tell_mentioned(actor, customer, body, about=(ABOUT, note_id))
    news.changed(actor, customer_id, (ABOUT, note_id))
    return note_id


@transaction.atomic
def change(actor: Actor, customer_id: int, note_id: int, changes: Mapping[str, Any]) -> None:
    """Rewrite one's own note. Anybody who may change the customer may pin and unpin. The event keeps the former text, sealed."""
    customer = _require_notes(actor, customer_id)
    row = _load(customer_id, note_id)
    key = key_for(customer_id)
    before: bytes | None = None
    if "body" in changes:
        if row.author_id != actor.id:
            raise NOT_AUTHOR()
        before, former, body = _kept(key, row), _body(key, row), _checked(changes["body"])
        row.body_enc = key.seal_padded(body, table="note", column="body", row_id=row.id)
        row.updated_at = now()
        tell_mentioned(actor, customer, body, about=(ABOUT, row.id), former=former)
    row.pinned = changes.get("pinned", row.pinned)
    row.save(update_fields=["body_enc", "pinned", "updated_at"])
    record(
        actor,
        "note.changed",
        subject=("customer", customer_id),
        fields=sorted(changes),
        details={"note": str(note_id)},
        before=before,
    )


@transaction.atomic
def delete(actor: Actor, customer_id: int, note_id: int) -> None:
    """Take one's own note away; the event keeps the text, sealed."""
    _require_notes(actor, customer_id)
    row = _load(customer_id, note_id)
    if row.author_id != actor.id:
        raise NOT_AUTHOR()
    before = _kept(key_for(customer_id), row)
    row.delete()
    record(actor, "note.deleted", subject=("customer", customer_id), details={"note": str(note_id)}, before=before)


def _body(key: SubjectKey, row: Note) -> str:
    return key.open_padded(row.body_enc, table="note", column="body", row_id=row.id)


def _kept(key: SubjectKey, row: Note) -> bytes:
    """The text for the event, sealed. A note that came with somebody who was merged into the customer is theirs, too."""
    former = _body(key, row)
    place: dict[str, Any] = {"table": "event", "column": "note", "row_id": row.id}
    others = held_keys([row.customer_id]).get(row.customer_id, ())
    return joint.wrap(key.seal_padded(former, **place), others, **place)


def _load(customer_id: int, note_id: int) -> Note:
    row = Note.objects.select_for_update().filter(customer_id=customer_id, id=note_id).first()
    if row is None:
        raise NOT_FOUND()
    return row
