"""The pieces filters are made of: comparisons of one SQL expression, and tests that stand in rows of other tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from kedang.engine.search_terms import Term
from kedang.finding import conditions as given
from kedang.finding.conditions import NOT_FILTERABLE, Condition
from kedang.finding.sql import marks, run

SMALL = 3000
# What customers are sorted by under "region"; its index is on these very words.
REGION_KEY = "COALESCE(c.region, 0)"


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on `archive_customer c`.

    `term` finds a superset of the customers in the search index; `exact` says that it finds just them. `ids` are all
    customers that can pass, when they are few. `order` names the order whose index begins and ends with the condition.
    """

    text: str
    values: tuple[Any, ...] = ()
    term: Term | None = None
    exact: bool = False
    ids: tuple[int, ...] | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of another table that belong to the customer: `WHERE` of those that count."""

    table: str
    where: str
    values: tuple[Any, ...] = ()

    def exists(self, condition: str = "", values: Sequence[Any] = (), *, without: bool = False) -> Test:
        """Whether the customer has such a row."""
        more = f" AND {condition}" if condition else ""
        text = f"EXISTS (SELECT 1 FROM {self.table} x WHERE x.customer_id = c.id AND {self.where}{more})"  # noqa: S608
        return Test(f"NOT {text}" if without else text, (*self.values, *values))

    def owners(self, condition: str, values: Sequence[Any]) -> tuple[int, ...] | None:
        """The customers that have such a row, or None when they are many. The condition must be an indexed one."""
        text = f"SELECT x.customer_id FROM {self.table} x WHERE {self.where} AND {condition} LIMIT %s"  # noqa: S608
        found = tuple({row[0] for row in run(text, [*self.values, *values, SMALL + 1])})
        return found if len(found) <= SMALL else None


@cache
def _like(vendor: str) -> str:
    return "ILIKE %s" if vendor == "postgresql" else r"LIKE %s ESCAPE '\'"


def pattern(text: str) -> str:
    """A text as a LIKE pattern that means itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def compare_text(expression: str, condition: Condition) -> tuple[str, tuple[Any, ...]]:
    """eq, ne, any, has, contains, starts on a text that is never null."""
    if condition.op in ("eq", "has"):
        return f"{expression} = %s", (condition.value,)
    if condition.op == "any":
        return f"{expression} IN ({marks(condition.values)})", condition.values
    if condition.op == "ne":
        return f"{expression} <> %s", (condition.value,)
    if condition.op in ("contains", "starts"):
        front = "%" if condition.op == "contains" else ""
        return f"{expression} {_like(connection.vendor)}", (f"{front}{pattern(condition.value)}%",)
    raise NOT_FILTERABLE(field=condition.field)


def compare_number(expression: str, condition: Condition) -> tuple[str, tuple[Any, ...]]:
    """eq, ne, gt, lt, between on a number that may be null; null is unequal to every number."""
    numbers = tuple(given.number(condition, value) for value in condition.values)
    if condition.op == "between":
        return f"{expression} BETWEEN %s AND %s", numbers
    if condition.op == "ne":
        return f"({expression} IS NULL OR {expression} <> %s)", numbers
    signs = {"eq": "=", "gt": ">", "lt": "<"}
    if condition.op not in signs:
        raise NOT_FILTERABLE(field=condition.field)
    return f"{expression} {signs[condition.op]} %s", numbers


def compare_day(expression: str, condition: Condition) -> tuple[str, tuple[Any, ...]]:
    """eq, ne, gt, lt, between on an ISO date that may be a month or a year only; those count by their beginning."""
    first, last = given.days(condition, condition.values[0])
    _, until = given.days(condition, condition.values[-1])
    inside = f"({expression} >= %s AND {expression} <= %s AND {expression} <> '')"
    if condition.op in ("eq", "between"):
        return inside, (_beginning(condition.values[0], first), until)
    if condition.op == "ne":
        return f"NOT {inside}", (_beginning(condition.values[0], first), last)
    if condition.op == "gt":
        return f"{expression} > %s", (last,)
    if condition.op == "lt":
        return f"({expression} < %s AND {expression} <> '')", (first,)
    raise NOT_FILTERABLE(field=condition.field)


def _beginning(value: str, first: str) -> str:
    """A month or a year finds dates known to the month or year only as well: 2020 < 2020-01 < 2020-01-01."""
    return value if len(value) in (4, 7) and first.startswith(value) else first


def compare_moment(expression: str, condition: Condition) -> tuple[str, tuple[Any, ...]]:
    """eq, ne, gt, lt, between on a point in time, by whole days."""
    first, last = given.days(condition, condition.values[0])
    _, until = given.days(condition, condition.values[-1])
    inside = f"({expression} >= %s AND {expression} < %s)"
    if condition.op in ("eq", "between"):
        return inside, (given.midnight(first), given.midnight(until, after=1))
    if condition.op == "ne":
        return f"NOT {inside}", (given.midnight(first), given.midnight(last, after=1))
    if condition.op == "gt":
        return f"{expression} >= %s", (given.midnight(last, after=1),)
    if condition.op == "lt":
        return f"{expression} < %s", (given.midnight(first),)
    raise NOT_FILTERABLE(field=condition.field)
