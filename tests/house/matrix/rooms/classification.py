"""What classification adds to the matrix: nothing but the two bodies."""

from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {
    "PUT /api/customers/{}/classification": fixed(level=0),
    "PUT /api/users/{}/clearance": fixed(level=1),
}


def add(world: World) -> None:
    """Every customer of the world is ordinary: `tests/house/test_classified.py` has them otherwise."""
