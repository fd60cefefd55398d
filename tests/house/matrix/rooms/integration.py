"""What integration adds to the matrix: an export that 林 asked for. So few customers need no approval: asking is refused, fetching is not."""

from collections.abc import Mapping

from kedang.approvals.models import Terms
from kedang.finding.lists import ListQuery
from kedang.integration import asking
from tests import people
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World

WORDS = "年度拜访计划需要客户名单，用于排期"
BODIES: Mapping[str, Body] = {"POST /api/export-requests": fixed(purpose="service", words=WORDS)}


def add(world: World) -> None:
    """林 asks to export what she sees, on a day when one customer was the most."""
    Terms.objects.create(id=1, export_rows=1)
    made = asking.ask(people.actor(world.cast.lin), ListQuery(), purpose="service", words=WORDS)
    Terms.objects.all().delete()
    world.ids[("export-requests", "any", "")] = str(made.id)
