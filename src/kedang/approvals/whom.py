"""Whom a request for an export is about: the customers its question found when it was asked, kept sealed, so that at no fetch anybody
leaves whom nobody was asked about. The filter alone would let in whoever comes to match it later.

Ids lie in order as the differences between neighbours, squeezed: a hundred thousand take some hundred kilobytes.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import accumulate

from django.db import transaction
from django.db.models import Q

from kedang.approvals import line
from kedang.approvals.models import WAITING, Export, Grant
from kedang.archive.models import CLASSIFIED, Customer, kept_from
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.keys import SubjectKey, keys_for

KEPT_AFTER = timedelta(days=7)
UNREADABLE = Refusal(
    "approvals.unreadable",
    409,
    "这份申请的内容已无法读取（密钥不在了或数据已损坏），不能审批，也不能据此导出。没有改动，请重新申请。",
    "What this request asks for can no longer be read (its key is gone, or it is damaged), so nobody can decide about it, and nothing "
    "leaves by it. Nothing was changed: ask again.",
)


def packed(ids: Iterable[int]) -> bytes:
    """Ids as bytes, each once."""
    ordered = sorted(set(ids))
    steps = [later - earlier for earlier, later in zip([0, *ordered], ordered, strict=False)]
    return zlib.compress(struct.pack(f"<{len(steps)}Q", *steps), 1)


def unpacked(data: bytes) -> Sequence[int]:
    """What `packed` packed, in order."""
    plain = zlib.decompress(data)
    return list(accumulate(struct.unpack(f"<{len(plain) // 8}Q", plain)))


def sealed(key: SubjectKey, row_id: int, ids: Iterable[int]) -> bytes:
    """The ids under their request's key."""
    return key.seal(packed(ids), table=Export._meta.db_table, column="ids", row_id=row_id)


def asked_about(keys: Mapping[int, SubjectKey], row: Export) -> frozenset[int]:
    """Whom the request was about. What cannot be read any more lets nobody out."""
    blob = bytes(row.ids_enc)
    if row.request_id not in keys or not blob:
        raise UNREADABLE()
    try:
        plain = keys[row.request_id].open_bytes(blob, table=Export._meta.db_table, column="ids", row_id=row.id)
    except Tampered:
        raise UNREADABLE() from None
    return frozenset(unpacked(plain))


def level_of(keys: Mapping[int, SubjectKey], row: Export) -> int:
    """How closely the closest kept of those it was about is kept by now; of what cannot be read nobody leaves."""
    if not Customer.objects.filter(CLASSIFIED).exists():
        return 0
    try:
        return line.closest_kept(asked_about(keys, row))
    except DomainError:
        return 0


def kept_of(actor: Actor, rows: Sequence[Export]) -> set[int]:
    """The requests of those that are about a customer above the actor's clearance: somebody else decides."""
    if not rows or not kept_from(actor).exists():
        return set()
    keys = keys_for([row.request_id for row in rows])
    return {row.request_id for row in rows if level_of(keys, row) > actor.clearance}


@transaction.atomic
def forget_over() -> None:
    """The ids of requests by which nothing can leave any more; that so many were asked about stays."""
    before = now() - KEPT_AFTER
    over = Grant.objects.filter(Q(ended_at__lt=before) | Q(until__lt=before)).values("request_id")
    decided = Q(request__decided_at__lt=before) | Q(request__lapses_at__lt=before)
    undecided = ~Q(request_id__in=Grant.objects.values("request_id")) & decided & ~Q(request__state=WAITING)
    Export.objects.filter(Q(request_id__in=over) | undecided).exclude(ids_enc=b"").update(ids_enc=b"")
