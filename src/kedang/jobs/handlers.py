"""What this installation can do in the background: rooms register their handlers in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kedang.jobs.running import Running


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended when it did not succeed: `cancelled` or `failed`, with a code and facts for the reader."""

    state: str
    code: str = ""
    details: dict[str, object] | None = None


Handler = Callable[["Running"], None]
Closer = Callable[["Running", Ending], None]


@dataclass(frozen=True, slots=True)
class Registration:
    """A handler, and what to do in the very transaction that ends the job without success. `short`: somebody waits for it."""

    run: Handler
    ended: Closer | None = None
    short: bool = False


_handlers: dict[str, Registration] = {}
_periodic: dict[str, tuple[int, Callable[[], None]]] = {}


def register(kind: str, run: Handler, *, ended: Closer | None = None, short: bool = False) -> None:
    """Say who does jobs of this kind. The handler must be safe to run twice. `short`: it is over soon, and must not wait for
    those that are not."""
    _handlers[kind] = Registration(run, ended, short)


def register_periodic(kind: str, run: Callable[[], None], *, seconds: int) -> None:
    """Say what to do every so often, by whichever worker is first. Safe to run twice."""
    _periodic[kind] = (seconds, run)


def registration(kind: str) -> Registration | None:
    """Who does jobs of this kind."""
    return _handlers.get(kind)


def kinds(*, short: bool = False) -> tuple[str, ...]:
    """Every kind somebody does here; or only the short ones."""
    return tuple(sorted(kind for kind, entry in _handlers.items() if entry.short or not short))


def periodic() -> dict[str, tuple[int, Callable[[], None]]]:
    """Repeated work: kind -> (seconds, what)."""
    return dict(_periodic)
