"""Reading stored contents back, some at a time, and comparing them with what was filed: damage is found before the paper is needed.

A store that cannot be reached is no damage: the check ends and comes again.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.documents.keeping import FILE_GONE, content_of
from kedang.documents.models import CHECKED_EVERY, Document, Version
from kedang.documents.sealing import key_of
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import DomainError
from kedang.vault.keys import SubjectKey, keys_for

# All checks of contents are one subject of jobs: there is never a second line of them.
EVERYTHING = -1
# One batch of the background: whoever waits for something is let in after it.
MOST_FILES, MOST_BYTES = 200, 64 << 20
# Damaged contents are looked at again soon: somebody may have restored them.
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many contents were read back, and how many of them are not what was filed."""

    files: int = 0
    damaged: int = 0

    def and_(self, other: "Checked") -> "Checked":
        """Both together."""
        return Checked(self.files + other.files, self.damaged + other.damaged)


def check_due(actor: Actor, *, beat: Callable[[], None]) -> Checked:
    """Read back a batch of what is due, the longest overdue first."""
    due = Version.objects.filter(check_at__lte=now()).order_by("check_at", "id")
    return _check(actor, _bounded(list(due[:MOST_FILES])), beat)


def check_all(actor: Actor, *, told: Callable[[Checked], None]) -> Checked:
    """Read back everything there is, whenever it was looked at; `told` hears how far it is."""
    found, after = Checked(), 0
    while batch := _bounded(list(Version.objects.filter(id__gt=after).order_by("id")[:MOST_FILES])):
        found = found.and_(_check(actor, batch, lambda: None))
        told(found)
        after = batch[-1].id
    return found


def _bounded(versions: Sequence[Version]) -> list[Version]:
    """As many as a batch may read, and always one."""
    taken: list[Version] = []
    size = 0
    for version in versions:
        size += version.size
        if taken and size > MOST_BYTES:
            break
        taken.append(version)
    return taken


def _check(actor: Actor, versions: Sequence[Version], beat: Callable[[], None]) -> Checked:
    documents = Document.objects.in_bulk({version.document_id for version in versions})
    keys = keys_for({document.customer_id for document in documents.values()})
    damaged = 0
    for version in versions:
        beat()
        document = documents.get(version.document_id)
        key = keys.get(document.customer_id) if document else None
        if document is not None and key is not None:
            damaged += not _looked_at(actor, version, sound=_is_sound(version, document, key, beat))
    return Checked(len(versions), damaged)


def _is_sound(version: Version, document: Document, customer: SubjectKey, beat: Callable[[], None]) -> bool:
    """Whether the store still gives what was filed."""
    found = hashlib.sha256()
    try:
        key = key_of(customer, document)
        for piece in content_of(version, key.of_content(version.id)):
            found.update(piece)
            beat()
        return found.hexdigest() == key.body(version).sha256
    except Tampered:
        return False
    except DomainError as refusal:
        if refusal.code != FILE_GONE.code:
            raise
        return False


@transaction.atomic
def _looked_at(actor: Actor, version: Version, *, sound: bool) -> bool:
    """Write down what was found; on record when it is otherwise than before. What was destroyed meanwhile counts as sound."""
    row = Version.objects.select_for_update().filter(id=version.id).first()
    document = Document.objects.filter(id=version.document_id).first() if row else None
    if row is None or document is None:
        return True
    changed = row.damaged == sound
    row.damaged, row.checked_at, row.check_at = not sound, now(), now() + (CHECKED_EVERY if sound else SOON)
    row.save(update_fields=["damaged", "checked_at", "check_at"])
    if changed:
        details = {"document": str(document.id), "number": row.number}
        verb = "document.sound_again" if sound else "document.damaged"
        record(actor, verb, subject=("customer", document.customer_id), details=details)
    return sound
