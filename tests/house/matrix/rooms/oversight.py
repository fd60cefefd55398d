"""What oversight adds to the matrix: unusual access of 周's to be judged, and a canary's mark."""

from datetime import timedelta

from kedang.kit.clock import now
from kedang.oversight.models import Canary, Hit
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {
    "POST /api/unusual-access/{}/judge": fixed(verdict="explained", note="已与本人核实"),
    "PUT /api/unusual-access-rules": fixed(
        rules=[{"rule": "rows", "active": True, "floor": 900, "factor": 3}], version=0
    ),
    "POST /api/canaries": fixed(number="KD-NOBODY"),
}


def add(world: World) -> None:
    """The hit and the mark."""
    since = now() - timedelta(hours=1)
    hit = Hit.objects.create(
        rule="rows", user_id=world.cast.zhou.id, since=since, until=now(), amount=900, threshold=600
    )
    world.ids[("unusual-access", "any", "")] = str(hit.id)
    canary = Canary.objects.create(token="nobody", by=world.cast.admin.id)
    world.ids[("canaries", "any", "")] = str(canary.id)
