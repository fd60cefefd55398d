"""What every setting of ownership is held to."""

from collections.abc import Collection

from kedang.accounts.queries import directory
from kedang.archive.models import KIND_CODES, Tag
from kedang.kit.errors import INVALID, Refusal
from kedang.kit.text import storable

LONGEST_NAME, MOST = 60, 1_000_000
NO_NAME = Refusal("ownership.name", 422, "请填写名称，不超过 60 个字。", "Give it a name of up to 60 characters.")


def require_name(name: str) -> str:
    """A name that may be stored."""
    name = storable(name).strip()
    if not name or len(name) > LONGEST_NAME:
        raise NO_NAME()
    return name


def require_number(number: int | None, *, least: int = 1) -> int | None:
    """A count or a number of days; None where there is no limit."""
    if number is not None and not least <= number <= MOST:
        raise INVALID(what="number")
    return number


def require_kinds(kinds: Collection[str]) -> list[str]:
    """Kinds of customers that there are."""
    if not set(kinds) <= KIND_CODES.keys():
        raise INVALID(what="kinds")
    return sorted(set(kinds))


def require_departments(ids: Collection[int]) -> list[int]:
    """Departments that there are."""
    if not set(ids) <= directory().departments.keys():
        raise INVALID(what="department")
    return sorted(set(ids))


def require_tags(ids: Collection[int]) -> list[int]:
    """Tags that there are."""
    wanted = set(ids)
    if Tag.objects.filter(id__in=wanted).count() != len(wanted):
        raise INVALID(what="tags")
    return sorted(wanted)
