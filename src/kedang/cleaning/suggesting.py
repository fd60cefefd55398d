"""What could be mended in a column that was counted, and everything else a look keeps of it."""

import re
from collections.abc import Iterable, Iterator

from kedang.archive.content import Content
from kedang.cleaning.columns import Column
from kedang.cleaning.deriving import Deriving
from kedang.cleaning.findings import Found, Suggestion
from kedang.cleaning.items import fresh, reason_of, text_of
from kedang.cleaning.plans import DERIVE, LABEL, NEAR, PLACEHOLDER, SPELLING, STANDARD, Change
from kedang.engine.catalogue import FIELDS
from kedang.engine.profiling import outliers
from kedang.engine.profiling.near import near_changes
from kedang.engine.profiling.outliers import Outlier
from kedang.engine.profiling.patterns import pattern_of
from kedang.engine.profiling.placeholders import is_placeholder
from kedang.engine.profiling.region_names import region_by_sound
from kedang.engine.profiling.spelling import spelling_changes, spelling_key
from kedang.engine.profiling.tally import Tally

MOST_CHANGES = 5_000
_PATTERNS, _VALUES, _OUTLIERS, _REASONS = 20, 50, 30, 20
_WRITTEN = frozenset(("text", "company"))
_COUNTED = frozenset(("number", "money", "integer"))
_ORDERED = _COUNTED | {"date", "datetime"}
_CHOSEN = frozenset(("choice", "multi_choice", "boolean"))
# Written like any text, but somebody's name: two of them that are alike are two people.
_PEOPLE = frozenset(("legal_representative",))
_LEVEL_WORDS = re.compile(r"(学历|学位|毕业|性别?|者)$")

Changes = list[tuple[str, str | None]]


def found_in(column: Column, tally: Tally, deriving: Deriving) -> Found:
    """What a look keeps."""
    least, median, greatest = _spread(column, tally)
    return Found(
        others=column.clear(own=False),
        reach=column.reach,
        empty=tally.customers - tally.filled,
        distinct=tally.distinct,
        capped=tally.capped,
        reasons=tally.reasons.most_common(_REASONS),
        shortest=min(tally.lengths, default=None),
        longest=max(tally.lengths, default=None),
        least=least,
        median=median,
        greatest=greatest,
        patterns=[(p, tally.examples.get(p, ""), n) for p, n in tally.patterns.most_common(_PATTERNS)],
        values=sorted(tally.values.items(), key=lambda pair: (-pair[1], pair[0]))[:_VALUES],
        outliers=[(o.value, o.pattern, o.count, o.why) for o in _outliers(column, tally)],
        suggestions=suggestions(column, tally, deriving),
    )


def _sound(tally: Tally) -> dict[str, int]:
    """How often each valid value stands there."""
    return {text: count for text, count in tally.values.items() if text not in tally.bad}


def _spread(column: Column, tally: Tally) -> tuple[str | None, str | None, str | None]:
    """The least, the middle and the greatest of valid numbers or dates."""
    sound = _sound(tally)
    if column.type not in _ORDERED or not sound:
        return None, None, None
    numbers = {text: outliers.as_number(text) for text in sound} if column.type in _COUNTED else {}
    ranked = sorted(sound, key=lambda text: (numbers.get(text) or 0, text))
    half, seen = (sum(sound.values()) + 1) // 2, 0
    for text in ranked:
        seen += sound[text]
        if seen >= half:
            return ranked[0], text, ranked[-1]
    return None, None, None


def _outliers(column: Column, tally: Tally) -> list[Outlier]:
    """The strangest first: placeholders, numbers, lengths, then patterns as a whole."""
    rare = outliers.rare_patterns(tally.patterns) if column.shapes else []
    found = [*_strange_values(column, tally), *(Outlier("", p, tally.patterns[p], "pattern") for p in rare)]
    return found[:_OUTLIERS]


def _strange_values(column: Column, tally: Tally) -> Iterator[Outlier]:
    told: set[str] = set()

    def each(texts: Iterable[str], why: outliers.Why) -> Iterator[Outlier]:
        for text in sorted(texts, key=lambda text: (-tally.values[text], text)):
            if text not in told:
                told.add(text)
                yield Outlier(text, pattern_of(column.shown(text)), tally.values[text], why)

    yield from each(_placeholders(column, tally), "placeholder")
    if column.type in _COUNTED:
        sound = _sound(tally)
        far = outliers.far_numbers(outliers.numbers_in(sound.items()))
        yield from each((text for text in sound if outliers.as_number(text) in far), "number")
    elif column.type not in _CHOSEN:
        lengths = outliers.far_lengths(tally.lengths)
        yield from each((text for text in tally.values if len(column.shown(text)) in lengths), "length")


def suggestions(column: Column, tally: Tally, deriving: Deriving) -> list[Suggestion]:
    """Every method that has something to say; a value is in one of them at most."""
    taken: set[str] = set()
    found: list[Suggestion] = []
    for method, changes in _methods(column, tally):
        chosen = [Change(old, new, tally.values[old]) for old, new in changes if old not in taken]
        taken |= {change.before for change in chosen}
        found += _suggestion(method, chosen)
    derived = [Change("", text, count) for text, count in deriving.counts.items()]
    return found + _suggestion(DERIVE, derived)


def _suggestion(method: str, changes: list[Change]) -> list[Suggestion]:
    ranked = sorted(changes, key=lambda change: (-change.count, change.before, change.after or ""))
    return [Suggestion(method, tuple(ranked[:MOST_CHANGES]))] if changes else []


def _methods(column: Column, tally: Tally) -> Iterator[tuple[str, Changes]]:
    if column.code != "name":
        yield PLACEHOLDER, [(text, None) for text in _placeholders(column, tally)]
    yield STANDARD, [(text, again) for text in tally.bad if (again := read_again(column, text))]
    if column.type == "region":
        yield NEAR, [(text, str(code)) for text in tally.bad if (code := region_by_sound(text))]
    if column.type in _CHOSEN:
        yield LABEL, [(text, label) for text in tally.bad if (label := _label(column, text))]
    if column.type in _WRITTEN:
        sound = _sound(tally)
        spelled = spelling_changes(sound)
        yield SPELLING, [*spelled]
        if column.own.sensitivity(column.code) == "clear" and column.code not in _PEOPLE:
            for old, new in spelled:
                sound[new] += sound.pop(old)
            yield NEAR, [*near_changes(sound)]


def _placeholders(column: Column, tally: Tally) -> list[str]:
    """What says nothing. Where values are chosen, numbers or dates, only what was not accepted is asked."""
    strict = column.type in _CHOSEN or column.type in _ORDERED
    asked = tally.bad if strict else tally.values
    return [text for text in asked if is_placeholder(text, digits=not strict and column.type not in _WRITTEN)]


def read_again(column: Column, text: str) -> str:
    """What today's standardiser makes of a text that was kept as invalid; nothing when it is still not valid."""
    made = fresh(Content(kind=column.kinds[-1]), column, text)  # type: ignore[arg-type]
    sound = len(made) == 1 and not reason_of(made[0])
    return text_of(made[0]) if sound else ""


def _label(column: Column, text: str) -> str:
    """The choice whose label is the text in another spelling, when there is exactly one."""
    words = _words(column)
    keys = {spelling_key(text), spelling_key(_LEVEL_WORDS.sub("", text))} - {""}
    found = {words[key] for key in keys if key in words}
    return found.pop() if len(found) == 1 else ""


def _words(column: Column) -> dict[str, str]:
    """Every way to write a choice → its value."""
    if column.definition is not None:
        options = [(o.value, o.zh, o.en) for o in column.definition.options]
    else:
        options = list(FIELDS[column.code].choices)
    return {spelling_key(word): option[0] for option in options for word in option if word}
