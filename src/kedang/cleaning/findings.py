"""What a look at a field found, sealed under the look's own key."""

import zlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

from kedang.cleaning.columns import Reach
from kedang.cleaning.models import FieldProfile
from kedang.cleaning.plans import Change, changes_from
from kedang.vault.keys import KeyMissing, SubjectKey, key_for

_PLACE: dict[str, Any] = {"table": "cleaning_profile", "column": "found"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that could be mended, with every change it comes to."""

    method: str
    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        """How many values it changes."""
        return sum(change.count for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything a look found beyond the counts in its row. `others`: values of customers that are not one's own are in it. `reach`: how far
    the asker saw then."""

    others: bool = True
    reach: Reach = field(default_factory=Reach)
    empty: int = 0
    distinct: int = 0
    capped: bool = False
    reasons: list[tuple[str, int]] = field(default_factory=list)
    shortest: int | None = None
    longest: int | None = None
    least: str | None = None
    median: str | None = None
    greatest: str | None = None
    # pattern, example, count
    patterns: list[tuple[str, str, int]] = field(default_factory=list)
    values: list[tuple[str, int]] = field(default_factory=list)
    # value, pattern, count, why
    outliers: list[tuple[str, str, int, str]] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    def without_values(self) -> "Found":
        """The same without anything a customer has: counts and patterns only."""
        patterns = [(pattern, "", count) for pattern, _, count in self.patterns]
        rare = [each for each in self.outliers if not each[0]]
        return replace(
            self, patterns=patterns, outliers=rare, values=[], suggestions=[], least=None, median=None, greatest=None
        )


def seal_found(key: SubjectKey, found: Found) -> bytes:
    """For the profile's row."""
    raw = asdict(found)
    raw["suggestions"] = [
        {"method": s.method, "changes": [[c.before, c.after, c.count] for c in s.changes]} for s in found.suggestions
    ]
    return key.seal(zlib.compress(orjson.dumps(raw)), row_id=key.subject_id, **_PLACE)


def found_of(profile: FieldProfile) -> Found:
    """What a profile found; nothing while it is not done."""
    if profile.found_enc is None:
        return Found()
    try:
        key = key_for(profile.id)
    except KeyMissing:
        return Found()
    raw = orjson.loads(zlib.decompress(key.open_bytes(profile.found_enc, row_id=profile.id, **_PLACE)))
    suggestions = [Suggestion(s["method"], changes_from(s["changes"])) for s in raw.pop("suggestions")]
    reach = Reach(**raw.pop("reach"))
    return Found(**raw, reach=reach, suggestions=suggestions)
