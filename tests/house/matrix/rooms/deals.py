"""What deals adds to the matrix: an opportunity, a project with its parts and a change of need of every customer."""

from datetime import timedelta

from kedang.deals import milestones, needs, problems, projects
from kedang.deals.opportunities import Draft, open_opportunity
from kedang.finding.conditions import today
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.world import World, world_author

_STAGE = {"id": "1", "name_zh": "接触", "name_en": "Contact", "probability": 10, "retired": False}
BODIES: dict[str, Body] = {
    "POST /api/customers/{}/opportunities": fixed(title="扩产", amount=100, expected_on=str(today())),
    "PATCH /api/customers/{}/opportunities/{}": fixed(title="改过", version=1),
    "POST /api/customers/{}/opportunities/{}/move": fixed(stage_id="2", version=1),
    "POST /api/customers/{}/opportunities/{}/win": fixed(version=1),
    "POST /api/customers/{}/opportunities/{}/lose": fixed(reason="price", version=1),
    "POST /api/customers/{}/opportunities/{}/reopen": fixed(version=1),
    "POST /api/customers/{}/projects": fixed(name="二期安装"),
    "PATCH /api/customers/{}/projects/{}": fixed(progress=40, version=1),
    "POST /api/customers/{}/projects/{}/state": fixed(state="running", version=1),
    "POST /api/customers/{}/projects/{}/feedback": fixed(score=4, version=1),
    "POST /api/customers/{}/projects/{}/milestones": fixed(title="验收", due_on=str(today())),
    "PATCH /api/customers/{}/milestones/{}": fixed(title="终验", version=1),
    "POST /api/customers/{}/milestones/{}/done": fixed(done=True, version=1),
    "DELETE /api/customers/{}/milestones/{}": lambda world, line, person: Asked(query={"version": "1"}),
    "POST /api/customers/{}/projects/{}/problems": fixed(title="配件缺货"),
    "PATCH /api/customers/{}/problems/{}": fixed(solution="换用替代件", version=1),
    "POST /api/customers/{}/problems/{}/solved": fixed(solved=True, version=1),
    "POST /api/customers/{}/needs": fixed(after="改为每月交货"),
    "PATCH /api/customers/{}/needs/{}": fixed(cause="订单增加", version=1),
    "PUT /api/opportunity-stages": fixed(version=1, stages=[_STAGE]),
}


def add(world: World) -> None:
    """What there can be of every customer that has parts, by its owner."""
    for customer, owner in world.owners.items():
        draft = Draft(title="年度采购", amount=1_000_000, currency="CNY", expected_on=today() + timedelta(days=30))
        author = world_author(owner)
        made = {"opportunities": open_opportunity(author, customer, draft)}
        project = projects.enter(author, customer, projects.ProjectDraft(name="一期安装"))
        made["projects"] = project
        made["milestones"] = milestones.plan(author, customer, project, title="到货", due_on=today())
        made["problems"] = problems.note(author, customer, project, title="等对方图纸")
        made["needs"] = needs.write_down(author, customer, needs.NeedDraft(after="加急"))
        for part, row_id in made.items():
            world.ids[(f"part:{part}", str(customer), "")] = str(row_id)
