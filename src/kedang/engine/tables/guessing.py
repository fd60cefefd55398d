"""The field of a column without a telling header, from its cells alone."""

import itertools
from collections.abc import Mapping, Sequence

from kedang.engine.tables.content import plain

# class of content: (field for persons, field for organisations, factor on the share)
_BY_CLASS: dict[str, tuple[str, str, float]] = {
    "mobile": ("mobile", "mobile", 0.85),
    "landline": ("landline", "landline", 0.8),
    "email": ("email", "email", 0.9),
    "id_number": ("id_number", "credit_code", 0.9),
    "credit_code": ("external_id", "credit_code", 0.85),
    "url": ("website", "website", 0.75),
    "gender": ("gender", "", 0.8),
    "province": ("province", "province", 0.75),
    "city": ("city", "city", 0.6),
    "address": ("address", "address", 0.7),
    "person": ("name", "contact_name", 0.7),
    "company": ("employer", "name", 0.7),
}
_ENOUGH = 0.6


def guess_by_content(values: Sequence[str], shares: Mapping[str, float], kind: str) -> tuple[str | None, float]:
    """(field or None, confidence)."""
    for name, (person, organisation, factor) in _BY_CLASS.items():
        share = shares.get(name, 0.0)
        if share >= _ENOUGH:
            field = person if kind == "person" else organisation
            return (field, round(share * factor, 2)) if field else (None, 0.0)
    if _looks_like_id(values, shares):
        return "external_id", 0.55
    return None, 0.0


def _looks_like_id(values: Sequence[str], shares: Mapping[str, float]) -> bool:
    """Distinct codes of one shape that are not a running number and not amounts."""
    if len(values) < 3 or shares.get("unique", 0.0) < 1.0 or is_running_number(values):
        return False
    if shares.get("code", 0.0) >= 0.9:
        return True
    lengths = {len(v.strip()) for v in values}
    return (
        shares.get("number", 0.0) >= 0.95
        and len(lengths) == 1
        and lengths.pop() >= 5
        and all(v.strip().isdigit() for v in values)
    )


def is_running_number(values: Sequence[str]) -> bool:
    """1, 2, 3 …: the numbering of the lines, which says nothing about the customers."""
    numbers = []
    for value in values:
        text = plain(value)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            return False
        numbers.append(int(text))
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return len(numbers) > 1 and sum(1 for s in steps if s in (0, 1)) >= 0.9 * len(steps) and sum(steps) > 0
