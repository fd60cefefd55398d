"""The shape of a text: what kind of characters, how many in a row."""

import re

_RUNS = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U0003ffff]+)|(?P<digit>[0-9\uff10-\uff19]+)|(?P<letter>[^\W\d_]+)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_MARKS = {"han": "汉", "digit": "9", "letter": "A"}
_MOST_RUNS = 24


def pattern_of(text: str) -> str:
    """浙A12345 is 汉 A 9×5: runs of one kind become the kind and its length, a space of the text is ␣, and any other character
    stands for itself. Spaces part runs that would otherwise read as one."""
    pattern, ended = "", False
    for runs, found in enumerate(_RUNS.finditer(text)):
        if runs == _MOST_RUNS:
            return pattern + "…"
        kind, length = found.lastgroup or "other", found.end() - found.start()
        mark = _MARKS.get(kind)
        if mark is None:
            pattern, ended = pattern + ("␣" if kind == "space" else found.group()), False
        else:
            run = mark if length == 1 else f"{mark}×{length}"
            pattern, ended = f"{pattern} {run}" if ended else pattern + run, True
    return pattern
