"""How far an actor's sight reaches, in the two forms bulk reads need: as a question to the index, and as SQL.

Both say what `Customer.objects.visible_to` says; a test compares them. The index is only ever a first sieve: rows that are
shown are always checked by the SQL or the queryset.
"""

from typing import Any

from kedang.archive import rights
from kedang.engine.search_terms import Term, Token, some
from kedang.finding.sql import Sql, marks, run
from kedang.history.record import stamp_now
from kedang.kit.actor import Actor, Scope
from kedang.kit.levels import STRICTEST

NOTHING = Token("o0")
MOST_ARMS = 24


def scope_term(actor: Actor) -> Term | None:
    """The tokens of which a visible customer has one; None when everything is visible."""
    if not actor.can(rights.VIEW):
        return NOTHING
    if actor.scope == Scope.ALL:
        return None
    found = [Token(f"o{actor.id:x}")]
    if actor.scope == Scope.TREE and actor.department_id in actor.department_ids:
        found.append(Token(f"d{actor.department_id:x}"))
    else:
        found += [Token(f"e{department:x}") for department in sorted(actor.department_ids)]
    return some(found)


def visible_sql(actor: Actor) -> Sql:
    """The condition under which a row is visible, the recycle bin left aside."""
    if not actor.can(rights.VIEW):
        return Sql("1 = 0")
    if actor.scope == Scope.ALL:
        return cleared_sql(actor)
    own = _near_sql(actor)
    if not actor.department_ids:
        return _cleared(actor, own)
    text, values = _inside(actor)
    return _cleared(actor, Sql(f"({text} OR {own.text})", (*values, *own.values)))


def visible_arms(actor: Actor) -> tuple[Sql, ...]:
    """The same as conditions of which exactly one holds for each visible row, each with an index in the order of lists."""
    if not actor.can(rights.VIEW) or actor.scope == Scope.ALL or len(actor.department_ids) > MOST_ARMS:
        return (visible_sql(actor),)
    departments = [Sql("c.department_id = %s", (department,)) for department in sorted(actor.department_ids)]
    if not departments:
        return own_arms(actor)
    text, values = _inside(actor)
    outside = Sql(f"(c.department_id IS NULL OR NOT {text})", values)
    near = [Sql(f"{arm.text} AND {outside.text}", (*arm.values, *outside.values)) for arm in own_arms(actor)]
    return (*(_cleared(actor, arm) for arm in departments), *near)


def _inside(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    inside = tuple(sorted(actor.department_ids))
    return f"c.department_id IN ({marks(inside)})", inside


def cleared_sql(actor: Actor) -> Sql:
    """The condition under which a row is not kept closer than the actor's clearance; no condition for who may see all."""
    if actor.clearance >= STRICTEST:
        return Sql("")
    return Sql("c.id NOT IN (SELECT k.id FROM archive_customer k WHERE k.classification > %s)", (actor.clearance,))


def _cleared(actor: Actor, arm: Sql) -> Sql:
    cleared = cleared_sql(actor)
    return Sql(f"{arm.text} AND {cleared.text}", (*arm.values, *cleared.values)) if cleared.text else arm


def kept_ids(actor: Actor) -> frozenset[int]:
    """The customers above the actor's clearance: the index, which knows nothing of levels, answers with them too."""
    if actor.clearance >= STRICTEST:
        return frozenset()
    rows = run("SELECT k.id FROM archive_customer k WHERE k.classification > %s", (actor.clearance,))
    return frozenset([row[0] for row in rows])


def own_sql(actor: Actor) -> Sql:
    """The condition under which a row is the actor's own, owned, or shared and still so, and in sight."""
    return _cleared(actor, _near_sql(actor))


def _near_sql(actor: Actor) -> Sql:
    granted = granted_sql(actor)
    return Sql(f"(c.owner_id = %s OR {granted.text})", (actor.id, *granted.values))


def own_arms(actor: Actor) -> tuple[Sql, Sql]:
    """The same as two conditions that never hold together."""
    granted = granted_sql(actor)
    shared = Sql(f"{granted.text} AND (c.owner_id IS NULL OR c.owner_id <> %s)", (*granted.values, actor.id))
    return _cleared(actor, Sql("c.owner_id = %s", (actor.id,))), _cleared(actor, shared)


def ended_shares(actor: Actor) -> frozenset[int]:
    """Customers that were shared with the actor and are not any more: the index may still count them as the actor's own."""
    rows = run(
        "SELECT g.customer_id FROM archive_grant g JOIN archive_customer c ON c.id = g.customer_id"
        " WHERE g.user_id = %s AND g.until <= %s AND (c.owner_id IS NULL OR c.owner_id <> %s)",
        (actor.id, stamp_now(), actor.id),
    )
    return frozenset([row[0] for row in rows])


def granted_sql(actor: Actor) -> Sql:
    """The condition under which a row is shared with the actor."""
    return Sql(
        "c.id IN (SELECT g.customer_id FROM archive_grant g WHERE g.user_id = %s AND (g.until IS NULL OR g.until > %s))",
        (actor.id, stamp_now()),
    )
