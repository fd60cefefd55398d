"""Which character separates the cells of a text table."""

import csv
import io
from collections import Counter

CANDIDATES = "\t,;|，"
_LINES = 60


def find_delimiter(text: str, filename: str = "") -> str:
    """The candidate that cuts most lines into the same number of cells; a comma when nothing cuts."""
    first = text[:20].split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return text[:20].split("\n", 1)[0].strip()[4]
    sample = _whole_lines(text)
    best, best_score = ",", 0.0
    for candidate in CANDIDATES:
        score = _score(sample, candidate)
        if candidate == "\t" and filename.lower().endswith((".tsv", ".tab")):
            score *= 1.2
        if score > best_score:
            best, best_score = candidate, score
    return best


def _whole_lines(text: str) -> str:
    lines = text[:100_000].splitlines(keepends=True)[: _LINES + 1]
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and len(text) > len("".join(lines)):
        lines.pop()
    return "".join(lines)


def _score(sample: str, delimiter: str) -> float:
    if delimiter not in sample:
        return 0.0
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if cells:
                widths[len(cells)] += 1
    except csv.Error:
        return 0.0
    total = widths.total()
    share, width = (
        max((count / total, width) for width, count in widths.items() if width > 1) if _cut(widths) else (0, 1)
    )
    return share * (1 + min(width, 20) / 20)


def _cut(widths: Counter[int]) -> bool:
    return any(width > 1 for width in widths)
