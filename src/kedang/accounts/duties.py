"""Which rights belong to which duty. Who runs the system, who gives rights and who reads the history are to be three people, none of
whom works with customers; a small organisation may combine them, and is told."""

from collections.abc import Collection

from kedang.accounts.rights import AUDIT_READ, DEPARTMENTS_MANAGE, PEOPLE_MANAGE, ROLES_MANAGE, SIGN_IN_RULES

SYSTEM, SECURITY, AUDIT, CUSTOMERS = "system", "security", "audit", "customers"
DUTIES = (SYSTEM, SECURITY, AUDIT, CUSTOMERS)

_of: dict[str, str] = {}


def declare_duty(duty: str, *rights: str) -> None:
    """Count whoever holds one of these among those with this duty; in `apps.ready()`. Rights of no duty go with any."""
    for right in rights:
        if duty not in DUTIES or _of.setdefault(str(right), duty) != duty:
            raise ValueError(f"right {right} belongs to another duty than {duty}")


declare_duty(SECURITY, PEOPLE_MANAGE, ROLES_MANAGE, DEPARTMENTS_MANAGE, SIGN_IN_RULES)
declare_duty(AUDIT, AUDIT_READ)


def rights_of(duty: str) -> list[str]:
    """The rights that make a duty."""
    return sorted(right for right, named in _of.items() if named == duty)


def combined(rights: Collection[str]) -> tuple[str, ...]:
    """The duties that meet in these rights; nothing when it is one only, or none."""
    held = {_of[right] for right in rights if right in _of}
    return tuple(duty for duty in DUTIES if duty in held) if len(held) > 1 else ()


def withheld(rights: Collection[str]) -> frozenset[str]:
    """What somebody in whom duties meet does not get while they are kept apart: every right of every duty."""
    return frozenset(right for right in rights if right in _of) if combined(rights) else frozenset()
