"""Which backups stay: so many days, weeks and months, and always the newest one that was proven."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kedang.fields.values import LOCAL
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.operations import backup_manifest, rights
from kedang.operations.backup_files import FOLDER, file_name
from kedang.operations.backup_making import alone, files_of
from kedang.operations.backup_places import Place, place_at
from kedang.operations.backup_settings import backup_settings
from kedang.operations.models import GONE, GOOD, WHOLE, Backup


def rotate(actor: Actor) -> int:
    """Remove backups that are no longer to be kept, then files that no backup needs; how many backups went."""
    actor.require(rights.MANAGE)
    where = place_at(backup_settings().to).where
    rows = list(Backup.objects.filter(state__in=WHOLE, place=where, made_at__isnull=False).order_by("-made_at"))
    keep = chosen([(row.id, row.made_at, row.state == GOOD) for row in rows if row.made_at], backup_settings().keep)
    going = [row for row in rows if row.id not in keep]
    if not going:
        return 0
    with alone():
        place = place_at(where)
        for row in going:
            _remove(actor, place, row)
        _drop_files(place)
    return len(going)


def chosen(backups: Sequence[tuple[int, datetime, bool]], keep: tuple[int, int, int]) -> set[int]:
    """Who stays, of (id, when, proven): the newest of each of the last days, weeks and months, proven ones first among those of a
    day; and the newest proven one whatever its age."""
    kept: set[int] = set()
    newest_first = sorted(backups, key=lambda each: each[1], reverse=True)
    for count, period in zip(keep, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        periods: dict[str, tuple[int, datetime, bool]] = {}
        for each in newest_first:
            name = each[1].astimezone(LOCAL).strftime(period)
            if name not in periods or (each[2] and not periods[name][2]):
                periods[name] = each
        kept |= {each[0] for _, each in sorted(periods.items(), reverse=True)[:count]}
    kept |= {each[0] for each in newest_first[:1]}
    return kept | {each[0] for each in [each for each in newest_first if each[2]][:1]}


@transaction.atomic
def _remove(actor: Actor, place: Place, row: Backup) -> None:
    """The list of contents first: what is left after a cut is no backup."""
    row.state = GONE
    row.save(update_fields=["state"])
    record(actor, "backup.removed", subject=("backup", row.id))
    place.remove(f"{row.name}/{backup_manifest.NAME}")
    for name in list(place.names(row.name)):
        place.remove(name)


def _drop_files(place: Place) -> None:
    """Only when every list can be read: a file that one of them names must stay."""
    needed: set[str] = set()
    for name in backup_manifest.names(place):
        try:
            needed |= {file_name(kept.digest) for kept in files_of(place, backup_manifest.read(place, name))}
        except DomainError:
            return
    for name in [name for name in place.names(FOLDER) if name not in needed]:
        place.remove(name)
