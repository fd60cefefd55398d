"""Whether the logs know every answer: each is looked for by the number the server gave the request."""

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.load.mix import CHANGES, LOOKS, Answer
from kedang.history.models import Event, ReadEvent


def recorded(first_id: int) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How often a request left a verb in the log of changes and in that of reads, since an id."""
    found = []
    for model in (Event, ReadEvent):
        rows = model.objects.filter(id__gte=first_id).values_list("request_id", "verb")
        found.append(Counter(rows.iterator(chunk_size=20_000)))
    return found[0], found[1]


def lost(
    answers: Iterable[Answer], changes: Counter[tuple[str, str]], looks: Counter[tuple[str, str]]
) -> tuple[list[str], int]:
    """A line for each kind: how many were answered, how many of them are on record; and how many are not, in all."""
    lines, gap = list[str](), 0
    good = [each for each in answers if each.good]
    for kind, verb in (LOOKS | CHANGES).items():
        log = looks if kind in LOOKS else changes
        mine: Sequence[Answer] = [each for each in good if each.kind == kind]
        there = sum((each.request_id, verb) in log for each in mine)
        gap += len(mine) - there
        lines.append(f"{kind:16}{len(mine):>9,} answered {there:>9,} on record as {verb}")
    return lines, gap
