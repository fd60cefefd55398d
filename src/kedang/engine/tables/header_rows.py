"""Where the head of a table is: the row of column names under titles and notes, on one line or two."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kedang.engine.tables.content import VALUE_CLASSES, classify
from kedang.engine.tables.rows import Row
from kedang.engine.tables.vocabulary import is_header_word

LOOK = 60
_TITLE_DEPTH = 30
_NEVER_HEAD = frozenset({"mobile", "email", "id_number", "credit_code", "landline"})
_NUMBERED_WORD = re.compile(
    r"(?:col|column|field|f|var|c|字段|列|第?[一二三四五六七八九十\d]+列?)_?\d*$|unnamed", re.IGNORECASE
)
_SAYS = re.compile(r"[:：]\s*\S")
_DIGIT = re.compile(r"\d+")
_LETTER = re.compile(r"[A-Za-z]+")
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """`rows` are positions in the sample (none: the table has no head); `names` one text a column, maybe ''."""

    rows: tuple[int, ...]
    names: Cells
    confidence: float


def stripped(cells: Sequence[str]) -> Cells:
    return tuple([" ".join(c.split()) if c else c for c in cells])


def filled(cells: Sequence[str]) -> int:
    return sum(1 for c in cells if c and not c.isspace())


def find_head(sample: Sequence[Row], *, line: int | None = None) -> Head:
    """The head of the first table of a sample. `line` fixes the line that a person pointed at (0: no head)."""
    rows = [stripped(row.cells) for row in sample[:LOOK]]
    usual = _usual_width(rows)
    if line is not None:
        at = next((i for i, row in enumerate(sample[:LOOK]) if row.line == line), None)
        return _joined(rows, at, 1.0) if at is not None else _no_head(rows, usual, 1.0)
    best, best_score = None, 0.0
    for at, cells in enumerate(rows[:_TITLE_DEPTH]):
        score = _score(rows, at, cells, usual)
        if score > best_score + 0.05:
            best, best_score = at, score
    if best is None:
        return _no_head(rows, usual, 0.3)
    return _joined(rows, best, round(min(0.99, best_score), 2))


def _usual_width(rows: Sequence[Cells]) -> int:
    """The number of filled cells that rows of the table have: the widest common one."""
    widths = [filled(cells) for cells in rows if filled(cells)]
    if not widths:
        return 0
    widths.sort()
    return widths[(len(widths) * 3) // 4] if len(widths) > 3 else max(widths)


def _score(rows: Sequence[Cells], at: int, cells: Cells, usual: int) -> float:
    """How much this row looks like a head: wide, known words, distinct, and unlike the rows below it."""
    texts = [c for c in cells if c]
    if not texts or len(texts) < min(usual, max(2, usual // 2)):
        return 0.0
    words = sum(_is_word(t) for t in texts) / len(texts)
    values = sum(is_value(t) for t in texts) / len(texts)
    if words < 0.5 and values > 0.34:
        return 0.0
    if words < 0.5 and any(len(t) > 60 or classify(t) in _NEVER_HEAD for t in texts):
        return 0.0
    score = (
        0.35 * min(1.0, len(texts) / (usual or 1)) + 0.4 * words + 0.1 * (len(set(texts)) / len(texts)) - 0.5 * values
    )
    likeness = _likeness(rows, at, cells)
    score += 0.25 * (1 - likeness)
    if words == 0 and (likeness > 0.6 or (at > 0 and any(filled(r) >= usual for r in rows[:at]))):
        return 0.0
    return score - 0.004 * at


def is_value(text: str) -> bool:
    """A cell that no column is named after: a number, a phone, a date …"""
    return classify(text) in VALUE_CLASSES


def _likeness(rows: Sequence[Cells], at: int, cells: Cells) -> float:
    """Share of the columns whose cell here is of the same telling class as the cells below."""
    same = compared = 0
    for column, text in enumerate(cells):
        if not text:
            continue
        below = [r[column] for r in rows[at + 1 : at + 21] if column < len(r) and r[column]]
        if not below:
            continue
        compared += 1
        top, count = Counter(_look(b) for b in below).most_common(1)[0]
        if top not in ("text", "") and count >= 0.6 * len(below) and _look(text) == top and not _is_word(text):
            same += 1
    return same / compared if compared else 0.0


def _is_word(text: str) -> bool:
    return is_header_word(text) or bool(_NUMBERED_WORD.match(text))


def _look(text: str) -> str:
    """The class of a cell; for a code also its shape, so that KH0001 is like KH0002 but not like column1."""
    found = classify(text)
    return _LETTER.sub("a", _DIGIT.sub("9", text)) if found == "code" else found


def _joined(rows: Sequence[Cells], at: int, confidence: float) -> Head:
    """The head at this row, with the line of group words above it or the second line below it."""
    cells = rows[at]
    if at > 0 and _is_group_line(rows[at - 1], cells):
        return Head((at - 1, at), _join_lines(rows[at - 1], cells), confidence)
    if at + 1 < len(rows) and _is_second_line(cells, rows[at + 1]):
        return Head((at, at + 1), _join_lines(cells, rows[at + 1]), confidence)
    return Head((at,), cells, confidence)


def _is_group_line(above: Cells, below: Cells) -> bool:
    """客户信息 | | 联系人 | |: words only, at least two, fewer than below, each over filled cells."""
    texts = [(i, c) for i, c in enumerate(above) if c]
    if (
        len(texts) < 2
        or len(texts) > filled(below)
        or any(is_value(c) or len(c) > 30 or _SAYS.search(c) for _, c in texts)
    ):
        return False
    equal = sum(1 for i, c in texts if i < len(below) and below[i] == c)
    gaps = sum(1 for i, c in enumerate(below) if c and not (i < len(above) and above[i]))
    return (
        gaps > 0
        and all(i < len(below) and below[i] for i, _ in texts)
        and (equal > 0 or gaps >= len(texts) // 2 + 1 or gaps >= 2)
    )


def _is_second_line(head: Cells, below: Cells) -> bool:
    """The row under the head names columns that the head leaves open or groups."""
    texts = [(i, c) for i, c in enumerate(below) if c]
    if not texts or any(is_value(c) or len(c) > 30 for _, c in texts):
        return False
    fits = 0
    for column, text in texts:
        above = head[column] if column < len(head) else ""
        grouped = (
            bool(above)
            and column + 1 < len(below)
            and below[column + 1] != ""
            and (column + 1 >= len(head) or not head[column + 1])
        )
        if above and above != text and not grouped:
            return False
        fits += above != text
    known = sum(is_header_word(c) or is_header_word(_above(head, i) + c) for i, c in texts)
    return fits > 0 and known >= max(1, len(texts) // 2) and not _equal_rows(head, below)


def _above(head: Cells, column: int) -> str:
    return next((head[i] for i in range(min(column, len(head) - 1), -1, -1) if head[i]), "") if head else ""


def _equal_rows(one: Cells, other: Cells) -> bool:
    return tuple(c for c in one if c) == tuple(c for c in other if c)


def _join_lines(upper: Cells, lower: Cells) -> Cells:
    """联系人 over 姓名 becomes 联系人/姓名; a word over nothing, or over itself, stays alone."""
    names = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        top = upper[column] if column < len(upper) else ""
        low = lower[column] if column < len(lower) else ""
        if top:
            group = top
        if not low:
            names.append(top)
            group = "" if top else group
        elif top == low:
            names.append(low)
            group = ""
        else:
            names.append(f"{group}/{low}" if group else low)
    return tuple(names)


def _no_head(rows: Sequence[Cells], usual: int, confidence: float) -> Head:
    width = max((len(cells) for cells in rows), default=usual)
    return Head((), ("",) * width, confidence)


def named(names: Sequence[str], *, taken: Sequence[str] = ()) -> Cells:
    """Every column with a name of its own: col3 for an empty one, 电话_2 for the second 电话."""
    seen = set(taken)
    result = []
    for column, name in enumerate(names, 1):
        base = name or f"col{column}"
        unique, number = base, 1
        while unique in seen:
            number += 1
            unique = f"{base}_{number}"
        seen.add(unique)
        result.append(unique)
    return tuple(result)
