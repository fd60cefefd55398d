"""Blind numbers in customers' rows, made from what the rows hold: for a way back that is older than the index key, and for an exchange
of that key. Everything here can be done twice."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from kedang.archive.models import ContactPoint, Customer, CustomValue, Identifier
from kedang.vault.blind import blind
from kedang.vault.keys import open_sound_cells


@dataclass(slots=True)
class Told:
    """How many numbers changed, whose values do not open, and which number of a contact point became which."""

    changed: int = 0
    damaged: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """One value: `mark` is the blind number that stands there, `valid` says whether there should be one."""

    id: int
    customer_id: int
    name: str
    sealed: bytes | memoryview | None
    clear: str
    mark: int | None
    valid: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A table with blind numbers: the column they stand in, what the vault calls table and column of the values, and its rows."""

    table: str
    column: str
    sealed_as: tuple[str, str]
    rows: Callable[[Collection[int]], Iterable[_Row]]


def _identifiers(ids: Collection[int]) -> Iterable[_Row]:
    found = Identifier._base_manager.filter(customer_id__in=ids)
    columns = ("id", "customer_id", "kind", "value_enc", "value", "blind", "reason")
    return (
        _Row(row[0], row[1], row[2], row[3], row[4], row[5], valid=not row[6]) for row in found.values_list(*columns)
    )


def _points(ids: Collection[int]) -> Iterable[_Row]:
    found = ContactPoint._base_manager.filter(customer_id__in=ids).values_list(
        "id", "customer_id", "value_enc", "blind", "reason"
    )
    return (_Row(row[0], row[1], "point", row[2], "", row[3], valid=not row[4]) for row in found)


def _customs(ids: Collection[int]) -> Iterable[_Row]:
    found = CustomValue._base_manager.filter(customer_id__in=ids, value_enc__isnull=False).values_list(
        "id", "customer_id", "field_id", "value_enc", "blind"
    )
    return (_Row(row[0], row[1], f"custom-{row[2]}", row[3], "", row[4], valid=True) for row in found)


def _birth_dates(ids: Collection[int]) -> Iterable[_Row]:
    found = Customer._base_manager.filter(id__in=ids, birth_date_enc__isnull=False)
    return (
        _Row(row[0], row[0], "birth_date", row[1], "", row[2], valid=True)
        for row in found.values_list("id", "birth_date_enc", "birth_date_blind")
    )


COLUMNS = (
    _Column("archive_identifier", "blind", ("identifier", "value"), _identifiers),
    _Column("archive_contact_point", "blind", ("contact_point", "value"), _points),
    _Column("archive_custom_value", "blind", ("custom_value", "value"), _customs),
    _Column("archive_customer", "birth_date_blind", ("customer", "birth_date"), _birth_dates),
)


def blind_again(customer_ids: Collection[int]) -> Told:
    """The blind numbers of these customers as the index key of now makes them, in the caller's transaction."""
    assert connection.in_atomic_block, "numbers change with what follows them or not at all"
    told = Told()
    for column in COLUMNS:
        rows = list(column.rows(customer_ids))
        changes = list[tuple[Any, ...]]()
        for row, text in zip(rows, _texts(column, rows), strict=True):
            if text is None:
                told.damaged.add(row.customer_id)
                continue
            mark = blind(row.name, text.lower() if row.name == "point" else text) if row.valid else None
            if mark != row.mark:
                changes.append((mark, row.id))
                if row.name == "point" and row.mark is not None and mark is not None:
                    told.moved[row.mark] = mark
        _write(column, changes)
        told.changed += len(changes)
    return told


def _texts(column: _Column, rows: list[_Row]) -> list[str | None]:
    """What the rows say; None for what does not open. What is clear or has no number anyway is not opened."""
    sealed = [(row.customer_id, row.id, bytes(row.sealed)) for row in rows if row.sealed and row.valid]
    table, name = column.sealed_as
    opened = iter(open_sound_cells(sealed, table=table, column=name)[0])
    return [next(opened) if row.sealed and row.valid else row.clear for row in rows]


def _write(column: _Column, changes: list[tuple[Any, ...]]) -> None:
    if changes:
        with connection.cursor() as cursor:
            cursor.executemany(
                f'UPDATE "{column.table}" SET "{column.column}" = %s WHERE id = %s',  # noqa: S608 - names are ours
                changes,
            )
