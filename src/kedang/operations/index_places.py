"""Everything that customers and documents are found by, made again with the index key of now: blind numbers, search entries, keys of
possible duplicates, pieces of what documents say. One batch is one transaction; doing it twice changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from kedang.archive.models import ContactPoint, Customer, SearchEntry
from kedang.archive.reindexing import reindex_customers
from kedang.documents import text_index
from kedang.documents.indexing import index_again
from kedang.documents.models import Document
from kedang.duplicates.entering import enter_again
from kedang.duplicates.models import MatchEntry
from kedang.kit.crypto import Tampered
from kedang.merging.blind_rows import blind_again
from kedang.portal.models import Invitation
from kedang.vault.blind import blind
from kedang.vault.keys import sound_keys_for
from kedang.verification.models import Fact, Request

BATCH, DOCUMENTS = 200, 50
BEFORE_ALL = -(2**63)
# Rows that name the value of a contact point by its number.
FOLLOWERS = ((Request, "blind"), (Fact, "blind"), (Invitation, "link_blind"), (Invitation, "code_blind"))


@dataclass(frozen=True, slots=True)
class Step:
    """What one batch came to: the last one looked at (None: there are no more), how many were made otherwise than before, and how
    many hold something that does not open and were left."""

    last: int | None
    changed: int = 0
    damaged: int = 0


def customers(after: int) -> Step:
    """The next customers; those in the recycle bin, restricted or merged away are customers too."""
    found = Customer._base_manager.filter(id__gt=after).order_by("id").values_list("id", flat=True)
    ids = list(found[:BATCH])
    if not ids:
        return Step(None)
    with transaction.atomic():
        told = blind_again(ids)
        _follow(told.moved)
        changed, damaged = told.changed, set(told.damaged)
        for held, make in ((_entries, reindex_customers), (_keys, enter_again)):
            before = held(ids)
            damaged |= _sound(ids, make)
            after_all = held(ids)
            changed += sum(before.get(each) != after_all.get(each) for each in ids)
    return Step(ids[-1], changed, len(damaged))


def _entries(ids: Sequence[int]) -> Mapping[int, object]:
    rows = SearchEntry.objects.filter(customer_id__in=ids).values_list("customer_id", "tokens")
    return {customer_id: frozenset(tokens.split(" ")) for customer_id, tokens in rows}


def _keys(ids: Sequence[int]) -> Mapping[int, object]:
    rows = MatchEntry.objects.filter(customer_id__in=ids).values_list("customer_id", "keys")
    packed = {customer_id: bytes(keys) for customer_id, keys in rows}
    return {i: frozenset(keys[at : at + 8] for at in range(0, len(keys), 8)) for i, keys in packed.items()}


def _sound(ids: Sequence[int], make: Callable[[Sequence[int]], int]) -> set[int]:
    """Have it made for all of these; those of whom something does not open are left as they are."""
    try:
        with transaction.atomic():
            make(ids)
    except Tampered:
        if len(ids) == 1:
            return set(ids)
        return {shut for each in ids for shut in _sound([each], make)}
    return set()


def documents(after: int) -> Step:
    """The next documents."""
    rows = list(Document.objects.filter(id__gt=after).order_by("id")[:DOCUMENTS])
    if not rows:
        return Step(None)
    ids, damaged = [row.id for row in rows], 0
    with transaction.atomic():
        keys, _ = sound_keys_for({row.customer_id for row in rows})
        before = text_index.held(ids)
        for row in rows:
            try:
                with transaction.atomic():
                    index_again(keys[row.customer_id], row)
            except (KeyError, Tampered):
                damaged += 1
        after_all = text_index.held(ids)
    return Step(ids[-1], sum(before.get(each) != after_all.get(each) for each in ids), damaged)


ROOMS: Mapping[str, Callable[[int], Step]] = {"customers": customers, "documents": documents}


def _follow(moved: Mapping[int, int]) -> None:
    """Whatever names a value by its number goes with it."""
    for model, column in FOLLOWERS:
        met = set(model._base_manager.filter(**{f"{column}__in": list(moved)}).values_list(column, flat=True))
        _renumber(model._meta.db_table, column, {old: moved[old] for old in met})


def _renumber(table: str, column: str, moved: Mapping[int, int]) -> None:
    if moved:
        with connection.cursor() as cursor:
            cursor.executemany(
                f'UPDATE "{table}" SET "{column}" = %s WHERE "{column}" = %s',  # noqa: S608 - names are ours
                [(new, old) for old, new in moved.items()],
            )


def let_go() -> int:
    """Numbers of values that no contact point has any more cannot be made again: they are keyed once more, so that the former index key
    says nothing about them. Equal ones stay equal. In the caller's transaction, once; how many values."""
    gone = set[int]()
    for model, column in FOLLOWERS:
        there = ContactPoint._base_manager.filter(blind=OuterRef(column))
        rows = model._base_manager.exclude(**{f"{column}__isnull": True}).exclude(Exists(there))
        gone.update(rows.values_list(column, flat=True).distinct())
    moved = {old: blind("former", str(old)) for old in gone}
    for model, column in FOLLOWERS:
        _renumber(model._meta.db_table, column, moved)
    return len(gone)
