"""Line by line through one block of columns: what is data, what is layout, where another table begins."""

from collections.abc import Iterable, Iterator, Sequence

from kedang.engine.tables.header_rows import Cells, is_value, stripped
from kedang.engine.tables.line_kinds import is_group_text, is_note, is_separator_line, is_total, may_be_total
from kedang.engine.tables.rows import Row
from kedang.engine.tables.vocabulary import is_header_word, is_listed_word

DATA = "data"
HEADER = "header"
SKIPPED = ("title", "repeat_header", "group", "total", "note", "blank")
_LONGEST_IN_A_HEAD = 6
Event = tuple[int, str, Cells, int, str, str]


class BlockWalker:
    """`section` is the number of the table that is open; a new head gets the next free number."""

    def __init__(
        self,
        section: int,
        names: Cells,
        raw_head: Sequence[Cells],
        header_lines: tuple[int, ...],
        *,
        alone: bool = True,
    ) -> None:
        self.section = section
        self._alone = alone
        self.header_lines = header_lines
        self._next = section + 1
        self._started = not header_lines
        self._group = ""
        self._calm = False
        self._open(names, raw_head)

    def _open(self, names: Cells, raw_head: Sequence[Cells]) -> None:
        self._heads = [stripped(cells) for cells in raw_head]
        self._firsts = {next((c for c in head if c), "") for head in self._heads} - {""}
        self._width = sum(1 for n in names if n) or len(names)
        self._group = ""

    def walk(self, rows: Iterable[Row]) -> Iterator[Event]:
        """One event a row, in order. A lone text waits for the next filled row: it may be the title of a new table."""
        held: list[Row] = []
        for row in rows:
            cells = row.cells
            first = cells[0] if cells else ""
            if (
                not held
                and self._calm
                and first
                and first not in self._firsts
                and not first.isspace()
                and len(cells) - cells.count("") > 1
                and not may_be_total(first)
                and not row.note
                and ":" not in first
                and "：" not in first
                and (not is_listed_word(first) or _has_long_number(cells))
            ):
                yield row.line, DATA, cells, self.section, self._group, ""
                continue
            if self._waits(row):
                held.append(row)
                continue
            begins = self._begins_table(row)
            for waiting in held:
                yield self._judge_lone(waiting, titles=begins)
            held = []
            yield self._judge(row, begins)
        for waiting in held:
            yield self._judge_lone(waiting, titles=False)

    def _waits(self, row: Row) -> bool:
        """Blank lines and lone texts inside the table."""
        return self._started and row.note != "cell.too_long" and _filled_count(row.cells) <= 1 and self._width > 1

    def _begins_table(self, row: Row) -> bool:
        """A head with other words than the open one: nearly all cells are known column names."""
        if not self._started or not self._alone or row.note == "cell.too_long":
            return False
        texts = [c.strip() for c in row.cells if c and not c.isspace()]
        if len(texts) < 2 or len(set(texts)) < len(texts) or self._is_repeat(row.cells) or any(map(is_value, texts)):
            return False
        words = sum(is_header_word(t) for t in texts)
        return words >= 2 and words >= 0.75 * len(texts)

    def _judge(self, row: Row, begins: bool) -> Event:
        number, cells, note = row.line, row.cells, row.note
        if number in self.header_lines:
            self._started = number == self.header_lines[-1]
            self._calm = self._started
            return number, HEADER, cells, self.section, "", ""
        if note == "cell.too_long":
            return number, DATA, cells, self.section, self._group, note
        texts = [c.strip() for c in cells if c and not c.isspace()]
        if not texts:
            return number, "blank", cells, self.section, "", ""
        if not self._started:
            return number, "title", cells, self.section, "", ""
        if begins:
            return self._start_table(row)
        return number, self._kind(cells, texts, note), cells, self.section, self._group, ""

    def _kind(self, cells: Cells, texts: Sequence[str], note: str) -> str:
        if self._is_repeat(cells):
            return "repeat_header"
        if is_total(cells):
            return "total"
        if is_note(texts) and len(texts) < max(2, self._width):
            return "note"
        self._calm = True
        return DATA

    def _start_table(self, row: Row) -> Event:
        self.section, self._next = self._next, self._next + 1
        names = stripped(row.cells)
        self._open(names, [row.cells])
        return row.line, HEADER, names, self.section, "", ""

    def _is_repeat(self, cells: Cells) -> bool:
        """At least two cells, and most, say what the head says in the same column."""
        own = stripped(cells)
        for head in self._heads:
            same = sum(1 for a, b in zip(own, head, strict=False) if a and a == b)
            count = sum(1 for a in own if a)
            if same and same >= 0.8 * count and same >= min(2, self._width) and same >= 0.5 * sum(1 for b in head if b):
                return True
        return False

    def _judge_lone(self, row: Row, *, titles: bool) -> Event:
        """A blank line or a row with one text."""
        text = next((c.strip() for c in row.cells if c and not c.isspace()), "")
        if not text:
            return row.line, "blank", row.cells, self.section, "", ""
        if titles:
            return row.line, "title", row.cells, self.section, "", ""
        if self._is_repeat(row.cells):
            return row.line, "repeat_header", row.cells, self.section, "", ""
        if is_total(row.cells):
            return row.line, "total", row.cells, self.section, "", ""
        if is_note([text]) or is_separator_line(text):
            return row.line, "note", row.cells, self.section, "", ""
        if self._width > 2 and (row.note == "merged" or is_group_text(text)):
            self._group = text.rstrip(":：")
            return row.line, "group", row.cells, self.section, self._group, ""
        return row.line, DATA, row.cells, self.section, self._group, ""


def _has_long_number(cells: Cells) -> bool:
    """Whether a cell is a long number: cheap proof that the row is no head."""
    return any(len(c) > _LONGEST_IN_A_HEAD and c.isdigit() for c in cells)


def _filled_count(cells: Cells) -> int:
    return sum(1 for c in cells if c and not c.isspace())
