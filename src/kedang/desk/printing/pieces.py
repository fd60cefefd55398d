"""What a printed archive is made of. Every text is data: the template that sets it never reads it as markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kedang.desk.printing.glyphs import readable

Block = dict[str, Any]
REST = "rest"
BREAK = "\u200b"
# How long a run without a place to break may be: in a cell of the widest column, and per millimetre of a narrow one.
LONGEST_RUN = 24
_PER_MILLIMETRE = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its width in millimetres, or what the others leave."""

    label: str
    millimetres: int | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the paper, which stands in the contents."""

    title: str
    blocks: list[Block]


def heading(text: str) -> Block:
    """A heading within a section."""
    return {"type": "heading", "text": fit(text)}


def remark(text: str) -> Block:
    """A sentence of the paper itself: nothing is there, or not all of it."""
    return {"type": "remark", "text": fit(text)}


def pairs(rows: Sequence[tuple[str, str, str]]) -> Block:
    """Labels, their values, and what there is to say of them in small print."""
    return {"type": "pairs", "rows": [[fit(text) for text in row] for row in rows]}


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Block:
    """Rows under a head that every page repeats."""
    longest = [LONGEST_RUN if c.millimetres is None else int(c.millimetres * _PER_MILLIMETRE) for c in columns]
    return {
        "type": "table",
        "columns": [
            {"label": fit(c.label), "width": REST if c.millimetres is None else str(c.millimetres), "right": c.right}
            for c in columns
        ],
        "rows": [[fit(text, longest=most) for text, most in zip(row, longest, strict=True)] for row in rows],
    }


def passage(head: str, body: str) -> Block:
    """A longer text under a line that says whose it is."""
    return {"type": "passage", "head": fit(head), "body": fit(body)}


def fit(text: str, *, longest: int = LONGEST_RUN) -> str:
    """A text that can be set: characters the font has, and places to break in runs that have none."""
    return _broken(readable(text), longest)


def _broken(text: str, longest: int) -> str:
    return re.sub(rf"[^\s\u2e80-\uffff]{{{longest + 1},}}", lambda run: BREAK.join(run[0]), text)
