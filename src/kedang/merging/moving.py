"""Turning rows of every room round from a loser to the survivor, and back, as the links register says."""

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.db import models

from kedang.archive.links import Combine, Link, links
from kedang.kit.errors import Refusal
from kedang.merging.models import Merge, MovedRow
from kedang.vault.keys import SubjectKey

HOLDS_BACK = Refusal(
    "merge.holds_back",
    409,
    "{number} 还有“{label}”，不能并入别的客户。没有任何改动。",
    "{number} still has “{label}” and cannot be merged away. Nothing was changed.",
)
_CHUNK = 500
Keys = dict[int, SubjectKey]


def refuse_holders(customer_id: int, number: str, language: str) -> None:
    """Refuse a loser with rows of a table that allows no merging."""
    for link in links():
        if link.on_merge == "refuse" and _rows(link, customer_id).exists():
            raise HOLDS_BACK(number=number, label=link.label[0 if language.startswith("zh") else 1] or link.name)


def count_rows(customer_id: int) -> Iterator[tuple[Link, int]]:
    """How many rows of each linked table would follow."""
    for link in links():
        if link.on_merge == "move" and (count := _rows(link, customer_id).count()):
            yield link, count


def move_rows(merge: Merge, loser: int, survivor: int, family: Collection[int], keys: Keys) -> set[int]:
    """Turn the loser's rows round to the survivor. Returns the bystanders: others whom such rows name.

    Rows that would say twice what the survivor's say already, or tie it to itself, stay with the loser.
    """
    bystanders: set[int] = set()
    combined = orjson.loads(merge.combined or "[]")
    for link in links():
        if link.on_merge == "move":
            bystanders |= _move(merge, link, loser, survivor, family, keys)
        elif isinstance(link.on_merge, Combine):
            combined.append([link.name, link.on_merge.forward(loser, survivor)])
    merge.combined = orjson.dumps(combined).decode()
    return bystanders - set(family)


def _rows(link: Link, customer_id: int) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = link.model._base_manager.filter(**{link.column: customer_id})
    return found


def _move(merge: Merge, link: Link, loser: int, survivor: int, family: Collection[int], keys: Keys) -> set[int]:
    rows = list(_rows(link, loser).select_for_update(of=("self",)).order_by("pk"))
    others = _other_ends(link)
    bystanders = {int(getattr(row, end)) for row in rows for end in others if getattr(row, end) is not None}
    tables = _sealed_columns(link)
    moved: list[MovedRow] = []
    for row in rows:
        if _stays(link, row, survivor, family):
            continue
        sealed = _turn(link, row, tables, keys[loser], keys[survivor])
        _write(link, row, survivor, tables)
        moved.append(
            MovedRow(
                merge=merge,
                place=link.name,
                row_id=row.pk,
                from_id=loser,
                to_id=survivor,
                sealed=orjson.dumps(sealed).decode(),
            )
        )
    MovedRow.objects.bulk_create(moved, batch_size=_CHUNK)
    return bystanders


def _write(link: Link, row: Any, customer_id: int, sealed: Iterable[str]) -> None:
    values = {link.column: customer_id, **{column: getattr(row, column) for column in sealed}}
    link.model._base_manager.filter(pk=row.pk).update(**values)


def _other_ends(link: Link) -> list[str]:
    """The other columns of the same table that name customers."""
    return [other.column for other in links() if other.model is link.model and other.column != link.column]


def _sealed_columns(link: Link) -> list[str]:
    if not link.sealed_as:
        return []
    return [field.attname for field in link.model._meta.concrete_fields if field.attname.endswith("_enc")]


def _stays(link: Link, row: Any, survivor: int, family: Collection[int]) -> bool:
    if any(getattr(row, end) in family for end in _other_ends(link)):
        return True
    if link.stays is not None and link.stays(row, link.column, survivor):
        return True
    return any(
        link.model._base_manager.filter(**{**same, link.column: survivor}).exclude(pk=row.pk).exists()
        for same in _must_differ(link, row)
    )


def _must_differ(link: Link, row: Any) -> Iterator[dict[str, Any]]:
    """The values, but the customer's, that no second row of one customer may have: from the table's constraints."""
    meta = link.model._meta
    for names in _unique_sets(meta):
        columns = [str(meta.get_field(name).attname) for name in names]  # type: ignore[union-attr]
        if link.column in columns:
            yield {column: getattr(row, column) for column in columns}


def _unique_sets(meta: Any) -> Iterator[Sequence[str]]:
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.fields
    yield from ((field.name,) for field in meta.concrete_fields if field.unique)


def _turn(link: Link, row: Any, columns: Iterable[str], old: SubjectKey, new: SubjectKey) -> dict[str, list[str]]:
    """Seal a row's values under the other key. Returns what they were, and the hash of what they became."""
    kept: dict[str, list[str]] = {}
    for column in columns:
        blob = getattr(row, column)
        if blob is None:
            continue
        place: dict[str, Any] = {
            "table": link.sealed_as,
            "column": column.removesuffix("_enc"),
            "row_id": row.pk,
        }
        fresh = new.seal(old.open_bytes(bytes(blob), **place), **place)
        kept[column] = [base64.b64encode(bytes(blob)).decode(), _hash(fresh)]
        setattr(row, column, fresh)
    return kept


def _hash(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


def move_back(merge: Merge, keys: Keys) -> None:
    """Turn every row round again. What was sealed anew and not touched since is bit by bit what it was."""
    by_name = {link.name: link for link in links()}
    for moved in merge.moved.order_by("-id"):
        link = by_name[moved.place]
        row = _rows(link, moved.to_id).select_for_update(of=("self",)).filter(pk=moved.row_id).first()
        if row is None:
            continue  # somebody took it away since
        former = orjson.loads(moved.sealed)
        columns = _sealed_columns(link)
        touched = [c for c in columns if not _restored(row, c, former)]
        _turn(link, row, touched, keys[moved.to_id], keys[moved.from_id])
        _write(link, row, moved.from_id, columns)
    merge.moved.all().delete()
    for name, state in reversed(orjson.loads(merge.combined or "[]")):
        fate = by_name[name].on_merge
        if isinstance(fate, Combine):
            fate.inverse(state)


def _restored(row: Any, column: str, former: dict[str, list[str]]) -> bool:
    """Put the former ciphertext back, if the present one is still the one the merge made."""
    blob = getattr(row, column)
    if blob is None:
        return True
    if column not in former or _hash(bytes(blob)) != former[column][1]:
        return False
    setattr(row, column, base64.b64decode(former[column][0]))
    return True


def added_since(merge: Merge) -> Iterator[tuple[Link, int]]:
    """Rows the survivor got after the merge, by their ids, which are in the order of time."""
    for link in links():
        if link.on_merge != "move":
            continue
        moved = merge.moved.filter(place=link.name).values_list("row_id", flat=True)
        found = _rows(link, merge.survivor_id).filter(pk__gt=merge.id).exclude(pk__in=list(moved))
        yield from ((link, int(pk)) for pk in found.order_by("pk").values_list("pk", flat=True))


def home_of_row(link: Link, row_id: int, survivor_id: int, loser_ids: Collection[int]) -> int:
    """Whose a row is that came since: the survivor's, unless its room says otherwise."""
    row = _rows(link, survivor_id).filter(pk=row_id).first() if link.home else None
    home = link.home(row, survivor_id, loser_ids) if link.home and row is not None else None
    return survivor_id if home is None else home


def hand_over(link: Link, row_id: int, from_id: int, to_id: int, keys: Keys) -> None:
    """Give one row that came since to somebody else for good."""
    row = _rows(link, from_id).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None or _stays(link, row, to_id, ()):
        return
    columns = _sealed_columns(link)
    _turn(link, row, columns, keys[from_id], keys[to_id])
    _write(link, row, to_id, columns)
