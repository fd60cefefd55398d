"""What notices add to the matrix: one notice of everybody's."""

from kedang.history.news import MENTIONED
from kedang.notices.models import Notice
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.table import OTHER, OWN
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {
    "POST /api/customers/{}/mentions": fixed(text="@林晓"),
    "PUT /api/escalation": fixed(active=False, days=3, version=0),
}


def add(world: World) -> None:
    """A notice of everybody's, about a customer of theirs where they have one."""
    made = {}
    for user in (*world.users.values(), world.cast.chen):
        mine = [customer for customer, owner in world.owners.items() if owner.id == user.id] or list(world.owners)
        row = Notice.objects.create(user_id=user.id, kind=MENTIONED, customer_id=mine[0], by=world.cast.lin.id)
        made[user.id] = str(row.id)
    for person, user in world.users.items():
        world.ids[("notices", OWN, person)] = made[user.id]
    world.ids[("notices", OWN, "anonymous")] = world.ids[("notices", OTHER, "")] = made[world.cast.chen.id]
