"""A customer's content as something to compare and to look for: its row, and its keys as blind numbers.

Asks no database, so that a second process can make them while the first one writes.
"""

from typing import Any, NamedTuple

from kedang.archive.content import Content
from kedang.duplicates.facts import facts_of
from kedang.engine.catalogue import Kind
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.organisations import organisation_keys, organisation_row
from kedang.engine.matching.persons import person_keys, person_row
from kedang.vault.blind import blind

# Keys of which a single one is worth a look: a telephone, a mailbox, a document, the full name of a company … and a person's
# name with one half of a telephone number, whose other half may be mistyped.
_TELLING: dict[Kind, str] = {"person": "tehi", "organisation": "itewN"}
# The heart of a company's name with its trade: much, but a 华盛科技 there is in every province.
_STRONG = "S"
_FIELD = "match"
# Rises with every change of what keys are made of: everybody is indexed anew then.
KEYS_MADE = 2


class Probe(NamedTuple):
    """Of `keys` the first `telling` may lead to somebody alone, those up to `strong` with one thing more. The next, up to `bare`,
    are ways to write one name: together they say one thing. Each of the rest is two things at once."""

    kind: Kind
    row: dict[str, Any]
    keys: tuple[int, ...]
    telling: int
    strong: int
    bare: int


def probe_of(content: Content) -> Probe:
    """What a content is compared by and found by."""
    kind: Kind = content.kind
    facts = facts_of(content)
    row = _row(facts)
    keys = person_keys(facts, row) if kind == "person" else organisation_keys(facts, row)
    alone, strong, names, pairs = list[str](), list[str](), list[str](), list[str]()
    # A name and a piece of itself are one thing.
    own = {
        f"C{core}|{trade}" for core in row.get("romans") or row.get("cores") or () for trade in row.get("trades") or ()
    }
    tails = tuple([f"|{part}" for phone in facts.phones for part in (phone[-4:], phone[:-4][-7:])])
    for key in keys:
        if key[0] in _TELLING[kind] or (tails and key[0] == "n" and key.endswith(tails)):
            alone.append(key)
        elif key[0] in _STRONG and kind == "organisation":
            strong.append(key)
        else:
            (pairs if "|" in key and key not in own else names).append(key)
    numbers = tuple([key_number(kind, key) for key in (*alone, *strong, *names, *pairs)])
    told = len(alone) + len(strong)
    return Probe(kind, row, numbers, len(alone), told, told + len(names))


def row_of(content: Content) -> dict[str, Any]:
    """What a content is compared by."""
    return _row(facts_of(content))


def _row(facts: Facts) -> dict[str, Any]:
    return person_row(facts) if facts.kind == "person" else organisation_row(facts)


def key_number(kind: Kind, key: str) -> int:
    """A key as it stands in the index. Persons and organisations never share one."""
    return blind(_FIELD, f"{kind[0]}{key}")
