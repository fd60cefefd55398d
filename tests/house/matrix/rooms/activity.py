"""What activity adds to the matrix: a call and a follow-up of every customer."""

from datetime import timedelta

from kedang.activity.models import ContactPlan
from kedang.activity.planning import Plan, plan
from kedang.activity.recording import Happened, write_down
from kedang.activity.subscribing import subscribe
from kedang.kit.clock import now
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World, world_author

BODIES: dict[str, Body] = {
    "POST /api/customers/{}/interactions": fixed(kind="call", text="谈妥"),
    "PATCH /api/customers/{}/interactions/{}": fixed(text="改过", version=1),
    "PUT /api/customers/{}/interactions/{}/pin": fixed(),
    "POST /api/customers/{}/follow-ups": fixed(kind="visit", due_at="2030-01-01T09:00:00Z", text="回访"),
    "PATCH /api/customers/{}/follow-ups/{}": fixed(text="改过", version=1),
    "POST /api/customers/{}/follow-ups/{}/done": fixed(version=1),
    "POST /api/customers/{}/follow-ups/{}/drop": fixed(version=1),
    "POST /api/customers/{}/follow-ups/{}/reopen": fixed(version=1),
    "PUT /api/contact-plan": fixed(active=False, rules=[{"level": "A", "days": 30}], version=0),
    "POST /api/contact-plan/outlook": fixed(rules=[{"level": "A", "days": 30}]),
    "PUT /api/morning-mail": fixed(wanted=False),
    "POST /api/calendar-link": fixed(detailed=True),
    "PATCH /api/calendar-link": fixed(detailed=True),
}


def add(world: World) -> None:
    """A call and an open follow-up of every customer that has parts, by its owner."""
    ContactPlan.objects.create(id=1, active=True, rules='[{"level":"A","days":30,"kind":"call"}]')
    for customer, owner in world.owners.items():
        author = world_author(owner)
        told = write_down(author, customer, Happened(kind="call", text="谈过"))
        planned = plan(author, customer, Plan(kind="visit", due_at=now() + timedelta(days=1), text="上门"))
        world.ids[("part:interactions", str(customer), "")] = str(told)
        world.ids[("part:follow-ups", str(customer), "")] = str(planned)
    for user in world.users.values():
        world.ids[("calendar", "any", "")] = subscribe(world_author(user), detailed=True).secret
