"""Which customers without an owner an assignment rule finds: those of no earlier rule in force, and in pools only who waited long enough.

The index of owners is walked in the order of ids, so that a stretch of it costs the same among a million.
"""

from collections.abc import Sequence
from datetime import timedelta

from kedang.finding.filters import compile_filter
from kedang.finding.sql import Sql, run, select
from kedang.history.record import stamp
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.ownership.assigning import conditions_of
from kedang.ownership.models import Assignment

HELD = "SELECT h.since FROM ownership_holding h WHERE h.customer_id = c.id"
POOLED = "SELECT 1 FROM ownership_holding h WHERE h.customer_id = c.id AND h.pool_id IS NOT NULL"


EVERYBODY = Sql("")


def found_by(
    rule: Assignment, earlier: Sequence[Assignment], *, after: int, limit: int, known: Sql = EVERYBODY
) -> list[int]:
    """The ids of the customers a rule finds behind an id, in order; `known`: of those whom somebody may know of."""
    text, values = select("c.id", [*_found(rule, earlier), known, Sql("c.id > %s", (after,))])
    # All of them have none, but PostgreSQL walks the index in its own order only where both columns are asked for.
    return [row[0] for row in run(f"{text} ORDER BY c.owner_id, c.id LIMIT %s", [*values, limit])]


def finds(rule: Assignment, earlier: Sequence[Assignment], customer_id: int) -> bool:
    """Whether a rule finds one customer."""
    text, values = select("c.id", [*_found(rule, earlier), Sql("c.id = %s", (customer_id,))])
    return bool(run(text, values))


def count_of(rule: Assignment, earlier: Sequence[Assignment], known: Sql = EVERYBODY) -> int:
    """How many a rule finds, of those whom somebody may know of."""
    text, values = select("COUNT(*)", [*_found(rule, earlier), known])
    return int(run(text, values)[0][0])


def _found(rule: Assignment, earlier: Sequence[Assignment]) -> list[Sql]:
    return [
        Sql("c.owner_id IS NULL"),
        Sql("c.trashed_at IS NULL"),
        *_of(rule),
        # What is neither true nor false is not found by the earlier one.
        *(_not(_of(other)) for other in earlier),
    ]


def _of(rule: Assignment) -> list[Sql]:
    """What a rule itself asks."""
    parts = [Sql(test.text, test.values) for test in compile_filter(system_actor("worker"), conditions_of(rule)).tests]
    if rule.from_at is not None:
        parts.append(Sql(f"COALESCE(({HELD}), c.created_at) >= %s", (stamp(rule.from_at),)))
    if rule.wait_days is None:
        parts.append(Sql(f"NOT EXISTS ({POOLED})"))
    elif rule.wait_days:
        long_ago = stamp(now() - timedelta(days=rule.wait_days))
        parts.append(Sql(f"NOT EXISTS ({POOLED} AND h.since > %s)", (long_ago,)))
    return parts


def _not(parts: Sequence[Sql]) -> Sql:
    if not parts:
        return Sql("1 = 0")
    text = " AND ".join(f"({part.text})" for part in parts)
    return Sql(f"CASE WHEN {text} THEN 0 ELSE 1 END = 1", tuple(value for part in parts for value in part.values))
