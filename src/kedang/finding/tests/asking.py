"""Lists asked with a filter, for tests."""

from collections.abc import Sequence
from typing import Any

import orjson

from kedang.finding.conditions import parse
from kedang.finding.lists import ListQuery, Page, count_customers, list_customers
from kedang.kit.actor import Actor


def asked(*triples: Sequence[Any]) -> ListQuery:
    """A query with these (field, operation, value) conditions."""
    keys = ("field", "op", "value")
    return ListQuery(filter=parse(orjson.dumps([dict(zip(keys, t, strict=False)) for t in triples]).decode()))


def ids(page: Page) -> list[int]:
    """The customers of a page, in order."""
    return [int(row["id"]) for row in page.rows]


def found(who: Actor, *triples: Sequence[Any]) -> list[int]:
    """Who answers the conditions; the counts must agree."""
    query = asked(*triples)
    page = list_customers(who, query)
    assert count_customers(who, query)[0] == len(page.rows) == page.count
    return ids(page)
