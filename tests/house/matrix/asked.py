"""What one request of the matrix is made of, and the ways to say it for everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.matrix.table import Line
from tests.house.matrix.world import World

LONG_PASSWORD = "a quite long pass phrase 7"


@dataclass(frozen=True, slots=True)
class Asked:
    """A body for a route: JSON, or a form with a file; and what stands in the query."""

    json: Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)


Body = Callable[[World, Line, str], Asked]


def fixed(**json: Any) -> Body:
    """The same JSON for everybody."""
    return lambda world, line, person: Asked(json)


def naming(key: str, resource: str, *, several: bool = False, **json: Any) -> Body:
    """JSON with the id of something of the world in it."""

    def make(world: World, line: Line, person: str) -> Asked:
        found = world.id_of(resource, "second" if key == "into" else "any", "")
        return Asked({**json, key: [found] if several else found})

    return make
