"""What access adds to the matrix: the archive number that is asked about."""

from kedang.archive.models import Customer
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import OTHER, Line
from tests.house.matrix.world import World


def _customer(world: World, line: Line, person: str) -> Asked:
    customer = Customer.objects.get(id=world.id_of("customers", OTHER, person))
    return Asked(query={"customer": customer.number})


BODIES: dict[str, Body] = {
    "GET /api/access/users/{}/sight": _customer,
    "PUT /api/access/separation": fixed(on=False),
}


def add(world: World) -> None:
    """Nothing of its own."""
