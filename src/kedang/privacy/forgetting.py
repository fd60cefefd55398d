"""Carrying an erasure out: rows, keys, indexes, and what is left of them on the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson
from django.db import connection

from kedang.archive.links import Link, links
from kedang.archive.removal import remove
from kedang.kit.clock import now
from kedang.privacy import ledger, traces
from kedang.privacy.models import Comeback, Erased, Erasure
from kedang.vault.keys import shred

# What the certificate does not count: its own paper trail.
_OWN = ("privacy_erasure.customer_id", "privacy_request.customer_id")


@contextmanager
def at_once() -> Iterator[None]:
    """Around the verb: deleted rows are overwritten, and as soon as it is committed the keys go. Should the power fail in
    between, the work that repeats finishes it."""
    with traces.overwriting():
        yield
    if not connection.in_atomic_block:
        finish()


def forget(row: Erasure, customer_ids: Sequence[int]) -> None:
    """Erase a customer and whoever was merged into it, within the caller's transaction. The keys go after the commit."""
    row.counts = orjson.dumps(dict(_counts(customer_ids))).decode()
    ledger.enter(row.id, customer_ids)
    Comeback.objects.filter(customer_id__in=customer_ids).delete()
    remove(customer_ids)
    row.customer = None
    row.done_at = now()


def _counts(customer_ids: Sequence[int]) -> Iterator[tuple[str, list[object]]]:
    for link in links():
        if link.on_erase == "keep" or link.name in _OWN:
            continue
        rows = link.model._base_manager.filter(**{f"{link.column}__in": list(customer_ids)}).count()
        if rows:
            yield link.name, [*_called(link), link.on_erase, rows]


def _called(link: Link) -> tuple[str, str]:
    table = link.model._meta.db_table
    return (link.label[0] or table, link.label[1] or table)


def finish() -> None:
    """Destroy the keys of whoever was erased and clear what is left on the disk. Safe to do again."""
    waiting = list(Erasure.objects.filter(done_at__isnull=False, cleared_at__isnull=True).values_list("id", flat=True))
    if not waiting:
        return
    with traces.overwriting():
        shred(list(Erased.objects.filter(erasure_id__in=waiting).values_list("subject_id", flat=True)))
    traces.clear()
    Erasure.objects.filter(id__in=waiting).update(cleared_at=now())
