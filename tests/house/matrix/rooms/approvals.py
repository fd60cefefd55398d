"""What approvals add to the matrix: requests that wait, grants that run and an emergency to review, of everybody's customers."""

from collections.abc import Mapping
from typing import Any

from kedang.approvals import asking, emergency, granting
from kedang.approvals.asking import Wanted
from kedang.approvals.models import Review
from tests import people
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import Line
from tests.house.matrix.world import World, make_customer

WORDS = "核对客户证件，办理开户业务"


def _ask(world: World, line: Line, person: str) -> Asked:
    return Asked(
        {
            "customer_ids": [world.ids[("approval-subject", "any", "")]],
            "fields": ["bank_account"],
            "purpose": "check",
            "words": WORDS,
            "minutes": 10,
            "looks": 1,
        }
    )


BODIES: Mapping[str, Body] = {
    "POST /api/approvals": _ask,
    "POST /api/approvals/{}/approve": fixed(version=1),
    "POST /api/approvals/{}/refuse": fixed(version=1, reason="不必查看"),
    "POST /api/approval-reviews/{}": fixed(fine=True),
    "POST /api/customers/{}/break-glass": fixed(fields=["mobile"], reason=WORDS),
    "PUT /api/approval-terms": fixed(version=0, quota=20),
}


def add(world: World) -> None:
    """周 asks twice: one request waits, one is granted; and one emergency is to be reviewed."""
    zhou, lin = world.cast.zhou, world.cast.lin
    customer = make_customer(zhou, "证件待核有限公司", 960)
    wanted: dict[str, Any] = {
        "customer_ids": [customer],
        "fields": ["bank_account"],
        "purpose": "check",
        "words": WORDS,
        "minutes": 10,
        "looks": 1,
    }
    asker = people.actor(zhou)
    waiting = asking.ask(asker, Wanted(**wanted))
    granted = asking.ask(asker, Wanted(**wanted))
    grant = granting.approve(people.actor(lin), granted.id, version=1)
    emergency.break_glass(people.actor(lin), customer, keys=["mobile"], reason=WORDS)
    world.ids[("approvals", "any", "")] = str(waiting.id)
    world.ids[("approval-grants", "any", "")] = str(grant.id)
    world.ids[("approval-reviews", "any", "")] = str(Review.objects.latest("id").id)
    world.ids[("approval-subject", "any", "")] = str(customer)
