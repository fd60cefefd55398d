"""Where values stand that are sealed under a customer's key, and sealing them again under the newest version of it.

What is live is sealed again: the customer's own rows, and what the links register says is sealed. What names the past stays as it is: the
log is hashed as it was written, and the ways back of merges and fixes are put back bit by bit. Those keep their version of the key.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction

from kedang.archive.links import links
from kedang.archive.models import Address, Contact, ContactPoint, Customer, CustomValue, Identifier
from kedang.cleaning.models import FixRow
from kedang.history.models import Event
from kedang.kit.crypto import Tampered, key_id_of
from kedang.merging.models import Participant
from kedang.vault import joint
from kedang.vault.keys import SubjectKey, sound_keys_for

_PAGE = 1000
# What one transaction seals: nobody at work waits longer for a row than this takes.
_AT_ONCE = 200
_ENDING = "_enc"
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A table with sealed columns: whose key, by which column, and what the vault calls it."""

    model: type[models.Model]
    column: str
    sealed_as: str

    @property
    def sealed(self) -> list[str]:
        """The sealed columns."""
        fields = self.model._meta.concrete_fields
        return [each.attname for each in fields if each.attname.endswith(_ENDING)]

    def where(self, column: str, row_id: int) -> dict[str, Any]:
        """The place of a cell, as the vault binds it."""
        return {"table": self.sealed_as, "column": column.removesuffix(_ENDING), "row_id": row_id}


OWN = (
    Place(Customer, "id", "customer"),
    Place(Identifier, "customer_id", "identifier"),
    Place(ContactPoint, "customer_id", "contact_point"),
    Place(Address, "customer_id", "address"),
    Place(Contact, "customer_id", "contact"),
    Place(CustomValue, "customer_id", "custom_value"),
)


@dataclass(slots=True)
class Told:
    """What a look at some customers came to. `old`: those who had values under a former version; `shut`: those with values that do not
    open, which were left as they are."""

    values: int = 0
    damaged: int = 0
    old: set[int] = field(default_factory=set)
    shut: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Cell:
    row_id: int
    customer_id: int
    column: str
    blob: bytes


def places() -> list[Place]:
    """Every table whose values are sealed under customers' keys and live."""
    return [*OWN, *(Place(each.model, each.column, each.sealed_as) for each in links() if each.sealed_as)]


def reseal(customer_ids: Collection[int]) -> Told:
    """Seal what is live of these customers under the newest version of their keys. Small transactions; a value that somebody changes
    meanwhile is left to them, and looked at once more."""
    keys, damaged = sound_keys_for(customer_ids)
    told = Told(damaged=len(damaged), shut=set(damaged))
    for place in places():
        for _ in range(_ROUNDS):
            missed = sum(_page(place, cells, keys, told) for cells in _pages(place, list(keys)))
            if not missed:
                break
    return told


def _pages(place: Place, customer_ids: Collection[int]) -> Iterator[list[_Cell]]:
    """Their sealed values, page by page in the order of the column's own index: what is read is over before anything is written."""
    sealed, column = place.sealed, place.column
    theirs = place.model._base_manager.filter(**{f"{column}__in": customer_ids}).order_by(column, "pk")
    left = found = theirs.values_list("pk", column, *sealed)
    while rows := list(left[:_PAGE]):
        yield [
            _Cell(row[0], row[1], name, bytes(blob))
            for row in rows
            for name, blob in zip(sealed, row[2:], strict=True)
            if blob
        ]
        if len(rows) < _PAGE:
            return
        row_id, customer_id, *_ = rows[-1]
        left = found.filter(**{f"{column}__gte": customer_id}).exclude(**{column: customer_id, "pk__lte": row_id})


def _page(place: Place, cells: Sequence[_Cell], keys: Mapping[int, SubjectKey], told: Told) -> int:
    """Seal the old ones among these; how many were in somebody's hands."""
    changed = list[tuple[_Cell, bytes]]()
    for cell in cells:
        key, where = keys[cell.customer_id], place.where(cell.column, cell.row_id)
        try:
            if not key.is_newest(cell.blob):
                fresh = key.seal(key.open_bytes(cell.blob, **where), **where)
                changed.append((cell, fresh))
        except Tampered:
            told.damaged += cell.customer_id not in told.shut
            told.shut.add(cell.customer_id)
    told.old.update(cell.customer_id for cell, _ in changed)
    done = sum(_write(place, changed[at : at + _AT_ONCE]) for at in range(0, len(changed), _AT_ONCE))
    told.values += done
    return len(changed) - done


@transaction.atomic
def _write(place: Place, changed: Sequence[tuple[_Cell, bytes]]) -> int:
    """Put the fresh values where the old ones still stand; how many. Rows that somebody holds are passed by: we never wait for a
    lock while we hold one, so that nobody can be caught between us."""
    meta = place.model._meta
    ids = {cell.row_id for cell, _ in changed}
    held = place.model._base_manager.select_for_update(skip_locked=True).filter(pk__in=ids)
    free, done = set(held.order_by("pk").values_list("pk", flat=True)), 0
    with connection.cursor() as cursor:
        for column in sorted({cell.column for cell, _ in changed}):
            cursor.executemany(
                f'UPDATE "{meta.db_table}" SET "{column}" = %s '  # noqa: S608 - names are ours
                f'WHERE "{meta.pk.column}" = %s AND "{column}" = %s',
                [
                    (fresh, cell.row_id, cell.blob)
                    for cell, fresh in changed
                    if cell.column == column and cell.row_id in free
                ],
            )
            done += max(cursor.rowcount, 0)
    return done


def held_by_the_past(customer_ids: Sequence[int], version: int) -> set[int]:
    """Those of these customers for whom something that cannot be sealed again needs a version before this one."""
    events = Event.objects.filter(subject_id__in=customer_ids, before__isnull=False).values_list("subject_id", "before")
    held = {subject_id for subject_id, before in events.iterator(_PAGE) if _is_older(bytes(before or b""), version)}
    # What was merged lies under several keys at once, also in other customers' history, and as it was in the way back.
    held.update(Participant.objects.filter(customer_id__in=customer_ids).values_list("customer_id", flat=True))
    fixes = FixRow.objects.filter(customer_id__in=customer_ids, values_enc__isnull=False)
    held.update(fixes.values_list("customer_id", flat=True))
    return held


def _is_older(blob: bytes, version: int) -> bool:
    try:
        return bool(joint.others_in(blob)) or key_id_of(blob) < version
    except Tampered:
        return True
