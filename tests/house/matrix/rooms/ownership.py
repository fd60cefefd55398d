"""What ownership adds to the matrix: a pool for everybody with a customer in it, a limit, a rule of each kind, and disputes."""

from collections.abc import Mapping
from typing import Any

from kedang.archive.models import Customer
from kedang.kit.actor import system_actor
from kedang.ownership import assigning, caps, claiming, disputes, pools, rules
from kedang.ownership.assigning import AssignmentTerms
from kedang.ownership.pools import PoolTerms
from kedang.ownership.rules import RuleTerms
from tests import people
from tests.house.matrix.asked import Asked, Body, fixed, naming
from tests.house.matrix.table import OTHER, OWN, TEAM, Line
from tests.house.matrix.world import World, make_customer, world_author

POOL = ("pools", "any", "")


def _naming_pool(**json: Any) -> Body:
    def make(world: World, line: Line, person: str) -> Asked:
        return Asked({**json, "pool_id": world.ids[POOL]})

    return make


def _give(world: World, line: Line, person: str) -> Asked:
    return Asked({"owner_id": str(world.cast.zhou.id)})


def _against_wang(world: World, line: Line, person: str) -> Asked:
    return Asked({"text": "我先联系", "party_ids": [str(world.cast.wang.id), str(world.cast.chen.id)]})


def _award(world: World, line: Line, person: str) -> Asked:
    return Asked({"version": 1, "owner_id": str(world.cast.zhou.id), "reason": "先联系"})


def _order(world: World, line: Line, person: str) -> Asked:
    return Asked({"ids": [world.ids[("assignment-rules", "any", "")]]})


def _to_zhou(world: World, line: Line, person: str) -> Asked:
    return Asked({"shares": [{"user_id": str(world.cast.zhou.id)}]})


RULE: Mapping[str, Any] = {"name": "久未联系", "days": 90}
BODIES: dict[str, Body] = {
    "POST /api/pools": fixed(name="新公海"),
    "PUT /api/pools/{}": fixed(name="改名公海", version=1),
    "POST /api/pools/{}/close": fixed(version=1),
    "POST /api/pools/{}/waiting/{}/give": _give,
    "POST /api/customers/{}/release": _naming_pool(reason="no_need"),
    "POST /api/customers/{}/disputes": _against_wang,
    "POST /api/disputes/{}/statements": fixed(text="先联系的是我"),
    "POST /api/disputes/{}/withdraw": fixed(version=1),
    "POST /api/disputes/{}/decide": _award,
    "POST /api/people/{}/succession": _to_zhou,
    "POST /api/ownership-caps": naming("department_id", "departments", most=50),
    "PUT /api/ownership-caps/{}": fixed(most=60, version=1),
    "POST /api/ownership-caps/{}/drop": fixed(version=1),
    "POST /api/recycling-rules": _naming_pool(**RULE),
    "PUT /api/recycling-rules/{}": _naming_pool(**RULE, version=1),
    "POST /api/recycling-rules/{}/drop": fixed(version=1),
    "POST /api/recycling-rules/{}/simulate": fixed(existing=True),
    "POST /api/recycling-rules/{}/on": fixed(existing=True, version=1, seen=""),
    "POST /api/recycling-rules/{}/off": fixed(version=1),
    "POST /api/assignment-rules": naming("department_ids", "departments", several=True, name="分配"),
    "PUT /api/assignment-rules/order": _order,
    "PUT /api/assignment-rules/{}": naming("department_ids", "departments", several=True, name="改名", version=1),
    "POST /api/assignment-rules/{}/drop": fixed(version=1),
    "POST /api/assignment-rules/{}/simulate": fixed(existing=True),
    "POST /api/assignment-rules/{}/on": fixed(existing=True, version=1, seen=""),
    "POST /api/assignment-rules/{}/off": fixed(version=1),
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
    terms = AssignmentTerms(name="轮流分配", user_ids=[world.cast.zhou.id])
    assignment = assigning.write_assignment(demo, terms)
    world.ids[("assignment-rules", "any", "")] = str(assignment.id)
    _dispute(world)
    world.ids[POOL] = str(pool.id)
    world.ids[("waiting", "any", "")] = str(waiting)
    world.ids[("ownership-caps", "any", "")] = str(cap.id)
    world.ids[("recycling-rules", "any", "")] = str(rule.id)


def _dispute(world: World) -> None:
    """An open dispute of a further customer of everybody's, seen as that customer is."""
    rival = people.make_user("rival", "郑浩", "member", world.cast.south)
    world.ids[("people", "any", "")] = str(rival.id)
    made: dict[int, str] = {}
    for number, user in enumerate((*world.users.values(), world.cast.chen)):
        customer = make_customer(user, f"{user.name}争议客户有限公司", 970 + number)
        dispute = disputes.raise_dispute(world_author(user), customer, text="归谁", party_ids=[rival.id])
        made[user.id] = str(dispute)
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        world.ids[("disputes", OWN, person)] = made[user.id]
        world.ids[("disputes", TEAM, person)] = made[mates[0].id]
        world.ids[("disputes", OTHER, person)] = made[world.cast.chen.id]
    for ownership in (OWN, TEAM, OTHER):
        world.ids[("disputes", ownership, "anonymous")] = made[world.cast.chen.id]
