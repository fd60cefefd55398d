"""How much of what one wants to know of a customer is known, as a percentage."""

from collections.abc import Callable

from kedang.archive.content import Content

Check = Callable[[Content], bool]


def _has(*codes: str) -> Check:
    return lambda content: any(code in content.fields for code in codes)


def _reachable(content: Content) -> bool:
    return any(not p.reason for p in content.points) or any(c.points for c in content.contacts)


def _identified(content: Content) -> bool:
    return any(not i.reason for i in content.identifiers if i.kind != "bank_account")


def _second_channel(content: Content) -> bool:
    kinds = {p.kind for p in content.points} | {p.kind for c in content.contacts for p in c.points}
    return len(kinds) >= 2


# (weight, what must be there)
_BOTH: tuple[tuple[int, Check], ...] = (
    (15, _has("name")),
    (20, _reachable),
    (5, _second_channel),
    (15, _identified),
    (10, _has("region")),
    (5, lambda content: bool(content.addresses)),
    (5, _has("level", "status")),
    (5, _has("source")),
)
_PERSON: tuple[tuple[int, Check], ...] = (
    (5, _has("gender")),
    (5, _has("birth_date")),
    (5, _has("occupation", "employer", "job_title")),
    (5, _has("remark", "background", "preferences", "interests")),
)
_ORGANISATION: tuple[tuple[int, Check], ...] = (
    (5, _has("industry")),
    (5, lambda content: bool(content.contacts)),
    (5, _has("business", "introduction", "business_scope")),
    (5, _has("employees", "registered_capital", "annual_revenue")),
)


def completeness(content: Content) -> int:
    """0 to 100."""
    checks = _BOTH + (_PERSON if content.kind == "person" else _ORGANISATION)
    total = sum(weight for weight, _ in checks)
    return round(100 * sum(weight for weight, there in checks if there(content)) / total)
