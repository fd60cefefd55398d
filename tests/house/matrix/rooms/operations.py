"""What operations adds to the matrix: a backup that was made."""

from kedang.operations.models import COMMAND, GOOD, Backup
from tests.house.matrix.asked import Body
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {}


def add(world: World) -> None:
    """The backup that a proof may be asked of."""
    made = Backup.objects.create(name="backup-of-the-matrix", place="nowhere", reason=COMMAND, state=GOOD)
    world.ids[("backups", "any", "")] = str(made.id)
