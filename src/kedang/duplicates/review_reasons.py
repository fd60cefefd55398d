"""Why two customers are thought to be one, in words. What one may not read is not told by the way of a comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from kedang.archive.policy import FieldPolicy
from kedang.engine.matching.comparisons import COMPARISONS, Comparison, Level
from kedang.kit.modes import Mode

# A comparison may look at more fields than the one it is named after.
_ALSO: dict[str, tuple[str, ...]] = {
    "phone": ("mobile", "landline"),
    "place": ("address", "region", "postcode"),
    "handles": ("wechat", "qq", "other_contact"),
    "ids": ("id_number", "passport"),
    # How far apart two birth dates may be rests on the script of the names.
    "birth": ("birth_date", "name"),
    "codes": ("credit_code", "tax_number", "business_licence"),
    "domain": ("website", "email"),
}
# A level of another comparison that holds because the documents agree.
_DOCUMENTS = {"person": _ALSO["ids"], "organisation": _ALSO["codes"]}
_TENTHS = 10
_OF_CONTACTS: dict[str, tuple[str, ...]] = {
    "phone": ("contact_mobile", "contact_landline"),
    "email": ("contact_email",),
    "domain": ("contact_email",),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison says. `weight` in tenths of a bit, negative against; both are None where a field is masked, and then
    `text` only names the field."""

    code: str
    text: str
    weight: int | None


def reasons(kind: str, stored: str, policies: Sequence[FieldPolicy]) -> list[Reason]:
    """The reasons of a pair, the weightiest first; those of hidden fields are left out, those of masked ones not told."""
    known = {comparison.code: comparison for comparison in COMPARISONS[kind]}  # type: ignore[index]
    found: list[Reason] = []
    for code, level, weight in orjson.loads(stored):
        comparison = known.get(code)
        if comparison is not None:
            found += _told(kind, comparison, level, int(weight), policies)
    return sorted(found, key=lambda reason: (reason.weight is None, -abs(reason.weight or 0)))


def _told(
    kind: str, comparison: Comparison, code: str, weight: int, policies: Sequence[FieldPolicy]
) -> Iterable[Reason]:
    known = next((each for each in comparison.levels if each.code == code), None)
    if known is None:
        return
    documents = all(policy.clear(field) for policy in policies for field in documents_of(kind))
    level = outcome_told(comparison, known, documents=documents)
    mode = min(policy.mode(field) for policy in policies for field in fields_of(kind, comparison, level.code))
    reader = policies[0]
    if mode == Mode.HIDDEN:
        return
    if mode == Mode.MASKED:
        yield Reason(comparison.code, reader.label(comparison.field), None)
        return
    told = weight if level is known else round((level.at or 0.0) * _TENTHS)
    yield Reason(comparison.code, level.zh if reader.actor.language.startswith("zh") else level.en, told)


def documents_of(kind: str) -> tuple[str, ...]:
    """The fields whose agreement the levels called `document` tell of."""
    return _DOCUMENTS[kind]


def outcome_told(comparison: Comparison, level: Level, *, documents: bool) -> Level:
    """An outcome for a reader. From where agreeing documents decide, who may not read `documents` is told of a difference and no
    more: an outcome behind it would say that they do not agree."""
    codes = [each.code for each in comparison.levels]
    if documents or "document" not in codes or codes.index(level.code) < codes.index("document"):
        return level
    return comparison.levels[-1]


def fields_of(kind: str, comparison: Comparison, level: str) -> tuple[str, ...]:
    """Every field an outcome speaks of: who may not read one of them may not learn it."""
    fields = _ALSO.get(comparison.code, (comparison.field,))
    fields += _DOCUMENTS[kind] if level == "document" else ()
    return (*fields, *_OF_CONTACTS.get(comparison.code, ())) if kind == "organisation" else fields
