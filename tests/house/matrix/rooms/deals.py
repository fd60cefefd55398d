"""What deals adds to the matrix: an opportunity of every customer."""

from datetime import timedelta

from kedang.deals.opportunities import Draft, open_opportunity
from kedang.finding.conditions import today
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World, world_author

_STAGE = {"id": "1", "name_zh": "接触", "name_en": "Contact", "probability": 10, "retired": False}
BODIES: dict[str, Body] = {
    "POST /api/customers/{}/opportunities": fixed(title="扩产", amount=100, expected_on=str(today())),
    "PATCH /api/customers/{}/opportunities/{}": fixed(title="改过", version=1),
    "POST /api/customers/{}/opportunities/{}/move": fixed(stage_id="2", version=1),
    "POST /api/customers/{}/opportunities/{}/win": fixed(version=1),
    "POST /api/customers/{}/opportunities/{}/lose": fixed(reason="price", version=1),
    "POST /api/customers/{}/opportunities/{}/reopen": fixed(version=1),
    "PUT /api/opportunity-stages": fixed(version=1, stages=[_STAGE]),
}


def add(world: World) -> None:
    """An open opportunity of every customer that has parts, by its owner."""
    for customer, owner in world.owners.items():
        draft = Draft(title="年度采购", amount=1_000_000, currency="CNY", expected_on=today() + timedelta(days=30))
        made = open_opportunity(world_author(owner), customer, draft)
        world.ids[("part:opportunities", str(customer), "")] = str(made)
