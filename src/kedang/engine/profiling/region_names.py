"""Region names that were misspelt by ear, or written in pinyin."""

from collections import defaultdict
from functools import cache

from kedang.engine.standardise.clean import folded, one_line
from kedang.engine.standardise.pinyin import spelled
from kedang.engine.standardise.regions import MUNICIPALITIES, regions
from kedang.engine.standardise.script import to_simplified

_LONGEST = 24
# Counties share their sounds with too many others.
_DEEPEST = 2


def region_by_sound(text: str) -> int | None:
    """The one province or prefecture that sounds like the text: 杭洲 and hangzhou are 杭州. None when two do, as with suzhou."""
    line = to_simplified(folded(one_line(text)))
    if not line or len(line) > _LONGEST:
        return None
    found = _by_sound().get(_sound(line), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def _sound(text: str) -> str:
    return "".join(c for c in spelled(text) if c.isalpha())


@cache
def _by_sound() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    for region in regions().values():
        if region.level <= _DEEPEST and not _is_municipal(region.code):
            for name in (region.name, region.short):
                table[_sound(name)].add(region.code)
    return {sound: frozenset(codes) for sound, codes in table.items()}


def _is_municipal(code: int) -> bool:
    """市辖区 of a municipality: the municipality itself under another code."""
    return code // 10000 * 10000 in MUNICIPALITIES and code not in MUNICIPALITIES
