"""What the calendar adds to the matrix: bodies for its three routes."""

from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World

BODIES: dict[str, Body] = {
    "PUT /api/work-calendar": fixed(week=[[{"start": 540, "end": 1080}]] * 7, days=[], version=0),
    "POST /api/work-calendar/read": fixed(text="2027-01-01 元旦"),
}


def add(_: World) -> None:
    """Nothing: the calendar is there from the start."""
