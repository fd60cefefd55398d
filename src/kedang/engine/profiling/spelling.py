"""Values that are the same but for how they are written: width, case, spaces, punctuation, the ending of a region's name."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kedang.engine.standardise.clean import folded
from kedang.engine.standardise.regions import regions
from kedang.engine.standardise.script import to_simplified

_LOOSE = re.compile(r"[\W_]+")
# Punctuation that changes what a short text says is not passed over: C and C++, A and A-, 5 and 5%.
_TELLING = re.compile(r"[+\-%#*<>=&/.]")


@cache
def _regions() -> dict[str, str]:
    """Full name → short name, of regions that no other region shares the short name with."""
    owners: dict[str, set[str]] = defaultdict(set)
    for region in regions().values():
        owners[region.short].add(region.name)
    return {
        region.name: region.short
        for region in regions().values()
        if region.name != region.short and len(owners[region.short]) == 1 and len(region.short) > 1
    }


def spelling_key(text: str) -> str:
    """Equal for texts that differ only in spelling; empty when nothing that can be compared is left."""
    plain = to_simplified(folded(text.strip()))
    bare = _LOOSE.sub("", plain)
    if _TELLING.search(plain):
        bare = _LOOSE.sub(lambda found: "".join(_TELLING.findall(found.group())), plain)
    return _regions().get(bare, bare)


def spelling_changes(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(from, to) for every value that has a more frequent spelling; between equals, the one that sorts first stays."""
    groups: dict[str, list[str]] = defaultdict(list)
    for value in counts:
        key = spelling_key(value)
        if key:
            groups[key].append(value)
    changes: list[tuple[str, str]] = []
    for values in groups.values():
        if len(values) > 1:
            best, *others = sorted(values, key=lambda value: (-counts[value], value))
            changes += [(other, best) for other in others]
    return changes
