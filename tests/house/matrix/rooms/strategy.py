"""What strategy adds to the matrix: a plan and a stakeholder of every customer."""

from datetime import timedelta

from kedang.finding.conditions import today
from kedang.strategy.plans import PlanDraft, begin
from kedang.strategy.stakeholders import StakeholderDraft
from kedang.strategy.stakeholders import add as write_down
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.world import World, world_author

_DAY = str(today())
_NEXT = str(today() + timedelta(days=90))
BODIES: dict[str, Body] = {
    "POST /api/customers/{}/plans": fixed(goal="成为首选供应商"),
    "PATCH /api/customers/{}/plans/{}": fixed(goal="守住份额", version=1),
    "POST /api/customers/{}/plans/{}/end": fixed(version=1),
    "POST /api/customers/{}/plans/{}/reviews": fixed(words="按计划推进", held_on=_DAY, next_on=_NEXT, version=1),
    "POST /api/customers/{}/stakeholders": fixed(name="何总", role="decider", influence="high", attitude="neutral"),
    "PATCH /api/customers/{}/stakeholders/{}": fixed(attitude="for", version=1),
    "DELETE /api/customers/{}/stakeholders/{}": lambda world, line, person: Asked(query={"version": "1"}),
}


def add(world: World) -> None:
    """What there can be of every customer that has parts, by its owner."""
    for customer, owner in world.owners.items():
        author = world_author(owner)
        somebody = StakeholderDraft(name="马工", role="user", influence="low", attitude="unknown")
        made = {
            "plans": begin(author, customer, PlanDraft(goal="三年内份额过半")),
            "stakeholders": write_down(author, customer, somebody),
        }
        for part, row_id in made.items():
            world.ids[(f"part:{part}", str(customer), "")] = str(row_id)
