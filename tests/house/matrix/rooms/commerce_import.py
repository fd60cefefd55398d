"""What importing transactions adds to the matrix: an inspected run of everybody's, and a result of it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.commerce_import import reports, runs
from kedang.commerce_import.models import READY, Report, Run
from kedang.kit.actor import AllRights
from kedang.kit.clock import now
from kedang.vault.files import write_encrypted
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
    "POST /api/transaction-imports/{}/reports": fixed(fate="refused"),
}


def _reported(run: Run) -> str:
    """A result of a run that its bringer asked for, as its job leaves it."""
    made = Report.objects.create(
        run_id=run.id, asked_by=run.created_by, about="", language="zh-CN", cells=True, state=READY, size=2,
        destroy_after=now() + reports.KEPT,
    )  # fmt: skip
    write_encrypted(reports.path_of(made.id), [b"PK"], runs.run_key(run), file_id=made.id)
    return str(made.id)


def add(world: World) -> None:
    """A run of everybody's."""
    written: dict[int, str] = {}
    made: dict[int, str] = {}
    for user in (*world.users.values(), world.cast.chen):
        actor = people.acting(user, rights=AllRights())
        run = runs.upload(actor, [_SHEET], filename="交易.csv", source="旧系统", inspecting=False)
        runs.inspect_run(run)
        made[user.id] = str(run.id)
        written[user.id] = _reported(run)
    chen = world.cast.chen.id
    for person, user in world.users.items():
        mates = [u for u in world.users.values() if u.department_id == user.department_id and u.id != user.id]
        world.ids[("transaction-imports", OWN, person)] = made[user.id]
        world.ids[("transaction-reports", OWN, person)] = written[user.id]
        world.ids[("transaction-imports", TEAM, person)] = made[mates[0].id]
    world.ids[("transaction-imports", OTHER, "")] = made[chen]
    for ownership in (OWN, OTHER):
        world.ids[("transaction-reports", ownership, "" if ownership == OTHER else "anonymous")] = written[chen]
    for ownership in (OWN, TEAM):
        world.ids[("transaction-imports", ownership, "anonymous")] = made[chen]
