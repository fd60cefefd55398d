"""What ownership adds to the matrix: a pool for everybody with a customer in it, a limit, and a rule."""

from collections.abc import Mapping
from typing import Any

from kedang.archive.models import Customer
from kedang.kit.actor import system_actor
from kedang.ownership import caps, claiming, pools, rules
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms
from tests.house.matrix.asked import Asked, Body, fixed, naming
from tests.house.matrix.table import Line
from tests.house.matrix.world import World, make_customer

POOL = ("pools", "any", "")


def _naming_pool(**json: Any) -> Body:
    def make(world: World, line: Line, person: str) -> Asked:
        return Asked({**json, "pool_id": world.ids[POOL]})

    return make


def _give(world: World, line: Line, person: str) -> Asked:
    return Asked({"owner_id": str(world.cast.zhou.id)})


RULE: Mapping[str, Any] = {"name": "久未联系", "days": 90}
BODIES: dict[str, Body] = {
    "POST /api/pools": fixed(name="新公海"),
    "PUT /api/pools/{}": fixed(name="改名公海", version=1),
    "POST /api/pools/{}/close": fixed(version=1),
    "POST /api/pools/{}/waiting/{}/give": _give,
    "POST /api/customers/{}/release": _naming_pool(reason="no_need"),
    "POST /api/ownership-caps": naming("department_id", "departments", most=50),
    "PUT /api/ownership-caps/{}": fixed(most=60, version=1),
    "POST /api/ownership-caps/{}/drop": fixed(version=1),
    "POST /api/recycling-rules": _naming_pool(**RULE),
    "PUT /api/recycling-rules/{}": _naming_pool(**RULE, version=1),
    "POST /api/recycling-rules/{}/drop": fixed(version=1),
    "POST /api/recycling-rules/{}/simulate": fixed(existing=True),
    "POST /api/recycling-rules/{}/on": fixed(existing=True, version=1, seen=""),
    "POST /api/recycling-rules/{}/off": fixed(version=1),
}


def add(world: World) -> None:
    """A customer of nobody in a pool that is open to everybody; a limit for everybody; a rule that does nothing yet."""
    demo = system_actor("demo")
    pool = pools.open_pool(demo, PoolTerms(name="公共池"))
    waiting = make_customer(world.cast.chen, "久候客户有限公司", 990)
    claiming.release(demo, waiting, pool_id=pool.id, reason="other")
    assert Customer.objects.get(id=waiting).owner_id is None
    cap = caps.set_cap(demo, department_id=None, most=100, free_tag_ids=[])
    rule = rules.write_rule(demo, RuleTerms(name="久未联系", pool_id=pool.id, days=90))
    world.ids[POOL] = str(pool.id)
    world.ids[("waiting", "any", "")] = str(waiting)
    world.ids[("ownership-caps", "any", "")] = str(cap.id)
    world.ids[("recycling-rules", "any", "")] = str(rule.id)
