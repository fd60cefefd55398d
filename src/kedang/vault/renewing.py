"""New versions of subjects' keys, and old ones destroyed, while the installation is at work.

A version counts at once: whoever opens a ring seals with its newest. Every step is one exchange of wrapped rows, each only if it still is
what was read: a key that was destroyed meanwhile stays so. Doing a step twice changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kedang.kit import crypto
from kedang.vault import rings
from kedang.vault.keys import KeyRow, rings_of, rows_of, wrapped_ring
from kedang.vault.models import MasterKey
from kedang.vault.rings import Ring
from kedang.vault.root import make_master, newest_epoch
from kedang.vault.rotating import swap

_ROUNDS = 20
# Marks in the key store, and so in its copies: which versions were given, and before which ones were destroyed. Their keys seal nothing.
GIVEN, DROPPED = "ring", "ring-dropped"


class Unsettled(RuntimeError):
    """Rows kept changing under our hands; whoever asked tries again later."""


def mark(purpose: str, version: int) -> None:
    """Note in the key store itself how far it has come, before it goes there."""
    make_master(purpose, version)


def newest_of(purpose: str) -> int:
    """The newest mark of a kind; 0 when there is none."""
    found = MasterKey.objects.filter(purpose=purpose).order_by("-epoch").values_list("epoch", flat=True).first()
    return found or 0


def give(subject_ids: Iterable[int], version: int) -> int:
    """A new version of these subjects' keys, where they have none so new yet; how many got one."""

    def add(ring: Ring) -> Ring | None:
        return None if max(ring) >= version else {**ring, version: crypto.fresh_key()}

    return _exchange(list(subject_ids), add)


def drop_before(subject_ids: Iterable[int], version: int) -> int:
    """Destroy the versions of these subjects' keys before this one, where there is a newer; how many subjects had such. Nothing may be
    sealed under them any more."""

    def cut(ring: Ring) -> Ring | None:
        left = {number: key for number, key in ring.items() if number >= version}
        return left if left and len(left) < len(ring) else None

    return _exchange(list(subject_ids), cut)


def versions_of(subject_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Which versions these subjects' keys have, oldest first; whose key is gone is not in the answer."""
    return {row[0]: tuple(ring) for row, ring in rings_of(rows_of(list(subject_ids)))}


def _exchange(subject_ids: Sequence[int], change: Callable[[Ring], Ring | None]) -> int:
    """Put changed rings in place of what they were. Who was wrapped anew meanwhile is looked at once more."""
    changed_in_all, wanted = set[int](), list(subject_ids)
    for _ in range(_ROUNDS):
        epoch = newest_epoch()
        changed = list(_changed(rows_of(wanted), change, epoch))
        if not changed:
            return len(changed_in_all)
        swap(changed, epoch)
        wanted = [old[0] for old, _ in changed]
        changed_in_all.update(wanted)
    raise Unsettled(str(len(wanted)))


def _changed(
    rows: Sequence[KeyRow], change: Callable[[Ring], Mapping[int, bytes] | None], epoch: int
) -> Iterable[tuple[KeyRow, KeyRow]]:
    for row, ring in rings_of(rows):
        fresh = change(ring)
        if fresh is not None:
            yield row, wrapped_ring(row[0], rings.packed(fresh), epoch)
