"""What rooms above want to happen, or to be asked, when a branch of the department tree moves or goes.

Without tables, so that an `apps.py` may import it.
"""

from collections.abc import Callable

from kedang.kit.actor import Actor

Moved = Callable[[Actor, frozenset[int]], None]
InUse = Callable[[int], bool]
_following: list[Moved] = []
_keeping: list[InUse] = []


def on_department_moved(follow: Moved) -> Moved:
    """Call `follow(actor, department_ids)` in the transaction that moves a department: it and all below it."""
    if follow not in _following:
        _following.append(follow)
    return follow


def keeps_department(in_use: InUse) -> InUse:
    """Ask `in_use(department_id)` before a department is deleted; True refuses."""
    if in_use not in _keeping:
        _keeping.append(in_use)
    return in_use


def following() -> tuple[Moved, ...]:
    """Whoever wants to hear of a move."""
    return tuple(_following)


def is_kept(department_id: int) -> bool:
    """Whether some room above still needs a department."""
    return any(in_use(department_id) for in_use in _keeping)


def forget(registered: Moved | InUse) -> None:
    """Take a registration back; for tests."""
    for register in (_following, _keeping):
        if registered in register:
            register.remove(registered)  # type: ignore[arg-type]
