"""After a backup was put in place, and before anybody gets in: whoever was erased since is erased again, and nobody is signed in.

The key store is the ledger: whose key is not in it was erased, whatever an old backup says.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from kedang.accounts.models import Session
from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.history.record import event_row, record, record_many
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.operations import backup_manifest, restore_marker, rights
from kedang.operations.backup_manifest import Manifest
from kedang.operations.backup_places import Place
from kedang.operations.models import FOUND, GONE, MAKING, UNPROVEN, WHOLE, Backup
from kedang.vault.backups import without_key

_BATCH = 500
log = logging.getLogger("kedang.operations")


def finish(actor: Actor, source: Place, manifest: Manifest) -> int:
    """Make a restored installation fit for use; how many customers were erased again. Safe to run twice."""
    actor.require(rights.MANAGE)
    erased = erase_again(actor)
    _know_backups(source)
    _opened(actor, manifest, erased)
    restore_marker.finish()
    return erased


def erase_again(actor: Actor) -> int:
    """Erase every customer whose key is gone, with whatever points at them."""
    actor.require(rights.MANAGE)
    count = 0
    for ids in _all_customers():
        gone = without_key(ids)
        if gone:
            _erase(actor, gone)
            count += len(gone)
    return count


def _all_customers() -> Iterator[list[int]]:
    last = 0
    while ids := list(Customer.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_BATCH]):
        last = ids[-1]
        yield ids


@transaction.atomic
def _erase(actor: Actor, customer_ids: Sequence[int]) -> None:
    remove(customer_ids)
    record_many([event_row(actor, "customer.erased_again", subject=("customer", each)) for each in customer_ids])


def _know_backups(source: Place) -> None:
    """The list of backups as the place has it: the restored one knows only those before it, and some of them are gone since."""
    Backup.objects.filter(state=MAKING).delete()
    there = backup_manifest.names(source)
    Backup.objects.filter(place=source.where, state__in=WHOLE).exclude(name__in=there).update(state=GONE)
    for name in there:
        try:
            take_in(source, name)
        except DomainError:
            log.warning("%s is not a backup of this installation", name)


def take_in(source: Place, name: str, *, reason: str = FOUND) -> Backup:
    """Note a backup that lies in a place and is ours."""
    manifest, proof = backup_manifest.read(source, name), backup_manifest.read_proof(source, name)
    said = {
        "place": source.where,
        "state": str(proof["state"]) if proof else UNPROVEN,
        "made_at": manifest.at,
        "size": manifest.size,
        "files": manifest.file_count,
        "missing": len(manifest.missing),
        "proved_at": datetime.fromisoformat(proof["at"]) if proof else None,
        "proof_seconds": float(proof["seconds"]) if proof else 0.0,
    }
    new = {**said, "id": manifest.id, "reason": reason, "started_at": manifest.at}
    row, _ = Backup.objects.update_or_create(name=name, defaults=said, create_defaults=new)
    return row


@transaction.atomic
def _opened(actor: Actor, manifest: Manifest, erased: int) -> None:
    """Sessions of the time of the backup may have been ended since: all end."""
    Session.objects.all().delete()
    details = {"backup": manifest.name, "erased": erased}
    record(actor, "backup.restored", subject=("backup", manifest.id), details=details)
