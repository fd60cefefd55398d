"""Tables side by side: blocks of columns with an empty column between them and a head of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.engine.tables.header_rows import Cells, Head
from kedang.engine.tables.rows import Row
from kedang.engine.tables.vocabulary import meaning

_NAMES = ("any_name", "person_name", "company_name", "contact_person")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns start … end (not included); an open end takes everything to the right."""

    start: int
    end: int | None = None

    def cut(self, cells: Sequence[str]) -> Cells:
        return tuple(cells[self.start : self.end])


def find_blocks(sample: Sequence[Row], head: Head) -> tuple[Block, ...]:
    """The blocks of the sheet; one block over everything unless there are clearly several tables."""
    whole = (Block(0),)
    if not head.rows:
        return whole
    width = max(len(head.names), *(len(row.cells) for row in sample))
    spans = _spans(
        [(i < len(head.names) and head.names[i] != "") or _used(sample, i, head.rows[0]) for i in range(width)]
    )
    if len(spans) < 2:
        return whole
    groups = [[n for n in head.names[a:b] if n] for a, b in spans]
    if any(len(g) < 2 for g in groups) or not _are_tables(groups):
        return whole
    starts = [a for a, _ in spans]
    ends: list[int | None] = [*starts[1:], None]
    return tuple(Block(a, b) for a, b in zip(starts, ends, strict=True))


def _used(sample: Sequence[Row], column: int, first: int) -> bool:
    return any(column < len(row.cells) and row.cells[column].strip() for row in sample[first:])


def _spans(used: Sequence[bool]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = None
    for column, flag in enumerate([*used, False]):
        if flag and start is None:
            start = column
        elif not flag and start is not None:
            spans.append((start, column))
            start = None
    return spans


def _are_tables(groups: Sequence[Sequence[str]]) -> bool:
    """The heads repeat each other, or each has a name column."""
    first = set(groups[0])
    if all(len(first & set(g)) * 2 >= min(len(first), len(g)) for g in groups[1:]):
        return True
    return all(any(meaning(n).concept in _NAMES for n in g) for g in groups)
