"""Proofs after RFC 6962, section 2.1: that an event stands in the tree, and that a tree only grew."""

import base64
from collections.abc import Iterator

from django.db.models import Q

from kedang.history.models import Checkpoint, Leaf
from kedang.history.records import Logs, by_ids
from kedang.history.standalone import PIECE, Peaks, leaf_hash, node, peaks_at, push, root_of
from kedang.kit.errors import Refusal

NOT_SEALED = Refusal(
    "audit.not_sealed", 404, "没有这条记录，或它尚未封存。", "There is no such event, or it is not sealed yet."
)
NO_CHECKPOINT = Refusal(
    "audit.no_checkpoint", 404, "没有这个检查点：{number}。", "There is no such checkpoint: {number}."
)


def prove(event_id: int) -> dict[str, object]:
    """The proof of one event against the newest checkpoint: its bytes, its place, the hashes beside its way up, the signed note."""
    leaf = Leaf.objects.filter(Q(log=0) | Q(log=1), event_id=event_id).first()
    last = Checkpoint.objects.order_by("-number").first()
    if leaf is None or last is None:
        raise NOT_SEALED()
    record = by_ids(leaf.log, [event_id]).get(event_id)
    return {
        "event": str(event_id),
        "record": record.decode("utf-8", "replace") if record is not None else None,
        "leaf": bytes(leaf.hash).hex(),
        "place": leaf.seq,
        "size": last.size,
        "path": [each.hex() for each in _path(leaf.seq, 0, last.size)],
        "checkpoint": last.note,
    }


def prove_growth(old: int, new: int) -> dict[str, object]:
    """The proof that the tree of one checkpoint is the beginning of another's."""
    notes = {found.number: found for found in Checkpoint.objects.filter(number__in=(old, new))}
    for number in (old, new):
        if number not in notes:
            raise NO_CHECKPOINT(number=number)
    first, second = sorted((notes[old], notes[new]), key=lambda each: each.size)
    path = _growth(first.size, 0, second.size, whole=True) if first.size < second.size else []
    return {
        "old": first.note,
        "new": second.note,
        "path": [each.hex() for each in path],
    }


def _split(count: int) -> int:
    """The largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1


def _subtree(start: int, stop: int) -> bytes:
    """The hash over the leaves from one place to before another, read a piece at a time."""
    peaks, logs = Peaks(), Logs()
    for at in range(start, stop, PIECE):
        leaves = logs.hashes(at)[: stop - at]
        for subtree in peaks_at(leaves, [len(leaves)])[len(leaves)]:
            push(peaks, *subtree)
    return root_of(peaks)


def _path(place: int, start: int, stop: int) -> Iterator[bytes]:
    """The hashes beside the way from a leaf up, the lowest first."""
    if stop - start <= 1:
        return
    middle = start + _split(stop - start)
    if place < middle:
        yield from _path(place, start, middle)
        yield _subtree(middle, stop)
    else:
        yield from _path(place, middle, stop)
        yield _subtree(start, middle)


def _growth(size: int, start: int, stop: int, *, whole: bool) -> Iterator[bytes]:
    if size == stop - start:
        if not whole:
            yield _subtree(start, stop)
        return
    half = _split(stop - start)
    if size <= half:
        yield from _growth(size, start, start + half, whole=whole)
        yield _subtree(start + half, stop)
    else:
        yield from _growth(size - half, start + half, stop, whole=False)
        yield _subtree(start, start + half)


def holds(proof: dict[str, object]) -> bool:
    """Whether the proof of an event leads to the root in its note. The signature is checked by whoever has the key."""
    place, size = int(str(proof["place"])), int(str(proof["size"]))
    digest = bytes.fromhex(str(proof["leaf"]))
    if proof["record"] is not None and leaf_hash(str(proof["record"]).encode()) != digest:
        return False
    path = [bytes.fromhex(str(each)) for each in proof["path"]]  # type: ignore[attr-defined]
    last = size - 1
    for beside in path:
        if place & 1 or place == last:
            digest = node(beside, digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = node(digest, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and base64.b64encode(digest).decode() == str(proof["checkpoint"]).split("\n")[2]
