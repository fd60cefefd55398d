"""What this installation can do in the background: rooms register their handlers in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kedang.jobs.running import Running


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended when it did not succeed: `cancelled` or `failed`, with a code and facts for the reader."""

    state: str
    code: str = ""
    details: dict[str, object] | None = None


# How long what nobody waits for lets others go first; after that it has waited long enough itself.
PATIENCE = timedelta(minutes=10)
Handler = Callable[["Running"], None]
Closer = Callable[["Running", Ending], None]


@dataclass(frozen=True, slots=True)
class Registration:
    """A handler, and what to do in the very transaction that ends the job without success. `short`: somebody waits for it;
    `patient`: nobody does."""

    run: Handler
    ended: Closer | None = None
    short: bool = False
    patient: bool = False


_handlers: dict[str, Registration] = {}
_periodic: dict[str, tuple[int, Callable[[], None]]] = {}


def register(
    kind: str, run: Handler, *, ended: Closer | None = None, short: bool = False, patient: bool = False
) -> None:
    """Say who does jobs of this kind. The handler must be safe to run twice. `short`: it is over soon, and must not wait for
    those that are not. `patient`: nobody waits for it, and it lets go first what somebody does."""
    _handlers[kind] = Registration(run, ended, short, patient)


def register_periodic(kind: str, run: Callable[[], None], *, seconds: int) -> None:
    """Say what to do every so often, by whichever worker is first. Safe to run twice."""
    _periodic[kind] = (seconds, run)


def registration(kind: str) -> Registration | None:
    """Who does jobs of this kind."""
    return _handlers.get(kind)


def patience(kind: str) -> timedelta:
    """How much later than it is due a job of this kind takes its turn, while others wait."""
    entry = _handlers.get(kind)
    return PATIENCE if entry is not None and entry.patient else timedelta()


def kinds(*, short: bool = False) -> tuple[str, ...]:
    """Every kind somebody does here; or only the short ones."""
    return tuple(sorted(kind for kind, entry in _handlers.items() if entry.short or not short))


def periodic() -> dict[str, tuple[int, Callable[[], None]]]:
    """Repeated work: kind -> (seconds, what)."""
    return dict(_periodic)
