"""Rare values that are one slip of the pen from a frequent one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

_FREQUENT, _TIMES = 5, 10
_SHORTEST_HAN, _SHORTEST_OTHER = 4, 6
# Most values that are looked at on each side: the pairs stay few, whatever the column.
_MOST_RARE, _MOST_FREQUENT = 5_000, 500
# One such character makes another thing of it: 华东一区 and 华东二区, 上级 and 下级.
_DISTINGUISHING = frozenset(
    "0123456789零一二三四五六七八九十百千万甲乙丙丁戊东西南北中上下左右前后内外大小高低多少新旧男女父母正副不非无有年月日"
)


def near_changes(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(from, to): the rare value and the one frequent value it is one insertion, deletion, change or swap away from."""
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    frequent = [value for value in ranked if counts[value] >= _FREQUENT and _long_enough(value)][:_MOST_FREQUENT]
    reached: dict[str, list[str]] = defaultdict(list)
    for value in frequent:
        for shape in _shapes(value):
            reached[shape].append(value)
    found: list[tuple[str, str]] = []
    for value in ranked[::-1][:_MOST_RARE]:
        targets = {t for shape in _shapes(value) for t in reached.get(shape, ()) if _slip(value, t, counts)}
        if len(targets) == 1:
            found.append((value, targets.pop()))
    return sorted(found)


def _long_enough(value: str) -> bool:
    han = any("\u3400" <= c <= "\u9fff" for c in value)
    return (_SHORTEST_HAN if han else _SHORTEST_OTHER) <= len(value) <= 60


def _shapes(value: str) -> Iterator[str]:
    """The value, and the value without each of its characters: two values one edit apart share one of these."""
    yield value
    for place in range(len(value)):
        yield value[:place] + value[place + 1 :]


def _slip(rare: str, frequent: str, counts: Mapping[str, int]) -> bool:
    if rare == frequent or counts[rare] * _TIMES > counts[frequent] or not _long_enough(rare):
        return False
    edited = _edited(rare, frequent)
    return edited is not None and not any(c in _DISTINGUISHING or not c.isalnum() for c in edited)


def _edited(one: Sequence[str], other: Sequence[str]) -> str | None:
    """The characters that differ when the texts are one edit apart, else None."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    swapped = len(left) == len(right) == 2 and left[0] == right[1] and left[1] == right[0]
    if (len(left) <= 1 and len(right) <= 1) or swapped:
        return "".join(left) + "".join(right)
    return None
