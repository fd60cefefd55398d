"""The shape of a text: what kind of characters, how many in a row."""

import re

_RUNS = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U0003ffff]+)|(?P<digit>[0-9\uff10-\uff19]+)|(?P<letter>[^\W\d_]+)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_MARKS = {"han": "汉", "digit": "9", "letter": "A"}
_MOST_RUNS = 24


def pattern_of(text: str) -> str:
    """浙A12345 is 汉A9×5: runs of one kind become the kind and its length; other characters stand for themselves."""
    pieces: list[str] = []
    for found in _RUNS.finditer(text):
        if len(pieces) == _MOST_RUNS:
            pieces.append("…")
            break
        kind, length = found.lastgroup or "other", found.end() - found.start()
        mark = _MARKS.get(kind)
        if mark is None:
            pieces.append(" " if kind == "space" else found.group())
        else:
            pieces.append(mark if length == 1 else f"{mark}×{length}")
    return "".join(pieces)
