"""What service adds to the matrix: a case and an improvement of every customer, seen from everybody, and a queue."""

from datetime import date

from kedang.kit.actor import Actor
from kedang.service import cases, improving, kinds, queues
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import OTHER, OWN, TEAM, Line
from tests.house.matrix.world import World, world_author

TARGETS = [
    {"kind": kind, "priority": priority, "first": 60, "solve": 480}
    for kind in kinds.KINDS
    for priority in kinds.PRIORITIES
]
REASONS = [{"code": code, "zh": zh, "en": en} for code, (zh, en) in kinds.REASONS.items()]


def _own_case(world: World, line: Line, person: str) -> Asked:
    return Asked({"case_id": world.id_of("cases", OWN, person)})


def _queue(world: World, line: Line, person: str) -> Asked:
    return Asked({"version": 3, "why": "排班", "queue_id": world.id_of("queues", "any", "")})


BODIES: dict[str, Body] = {
    "POST /api/customers/{}/cases": fixed(kind="complaint", title="外壳开裂"),
    "PATCH /api/cases/{}": fixed(version=3, priority="high"),
    "POST /api/cases/{}/take": fixed(version=3),
    "POST /api/cases/{}/hand-over": _queue,
    "POST /api/cases/{}/move": fixed(version=3, move="wait"),
    "POST /api/cases/{}/answered": fixed(version=3),
    "POST /api/cases/{}/comments": fixed(text="已联系"),
    "POST /api/cases/{}/satisfaction": fixed(version=3, score=5),
    "POST /api/cases/{}/improvements": fixed(title="加厚包装", due_on="2030-01-31"),
    "PATCH /api/improvements/{}": fixed(version=1, due_on="2030-02-28"),
    "POST /api/improvements/{}/check": fixed(version=1, effect="yes", proof="三个月无同类投诉"),
    "POST /api/improvements/{}/move": fixed(version=1, move="finish"),
    "POST /api/improvements/{}/cases": _own_case,
    "POST /api/service/queues": fixed(name="维修组"),
    "PUT /api/service/queues/{}": fixed(name="客服组", version=1),
    "PUT /api/service/settings": fixed(targets=TARGETS, reasons=REASONS, version=0),
}


def add(world: World) -> None:
    """A case in hand that nobody has, with an improvement, of every customer that has parts; and a queue nobody is in."""
    queue = queues.create(world_author(world.cast.wang), queues.Draft(name="客服组"))
    world.ids[("queues", "any", "")] = str(queue)
    made = {str(customer): _case(world_author(owner), customer, queue) for customer, owner in world.owners.items()}
    seen = [
        (key, customer) for key, customer in world.ids.items() if key[0] == "customers" and key[1] in (OWN, TEAM, OTHER)
    ]
    for (_, ownership, person), customer in seen:
        for place, resource in enumerate(("cases", "improvements")):
            world.ids[(resource, ownership, person)] = made[customer][place]


def _case(author: Actor, customer: int, queue: int) -> tuple[str, str]:
    case = cases.open_case(author, customer, cases.Draft(kind="complaint", title="外壳开裂"))
    cases.take(author, case, version=1)
    plan = improving.plan(author, case, improving.Draft(title="加厚包装", due_on=date(2030, 1, 31)))
    cases.hand_over(author, case, version=2, why="排班", queue_id=queue)
    return str(case), str(plan)
