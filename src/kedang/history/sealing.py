"""The sealer: gives every event of both logs its place in one tree, and signs what the tree has become.

Ids are made before rows are committed, so that a row may appear below others that are sealed already. The place in the tree is
therefore not the id but the order of sealing: without gaps, never changed. Each pass takes what lies behind the highest sealed id;
every half minute it also looks back a quarter of an hour for what came late, and once a day through everything.

Two sealers at once do no harm: the place and the number of the checkpoint are primary keys, and who comes second seals nothing.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, connections, transaction

from kedang.history import records
from kedang.history.models import CHANGES, LOOKS, Checkpoint
from kedang.history.record import record, stamp
from kedang.history.signing import Statement, newest_epoch, note, signer
from kedang.history.standalone import Peaks, leaf_hash, push, root_of
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.kit.ids import first_id_at

BATCH = 5_000
PAUSE_SECONDS, LOOK_BACK_SECONDS, SWEEP_SECONDS = 1.0, 30.0, 86_400.0
LATE = timedelta(minutes=15)
CLOCK_SLACK = timedelta(seconds=5)
LOG_SUBJECT = ("audit", 1)
_LEAF = "INSERT INTO history_leaf (seq, log, event_id, hash) VALUES (%s, %s, %s, %s)"
_NOTE = (
    "INSERT INTO history_checkpoint (number, size, at, key_epoch, note, peaks, last_change, last_look) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
CLOCK_BACK = Refusal(
    "audit.clock",
    503,
    "系统时间（{now}）早于最后一个审计检查点（{last}）。请先校准时钟；在此之前不启动、不封存。",
    "The clock ({now}) stands before the last checkpoint of the audit ({last}). Set the clock first; nothing starts and nothing is "
    "sealed until then.",
)
log = logging.getLogger("kedang.history")
Taken = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the tree stands."""

    number: int = 0
    size: int = 0
    at: datetime | None = None
    epoch: int = 0
    text: str = ""
    peaks: bytes = b""
    last: tuple[int, int] = (0, 0)

    def tree(self) -> Peaks:
        """The full subtrees, the largest first: one for each bit of the size."""
        heights = [height for height in range(self.size.bit_length() - 1, -1, -1) if self.size >> height & 1]
        return [(height, self.peaks[place * 32 : place * 32 + 32]) for place, height in enumerate(heights)]


def _head() -> _Head:
    last = Checkpoint.objects.order_by("-number").first()
    if last is None:
        return _Head()
    marks = (last.last_change, last.last_look)
    return _Head(last.number, last.size, last.at, last.key_epoch, last.note, bytes(last.peaks), marks)


def require_clock() -> None:
    """Refuse to go on when time has gone back behind what was signed."""
    last = Checkpoint.objects.order_by("-number").values_list("at", flat=True).first()
    if last is not None and now() < last - CLOCK_SLACK:
        raise CLOCK_BACK(now=f"{now():%Y-%m-%d %H:%M:%S}Z", last=f"{last:%Y-%m-%d %H:%M:%S}Z")


def seal(limit: int = BATCH) -> int:
    """Seal what is new, at most so many of each log; how many that were."""
    head = _head()
    found = [records.after(which, head.last[which], limit) for which in records.LOGS]
    # Where a log was cut short, the other goes no further than it: the tree follows time as well as it can.
    ends = [rows[-1][0] for rows in found if len(rows) == limit]
    taken = [
        (event, which, row) for which, rows in enumerate(found) for event, row in rows if not ends or event <= min(ends)
    ]
    return _write(head, sorted(taken))


def seal_late(*, everything: bool = False) -> int:
    """Seal what appeared below the highest sealed ids: of the last quarter of an hour, or of all time."""
    head = _head()
    low = 0 if everything else first_id_at(now() - LATE)
    late = [_late(which, low, head.last[which], everything) for which in records.LOGS]
    taken = [(event, which, row) for which, rows in enumerate(late) for event, row in rows.items()]
    old = [event for event, _, _ in taken if event < first_id_at(now() - LATE)]
    if old:
        with transaction.atomic():
            details = {"count": len(old), "ids": [str(event) for event in sorted(old)[:20]]}
            record(system_actor("worker"), "audit.sealed_late", subject=LOG_SUBJECT, details=details)
    return _write(head, sorted(taken))


def _late(which: int, low: int, high: int, everything: bool) -> dict[int, bytes]:
    ids = records.strangers(which, low, high) if not everything else records.Logs().unsealed(which)[0]
    return records.by_ids(which, [event for event in ids if event <= high])


def introduce_key() -> int:
    """Write the checkpoint that introduces a new key now, whether or not there is anything to seal."""
    return _write(_head(), [], even_so=True)


def _write(head: _Head, taken: Sequence[Taken], *, even_so: bool = False) -> int:
    """Leaves and checkpoint in one transaction; nothing when somebody else was first."""
    if not taken and not even_so:
        return 0
    require_clock()
    tree, leaves = head.tree(), list[tuple[int, int, int, bytes]]()
    for place, (event, which, row) in enumerate(taken, head.size):
        digest = leaf_hash(row)
        leaves.append((place, which, event, digest))
        push(tree, 0, digest)
    highest = [max((event for event, of, _ in taken if of == which), default=0) for which in (CHANGES, LOOKS)]
    try:
        with transaction.atomic(using="audit"), connections["audit"].cursor() as cursor:
            cursor.executemany(_LEAF, leaves)
            cursor.execute(_NOTE, _signed(head, tree, len(taken), (highest[0], highest[1])))
    except IntegrityError:
        return 0
    return len(taken)


def _signed(head: _Head, tree: Peaks, more: int, highest: tuple[int, int]) -> tuple[int | str | bytes, ...]:
    """The row of the next checkpoint, signed with the key in force; it introduces the first key, and every new one."""
    epoch, size = newest_epoch(), head.size + more
    by = signer(head.epoch or epoch)
    new_key = signer(epoch).printed() if epoch != head.epoch else ""
    moment = max(now(), head.at or now())
    said = Statement(
        size=size, root=root_of(tree), number=head.number + 1, at=moment, before=head.text, new_key=new_key
    )
    peaks = b"".join(digest for _, digest in tree)
    marks = [max(pair) for pair in zip(head.last, highest, strict=True)]
    return (said.number, size, stamp(moment), epoch, note(said, by), peaks, *marks)


def seal_all(stopping: Callable[[], bool] = lambda: False) -> int:
    """Seal until nothing is left."""
    total = 0
    while not stopping() and (sealed := seal()):
        total += sealed
    return total


def run_forever(*, stopping: Callable[[], bool]) -> None:
    """The loop of `kedang worker --seal`. Whatever goes wrong is tried again: a sealer that ends would stop sensitive reads."""
    looked = swept = float("-inf")
    while not stopping():
        moment = time.monotonic()
        try:
            seal_all(stopping)
            if moment - swept >= SWEEP_SECONDS:
                swept = looked = moment
                seal_late(everything=True)
            elif moment - looked >= LOOK_BACK_SECONDS:
                looked = moment
                seal_late()
        except Exception as failure:  # noqa: BLE001 - see above
            log.error("sealing failed: %s", type(failure).__name__)
            if isinstance(failure, DatabaseError):
                connections.close_all()
        if not stopping():
            time.sleep(PAUSE_SECONDS)
