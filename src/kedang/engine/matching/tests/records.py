"""Records with fixed meanings for the tests of matching."""

from typing import Any

from kedang.engine.matching.facts import Facts
from kedang.engine.matching.organisations import organisation_keys, organisation_row
from kedang.engine.matching.persons import person_keys, person_row

MOBILE, OTHER_MOBILE = "+8613800138000", "+8613911112222"
SWITCHBOARD = "+8657188886666"
ADDRESS = (330106, "浙江省杭州市西湖区文三路478号3幢1203室")
ID_NUMBER, OTHER_ID_NUMBER = "11010519491231002X", "110105199001011232"


def person(name: str, **more: Any) -> Facts:
    """A person of whom nothing is known but what is said."""
    return Facts(kind="person", name=name, **more)


def company(name: str, **more: Any) -> Facts:
    """An organisation of which nothing is known but what is said."""
    return Facts(kind="organisation", name=name, **more)


def row_of(facts: Facts) -> dict[str, Any]:
    """Its comparable columns."""
    return person_row(facts) if facts.kind == "person" else organisation_row(facts)


def keys_of(facts: Facts) -> set[str]:
    """Its keys."""
    make = person_keys if facts.kind == "person" else organisation_keys
    return set(make(facts, row_of(facts)))
