"""Values that are the same but for how they are written: width, case, spaces, punctuation, the ending of a region's name."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kedang.engine.standardise.clean import folded
from kedang.engine.standardise.regions import regions
from kedang.engine.standardise.script import to_simplified

# Punctuation is passed over unless it changes what is said: A and A-, C and C++, 5 and 5%, 35 and 3-5, <3 and >3.
_TELLING = r"(?<=[0-9a-z])[+%#*]+(?![0-9a-z])|(?<=[0-9a-z])-+$|(?<=[0-9])[.\-/~:](?=[0-9])|(?<![\w])-(?=[0-9])|[<>=≤≥]"
_LOOSE = re.compile(rf"({_TELLING})|[\W_]")


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
    bare = _LOOSE.sub(lambda found: found.group(1) or "", plain)
    return _regions().get(bare, bare)


def spelling_changes(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(from, to) for every value that has a more frequent spelling; between equals, the shortest stays."""
    groups: dict[str, list[str]] = defaultdict(list)
    for value in counts:
        key = spelling_key(value)
        if key:
            groups[key].append(value)
    changes: list[tuple[str, str]] = []
    for values in groups.values():
        if len(values) > 1:
            best, *others = sorted(values, key=lambda value: (-counts[value], len(value), value))
            changes += [(other, best) for other in others]
    return changes
