"""What importing transactions adds to the matrix: an inspected run of everybody's."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.commerce_import import runs
from kedang.kit.actor import AllRights
from tests import people
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import OTHER, OWN, TEAM, Line
from tests.house.matrix.world import World

_SHEET = "单号,客户编号,日期,金额\nF1,K1,2026-09-01,12.50\n".encode()


def _file(world: World, line: Line, person: str) -> Asked:
    return Asked(form={"file": SimpleUploadedFile("a.csv", _SHEET, content_type="text/csv"), "source": "旧系统"})


BODIES: dict[str, Body] = {
    "POST /api/transaction-imports": _file,
    "PUT /api/transaction-imports/{}/mapping": fixed(currency="USD"),
}


def add(world: World) -> None:
    """A run of everybody's."""
    made: dict[int, str] = {}
    for user in (*world.users.values(), world.cast.chen):
        actor = people.acting(user, rights=AllRights())
        run = runs.upload(actor, [_SHEET], filename="交易.csv", source="旧系统", inspecting=False)
        runs.inspect_run(run)
        made[user.id] = str(run.id)
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        world.ids[("transaction-imports", OWN, person)] = made[user.id]
        world.ids[("transaction-imports", TEAM, person)] = made[mates[0].id]
    world.ids[("transaction-imports", OTHER, "")] = made[world.cast.chen.id]
    for ownership in (OWN, TEAM):
        world.ids[("transaction-imports", ownership, "anonymous")] = made[world.cast.chen.id]
