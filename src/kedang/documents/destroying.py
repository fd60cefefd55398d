"""Taking contents out of the store, after the rows that named them have gone for good."""

from collections.abc import Sequence
from datetime import timedelta

from kedang.documents import stores
from kedang.documents.models import Version
from kedang.jobs.queue import enqueue
from kedang.kit.actor import system_actor
from kedang.kit.clock import now

DESTROY = "documents.destroy"
_BATCH = 500
# An upload may have stored its content and not written its row yet.
_YOUNG = timedelta(hours=24)


def destroy_contents(document_ids: Sequence[int]) -> None:
    """Queue the contents of documents for destruction: they go if, and only if, the caller's transaction is committed."""
    found = list(Version.objects.filter(document_id__in=document_ids).values_list("store", "place"))
    for start in range(0, len(found), _BATCH):
        places = [list(each) for each in found[start : start + _BATCH]]
        enqueue(DESTROY, subject_id=0, actor_id=system_actor("worker").id, payload={"places": places})


def remove_contents(places: Sequence[tuple[str, str]]) -> None:
    """Take contents out of their stores. Safe to do twice; what a row still names stays."""
    named = set(Version.objects.filter(place__in=[place for _, place in places]).values_list("place", flat=True))
    for kind, place in places:
        if place not in named:
            stores.store_of(kind).remove(place)


def sweep() -> int:
    """Remove what lies in the stores without a row: uploads that were cut off. How many there were."""
    before = now() - _YOUNG
    found = 0
    for kind in stores.kinds():
        batch: list[tuple[str, str]] = []
        for place, written in stores.store_of(kind).places():
            if written < before:
                batch.append((kind, place))
            if len(batch) == _BATCH:
                found += _swept(batch)
                batch.clear()
        found += _swept(batch)
    return found


def _swept(batch: Sequence[tuple[str, str]]) -> int:
    named = set(Version.objects.filter(place__in=[place for _, place in batch]).values_list("place", flat=True))
    alone = [each for each in batch if each[1] not in named]
    remove_contents(alone)
    return len(alone)
