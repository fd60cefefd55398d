"""Who is acting: a frozen argument of every read and every verb, never ambient."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from kedang.kit.errors import DENIED
from kedang.kit.levels import STRICTEST
from kedang.kit.modes import CLEAR_MODES, DEFAULT_MODES, FieldModes


class Scope(IntEnum):
    """How far an actor's sight reaches, from their own records to everybody's."""

    OWN = 1
    TEAM = 2
    TREE = 3
    ALL = 4


class AllRights(frozenset[str]):
    """The rights of a named system actor: every one there is."""

    def __contains__(self, item: object) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or a named system job, with everything a check needs.

    `department_ids` are the departments the scope reaches: the own one for TEAM, the subtree for TREE, none otherwise.
    `clearance` is the highest classification of customers the actor may see; no scope and no right stands in for it.
    `proved` says that the person behind a session has shown within the last minutes that it is still them.
    """

    id: int
    name: str
    kind: Literal["user", "system"] = "user"
    rights: frozenset[str] = frozenset()
    scope: Scope = Scope.OWN
    department_id: int | None = None
    department_ids: frozenset[int] = frozenset()
    clearance: int = 0
    modes: FieldModes = DEFAULT_MODES
    via: Literal["session", "token", "command", "job"] = "session"
    session_id: int = 0
    proved: bool = False
    request_id: str = ""
    ip: str = ""
    device: str = ""
    language: str = "zh-CN"

    def can(self, right: str) -> bool:
        """Whether the actor holds a right."""
        return right in self.rights

    def require(self, right: str) -> None:
        """Refuse unless the actor holds the right; the first line of every verb."""
        if right not in self.rights:
            raise DENIED(right=right)


# "portal" is a customer who came by a link: it has a number so that history can name it, and no rights of its own.
SYSTEM_ACTORS: dict[str, int] = {"command": -1, "worker": -2, "demo": -3, "setup": -4, "portal": -5}


def system_name(actor_id: int | None) -> str | None:
    """The name of a system actor by its id; people have none here."""
    return next((name for name, at in SYSTEM_ACTORS.items() if at == actor_id), None)


def system_actor(name: str, *, language: str = "zh-CN") -> Actor:
    """A named system actor; its reads and writes are recorded under that name."""
    return Actor(
        id=SYSTEM_ACTORS[name],
        name=name,
        kind="system",
        rights=AllRights(),
        scope=Scope.ALL,
        clearance=STRICTEST,
        modes=CLEAR_MODES,
        via="command" if name == "command" else "job",
        language=language,
    )
