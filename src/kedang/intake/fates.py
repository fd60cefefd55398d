"""The fate of every source row: written a batch at a time as one sealed blob, read back for screens and the report."""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from kedang.intake.models import FateBatch
from kedang.intake.verdict import SUSPECTED
from kedang.vault.keys import SubjectKey

CHECK, FILE = "check", "file"
# Rows that look like somebody, whatever their fate: asked for like one.
LIKELY = "suspected"
_TABLE = "fate_batch"
_FAST = 1


class Fate(NamedTuple):
    """One source row. `notes` are (field, given, standard, reason) of cells that need a look."""

    line: int
    fate: str
    reason: str
    external_id: str
    name: str
    customer_id: int
    number: str
    notes: Sequence[Sequence[str]]


def fate_row(
    key: SubjectKey, *, row_id: int, run_id: int, phase: str, seq: int, fates: Sequence[Fate], marks: Sequence[int]
) -> FateBatch:
    """A batch ready to be stored."""
    counts = Counter(f.fate for f in fates)
    counts[LIKELY] = sum(f.reason in SUSPECTED for f in fates)
    blob = zlib.compress(orjson.dumps([list(f) for f in fates]), _FAST)
    return FateBatch(
        id=row_id,
        run_id=run_id,
        phase=phase,
        seq=seq,
        rows=len(fates),
        counts=orjson.dumps(counts).decode(),
        fates_enc=key.seal(blob, table=_TABLE, column="fates", row_id=row_id),
        seen_enc=key.seal(array("Q", marks).tobytes(), table=_TABLE, column="seen", row_id=row_id) if marks else None,
    )


def read_batches(
    key: SubjectKey, run_id: int, phase: str, *, fate: str | None = None, after: int = -1
) -> Iterator[tuple[int, list[Fate]]]:
    """(seq, fates) in file order; with `fate` only that one, and batches without it are never opened."""
    found = FateBatch.objects.filter(run_id=run_id, phase=phase, seq__gt=after).order_by("seq")
    for row in found.iterator(chunk_size=4):
        if fate is not None and not orjson.loads(row.counts).get(fate):
            continue
        fates = _open(key, row)
        yield row.seq, fates if fate is None else [f for f in fates if _is(f, fate)]


def _is(row: Fate, fate: str) -> bool:
    return row.reason in SUSPECTED if fate == LIKELY else row.fate == fate


def _open(key: SubjectKey, row: FateBatch) -> list[Fate]:
    blob = key.open_bytes(row.fates_enc, table=_TABLE, column="fates", row_id=row.id)
    raw: list[list[Any]] = orjson.loads(zlib.decompress(blob))
    return [Fate(*item) for item in raw]


def read_marks(key: SubjectKey, run_id: int) -> set[int]:
    """The marks of every row whose fate is committed: what a resumed run must know about the file so far."""
    marks: set[int] = set()
    rows = FateBatch.objects.filter(run_id=run_id, phase=FILE, seen_enc__isnull=False).order_by("seq")
    for row_id, sealed in rows.values_list("id", "seen_enc").iterator(chunk_size=16):
        assert sealed is not None
        found = array("Q")
        found.frombytes(key.open_bytes(sealed, table=_TABLE, column="seen", row_id=row_id))
        marks.update(found)
    return marks


def phase_counts(run_id: int, phase: str) -> Counter[str]:
    """Fates of a phase, added up."""
    total: Counter[str] = Counter()
    for text in FateBatch.objects.filter(run_id=run_id, phase=phase).values_list("counts", flat=True):
        total.update(orjson.loads(text))
    return total
