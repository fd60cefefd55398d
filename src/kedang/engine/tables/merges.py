"""Merged cells: a value merged over several rows belongs to each of them; one merged over columns marks a title."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kedang.engine.tables.rows import Row

_LARGE = 20_000


class Merge(NamedTuple):
    """Lines count from 1, columns from 0; both ends included."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int


def spread_down(rows: Iterable[Row], merges: Sequence[Merge]) -> Iterator[Row]:
    """Repeat vertically merged values on every line they cover, and note the lines of a wide merge."""
    if not merges or len(merges) > _LARGE * 10:
        yield from rows
        return
    starts: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        starts[merge.first_line].append(merge)
    active: list[tuple[Merge, str]] = []
    for row in rows:
        fresh = starts.get(row.line)
        if not active and not fresh:
            yield row
            continue
        active = [(m, text) for m, text in active if m.last_line >= row.line]
        if active:
            row = _filled(row, active)
        wide = row.note
        for merge in fresh or ():
            text = row.cells[merge.first_column] if merge.first_column < len(row.cells) else ""
            if merge.last_line > merge.first_line and text:
                active.append((merge, text))
            if merge.last_column - merge.first_column >= 2 and text:
                wide = wide or "merged"
        yield row._replace(note=wide)


def _filled(row: Row, active: list[tuple[Merge, str]]) -> Row:
    cells = list(row.cells)
    for merge, text in active:
        column = merge.first_column
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cells[column] or text
    return row._replace(cells=tuple(cells))
