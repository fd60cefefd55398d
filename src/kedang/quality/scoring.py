"""Measuring one customer. Pure: the same facts, rules and moment always give the same scores."""

from dataclasses import dataclass

from kedang.engine.catalogue import CUSTOM_PREFIX
from kedang.quality.defaults import Item
from kedang.quality.facts import Facts
from kedang.quality.rules import Rules

DAY = 86_400
# How much each measure counts in the overall score; what cannot be measured leaves its share to the others.
SHARES = {"completeness": 40, "validity": 20, "freshness": 20, "verified": 10, "uniqueness": 10}


@dataclass(frozen=True, slots=True)
class Measured:
    """The scores of one customer, 0 to 100, and what they come from. None: there is nothing to measure.

    `stale` are (field, unix time of the last confirmation); `due_at` is when the next value grows stale.
    """

    completeness: int
    validity: int
    freshness: int | None
    verified: int | None
    missing: tuple[Item, ...]
    stale: tuple[tuple[str, int], ...]
    due_at: int | None
    review_at: int | None


def measure(facts: Facts, rules: Rules, *, at: int, field_ids: dict[str, int]) -> Measured:
    """Measure a customer at a moment (unix seconds). `field_ids` says by which id provenance knows a custom field."""
    items = rules.items(facts.template, facts.kind)
    broken = frozenset(facts.invalid)
    lacking = tuple(item for item in items if facts.present.isdisjoint(item.fields))
    total = sum(item.weight for item in items)
    stale, due_at, dated = _ages(facts, rules, at, field_ids)
    days = rules.review_days(facts.template, facts.level)
    return Measured(
        completeness=share(total - sum(item.weight for item in lacking), total),
        validity=share(facts.values - len(facts.invalid), facts.values),
        freshness=share(dated - len(stale), dated) if dated else None,
        verified=share(facts.verified, facts.points) if facts.points else None,
        missing=tuple(item for item in lacking if item.weight and broken.isdisjoint(item.fields)),
        stale=stale,
        due_at=due_at,
        review_at=facts.reviewed_at + days * DAY if days else None,
    )


def share(part: int, of: int) -> int:
    """A part of a whole as a percentage; of nothing, everything is there. Only the whole is 100."""
    return 100 if part >= of else 100 * part // of


def _ages(
    facts: Facts, rules: Rules, at: int, field_ids: dict[str, int]
) -> tuple[tuple[tuple[str, int], ...], int | None, int]:
    """(stale fields, when the next one grows stale, how many have an age at all)."""
    stale: list[tuple[str, int]] = []
    due_at: int | None = None
    dated = 0
    for code in facts.present & rules.valid_for.keys():
        dated += 1
        key = f"{CUSTOM_PREFIX}{field_ids.get(code, 0)}" if code.startswith(CUSTOM_PREFIX) else code
        since = facts.confirmed_at(key)
        until = since + rules.valid_for[code] * DAY
        if until <= at:
            stale.append((code, since))
        elif due_at is None or until < due_at:
            due_at = until
    return tuple(sorted(stale)), due_at, dated


def overall(measured: Measured, suspects: int | None) -> int:
    """The five measures as one figure, each with its share."""
    figures = {
        "completeness": measured.completeness,
        "validity": measured.validity,
        "freshness": measured.freshness,
        "verified": measured.verified,
        "uniqueness": None if suspects is None else 0 if suspects else 100,
    }
    known = [(SHARES[name], value) for name, value in figures.items() if value is not None]
    return sum(weight * value for weight, value in known) // sum(weight for weight, _ in known)
