"""The index of keys, in step with its entries, on whichever database this is; always inside the caller's transaction.

Keys lie at random places of a tree of many millions: a row brought to each of its 25 rewrites 25 pages. What is new therefore stands
in a small tree first; when that has grown, whoever brings much moves neighbouring keys of it over, many to a page.
"""

import random
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import TypeVar

from django.db import connection

from kedang.archive.write import delete_where, insert_rows
from kedang.duplicates import entry_postgres, entry_sqlite
from kedang.duplicates.models import MatchEntry

# A key that more customers hold than this says too little to be asked alone: everybody called 张伟.
MOST_HOLDERS = 60
_CHUNK = 20_000
# So many pairs may be new at a time (about 40,000 customers): more, and the small tree is no longer small; fewer, and what moves
# at once has no neighbours.
_FRESH = 1_000_000
# Whoever brings so many moves twice as many over.
_MANY = 5_000
_SLICE = 100_000
_SAMPLES = 64
_LOWEST, _KEYS = -(2**63), 2**64
_TABLE = "duplicates_entry"
_COLUMNS = ("customer_id", "version", "keys")
_FRESH_BETWEEN = "SELECT count(*) FROM duplicates_key_fresh WHERE key BETWEEN %s AND %s"
_COUNT = (
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM duplicates_key WHERE key = %s LIMIT %s) a)"
    " + (SELECT count(*) FROM (SELECT 1 FROM duplicates_key_fresh WHERE key = %s LIMIT %s) b)"
)
Pair = tuple[int, int]
T = TypeVar("T")


def enter(entries: Mapping[int, tuple[int, Sequence[int]]]) -> None:
    """Index customers who are not in the index yet: customer id -> (version, keys)."""
    assert connection.in_atomic_block, "the index changes with the rows or not at all"
    rows = [(customer_id, version, _packed(keys)) for customer_id, (version, keys) in entries.items()]
    insert_rows(_TABLE, _COLUMNS, rows)
    _add([(key, customer_id) for customer_id, (_, keys) in entries.items() for key in keys])


def replace(entries: Mapping[int, tuple[int, Sequence[int]]], *, gone: Collection[int] = ()) -> None:
    """Index customers anew, and take others out. Keys that stay are not touched."""
    assert connection.in_atomic_block, "the index changes with the rows or not at all"
    ids = [*entries, *gone]
    before = _pairs_of(ids)
    after = {(key, customer_id) for customer_id, (_, keys) in entries.items() for key in keys}
    delete_where(_TABLE, "customer_id", ids)
    insert_rows(_TABLE, _COLUMNS, [(i, version, _packed(keys)) for i, (version, keys) in entries.items()])
    _remove(sorted(before - after))
    _add(list(after - before))


def forget(customer_ids: Collection[int]) -> None:
    """Take customers out."""
    replace({}, gone=customer_ids)


def versions_of(customer_ids: Sequence[int]) -> dict[int, int]:
    """In which version customers stand in the index."""
    return dict(MatchEntry.objects.filter(customer_id__in=customer_ids).values_list("customer_id", "version"))


def holders(keys: Collection[int]) -> dict[int, list[int]]:
    """Who holds each key; those that nobody or too many hold are left out."""
    found: dict[int, list[int]] = {}
    for chunk in _chunks(sorted(keys)):
        found.update(_backend().holders(chunk, MOST_HOLDERS + 1))
    return {key: ids for key, ids in found.items() if len(ids) <= MOST_HOLDERS}


def count(key: int, most: int) -> int:
    """How many hold a key, counted up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, most, key, most])
        return min(int(cursor.fetchone()[0]), most)


def settle(about: int = _SLICE) -> None:
    """When too much is new, move about so many pairs to what has settled: those between two keys, chosen by chance."""
    new = _about_fresh()
    if new <= _FRESH:
        return
    width = min(_KEYS, _KEYS * about // new)
    first = _LOWEST + random.randint(0, _KEYS - width)  # noqa: S311 - spreads work, guards nothing
    _backend().settle(first, first + width - 1)


def _about_fresh() -> int:
    """How many pairs are new, from a part of the keys: they are blind numbers, spread evenly."""
    width = _KEYS // _SAMPLES
    first = _LOWEST + random.randrange(_SAMPLES) * width  # noqa: S311 - likewise
    with connection.cursor() as cursor:
        cursor.execute(_FRESH_BETWEEN, [first, first + width - 1])
        return int(cursor.fetchone()[0]) * _SAMPLES


def _backend() -> ModuleType:
    return entry_postgres if connection.vendor == "postgresql" else entry_sqlite


def _pairs_of(customer_ids: Sequence[int]) -> set[Pair]:
    rows = MatchEntry.objects.filter(customer_id__in=customer_ids).values_list("customer_id", "keys")
    return {(key, customer_id) for customer_id, packed in rows for key in _unpacked(packed)}


def _add(pairs: list[Pair]) -> None:
    """In the order of the tree: neighbours share a page."""
    pairs.sort()
    for chunk in _chunks(pairs):
        _backend().add(chunk)
    if len(pairs) >= _MANY:
        settle(2 * len(pairs))


def _remove(pairs: Sequence[Pair]) -> None:
    for chunk in _chunks(pairs):
        _backend().remove(chunk)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _packed(keys: Sequence[int]) -> bytes:
    return struct.pack(f">{len(keys)}q", *keys)


def _unpacked(packed: bytes | memoryview) -> tuple[int, ...]:
    data = bytes(packed)
    return struct.unpack(f">{len(data) // 8}q", data)
