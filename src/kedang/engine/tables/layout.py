"""The layout of a sheet: where its tables start and what each line is. Every line is accounted for.

A sheet may hold several tables, one under the other or side by side; each is a `Section` with headers of its own.
`find_layout` looks at all rows it is given; `walk` then tells for each line what it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import NamedTuple

from kedang.engine.tables.blocks import Block, find_blocks
from kedang.engine.tables.header_rows import LOOK, Cells, find_head, named
from kedang.engine.tables.rows import Row
from kedang.engine.tables.walking import DATA, HEADER, SKIPPED, BlockWalker

GROUP_HEADER = "分组"
SAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table. `group_column` is the index of a last, pseudo column with the text of the group row above each line.

    `header_lines` is empty when the table has no head; the headers are then col1, col2 …
    """

    index: int
    headers: Cells
    header_lines: tuple[int, ...]
    first_column: int
    width: int
    confidence: float
    group_column: int | None = None
    data: int = 0
    samples: tuple[Cells, ...] = field(default=(), repr=False)


class Line(NamedTuple):
    """One line of one section. `kind`: data, header, or one of `SKIPPED`. Data cells are as many as the headers."""

    line: int
    kind: str
    cells: Cells
    section: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`counts` by kind of line. `rows` = data + skipped_layout; the lines of the heads themselves are no rows."""

    sections: tuple[Section, ...]
    counts: dict[str, int]
    fixed_header: int | None = None

    @property
    def headers(self) -> Cells:
        return self.main.headers

    @property
    def header_line(self) -> int | None:
        """The last line of the first table's head; None when it has none."""
        return self.sections[0].header_lines[-1] if self.sections and self.sections[0].header_lines else None

    @property
    def confidence(self) -> float:
        return self.sections[0].confidence if self.sections else 0.0

    @property
    def main(self) -> Section:
        """The section with the most rows."""
        return max(self.sections, key=lambda s: s.data)

    @property
    def data(self) -> int:
        return self.counts.get(DATA, 0)

    @property
    def skipped_layout(self) -> int:
        return sum(self.counts.get(kind, 0) for kind in SKIPPED)

    @property
    def rows(self) -> int:
        return self.data + self.skipped_layout

    def walk(self, rows: Iterable[Row]) -> Iterator[Line]:
        """The lines of the same rows again, data cells cut and padded to the headers of their section."""
        for number, kind, cells, section, group, note in _walked(rows, self.fixed_header):
            if kind == DATA and section < len(self.sections):
                cells = _fitted(cells, self.sections[section], group)
            yield Line(number, kind, cells, section, note)


def _fitted(cells: Cells, section: Section, group: str) -> Cells:
    width = section.width
    if len(cells) != width:
        cells = cells[:width] + ("",) * (width - len(cells))
    return (*cells, group) if section.group_column is not None else cells


class _Found:
    """What one pass learns about a section."""

    def __init__(self, names: Cells, lines: tuple[int, ...], block: Block, confidence: float) -> None:
        self.names = _trimmed(names)
        self.lines = lines
        self.block = block
        self.confidence = confidence
        self.width = len(self.names)
        self.data = 0
        self.grouped = False
        self.samples: list[tuple[Cells, str]] = []

    def section(self, index: int) -> Section:
        headers = named(self.names + ("",) * (self.width - len(self.names)))
        column = None
        if self.grouped:
            column = len(headers)
            headers = (*headers, *named((GROUP_HEADER,), taken=headers))
        section = Section(
            index=index,
            headers=headers,
            header_lines=self.lines,
            first_column=self.block.start,
            width=self.width,
            confidence=self.confidence,
            group_column=column,
            data=self.data,
        )
        return replace(section, samples=tuple(_fitted(cells, section, group) for cells, group in self.samples))


def find_layout(rows: Iterable[Row], *, header_line: int | None = None) -> Layout:
    """Look through the rows once. `header_line` fixes the first head (0: the table has none).

    Given only a sample, sections that begin later are missing from `sections`; `walk` still numbers them.
    """
    found: list[_Found] = []
    counts: Counter[str] = Counter()
    for _, kind, cells, number, group, _ in _walked(rows, header_line, found):
        counts[kind] += 1
        if kind != DATA:
            continue
        entry = found[number]
        entry.data += 1
        if len(cells) > entry.width:
            entry.width = max(entry.width, len(_trimmed(cells)))
        if group:
            entry.grouped = True
        if entry.data <= SAMPLES:
            entry.samples.append((cells, group))
    sections = tuple(entry.section(index) for index, entry in enumerate(found))
    return Layout(sections=sections, counts=dict(counts), fixed_header=header_line)


def _trimmed(cells: Cells) -> Cells:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


Event = tuple[int, str, Cells, int, str, str]


def _walked(rows: Iterable[Row], header_line: int | None, found: list[_Found] | None = None) -> Iterator[Event]:
    """(line, kind, cells, section, group, note) for every line; `found` collects the sections as they begin."""
    source = iter(rows)
    sample = list(islice(source, LOOK))
    found = [] if found is None else found
    head = find_head(sample, line=header_line)
    blocks = find_blocks(sample, head)
    walkers = []
    for block in blocks:
        lines = tuple(sample[i].line for i in head.rows)
        names = block.cut(head.names) if len(blocks) > 1 else head.names
        found.append(_Found(names, lines, block, head.confidence))
        raw = [block.cut(sample[i].cells) for i in head.rows]
        walkers.append(BlockWalker(len(found) - 1, names, raw, lines, alone=len(blocks) == 1))
    everything = chain(sample, source)
    if len(walkers) == 1:
        yield from _one_block(everything, walkers[0], blocks[0], found)
    else:
        yield from _side_by_side(everything, walkers, blocks, found)


def _one_block(rows: Iterable[Row], walker: BlockWalker, block: Block, found: list[_Found]) -> Iterator[Event]:
    for event in walker.walk(rows):
        if event[1] == HEADER and event[3] >= len(found):
            found.append(_Found(event[2], (event[0],), block, 0.8))
        yield event


def _side_by_side(
    rows: Iterable[Row], walkers: Sequence[BlockWalker], blocks: Sequence[Block], found: Sequence[_Found]
) -> Iterator[Event]:
    """Each block on its own. A line that is blank in every block is one blank line; a title over the heads is one title."""
    heads = found[0].lines
    for row in rows:
        parts = [row._replace(cells=block.cut(row.cells)) for block in blocks]
        full = [(w, p) for w, p in zip(walkers, parts, strict=True) if any(c and not c.isspace() for c in p.cells)]
        if not full or row.note == "cell.too_long":
            full = [(walkers[0], parts[0])]
        elif row.line < max(heads) and row.line not in heads:
            full = full[:1]
        for walker, part in full:
            yield from walker.walk([part])
