"""Text cut into small pieces, and the pieces blinded: what the index holds says nothing to whoever has the database alone.

Ideographs go in twos, words and numbers in threes; shorter words stay whole. Whoever searches cuts the question the same way,
and what the index proposes is compared with the text itself.
"""

from collections.abc import Iterator

from kedang.archive.tokens import is_han, runs
from kedang.vault.blind import blind, remembered

HAN, WORD = 2, 3
MOST_ASKED = 48


def pieces(run: str) -> Iterator[str]:
    """The pieces of one run of ideographs, or of one word."""
    length = HAN if is_han(run) else WORD
    if len(run) <= length:
        yield run
        return
    for start in range(len(run) - length + 1):
        yield run[start : start + length]


@remembered(65_536)
def _blinded(piece: str) -> int:
    return blind("document.text", piece)


def grams_of(text: str) -> set[int]:
    """Everything a text is found by."""
    return {_blinded(piece) for run in runs(text) for piece in pieces(run)}


def asked(text: str) -> tuple[list[str], list[int]]:
    """A question: its runs, all of which the text must hold, and what to ask the index. Single ideographs and letters ask nothing."""
    wanted = [run for run in dict.fromkeys(runs(text)) if len(run) > 1]
    found = dict.fromkeys(_blinded(piece) for run in wanted for piece in pieces(run))
    return wanted, list(found)[:MOST_ASKED]


def holds(text: str, wanted: list[str]) -> bool:
    """Whether a text really holds all the runs."""
    whole = "\n".join(runs(text))
    return all(run in whole for run in wanted)
