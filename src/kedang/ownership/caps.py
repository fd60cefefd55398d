"""How many customers somebody may have: the limit of the nearest department that has one, else of everybody."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kedang.accounts.queries import directory
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer, CustomerTag
from kedang.deals.models import STILL_OPEN, Opportunity
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.ownership import rights
from kedang.ownership.checking import require_departments, require_number, require_tags
from kedang.ownership.models import Cap

TWICE = Refusal(
    "cap.twice",
    409,
    "这个部门已经设置过保有上限，请修改已有的那一条。",
    "There is a limit for this department already: change that one.",
)


def caps() -> list[Cap]:
    """All limits, that of everybody first."""
    return sorted(Cap.objects.all(), key=lambda cap: (cap.department_id is not None, cap.id))


def cap_of(user_id: int, known: Sequence[Cap]) -> Cap | None:
    """The limit that counts for somebody."""
    by_place = {cap.department_id: cap for cap in known}
    people = directory()
    person = people.people.get(user_id)
    for place in reversed(people.above(person.department_id if person else None)):
        if place in by_place:
            return by_place[place]
    return by_place.get(None)


def counted(user_id: int, cap: Cap) -> "QuerySet[Customer]":
    """The customers of somebody that count towards a limit."""
    found = Customer.objects.filter(owner_id=user_id, trashed_at__isnull=True)
    for reason in _free(cap, OuterRef("id")):
        found = found.filter(~Exists(reason))
    return found


def counts(customer_id: int, cap: Cap) -> bool:
    """Whether a customer counts towards a limit."""
    return not customer_id or not any(reason.exists() for reason in _free(cap, customer_id))


def _free(cap: Cap, customer_id: "int | OuterRef") -> Iterator["QuerySet[Any]"]:
    """What keeps a customer from counting."""
    if cap.free_tag_ids:
        yield CustomerTag.objects.filter(customer_id=customer_id, tag_id__in=cap.free_tag_ids)
    if cap.free_open_deals:
        yield Opportunity.objects.filter(STILL_OPEN, customer_id=customer_id)


def room_of(user_ids: Collection[int]) -> Mapping[int, int]:
    """How many customers more some people may have, below zero how many too many; whoever has no limit is left out."""
    known = caps()
    found: dict[int, int] = {}
    for user_id in user_ids if known else ():
        cap = cap_of(user_id, known)
        if cap is not None:
            found[user_id] = cap.most - counted(user_id, cap).count()
    return found


def hold_of(actor: Actor) -> tuple[int, int | None]:
    """How many customers the actor has that count, and may have; None: any number."""
    actor.require(archive_rights.VIEW)
    cap = cap_of(actor.id, caps())
    return counted(actor.id, cap or Cap(free_tag_ids=[])).count(), cap.most if cap else None


@transaction.atomic
def set_cap(
    actor: Actor, *, department_id: int | None, most: int, free_tag_ids: Sequence[int], free_open_deals: bool = False
) -> Cap:
    """Limit what people of a department, or everybody, may have. Who has more keeps it, and gets nothing more."""
    actor.require(rights.MANAGE)
    cap = Cap(department_id=department_id)
    _fill(cap, most, free_tag_ids, free_open_deals)
    require_departments([department_id] if department_id is not None else [])
    if Cap.objects.filter(department_id=department_id).exists():
        raise TWICE()
    cap.save(force_insert=True)
    record(actor, "cap.set", subject=("cap", cap.id), details={"department": str(department_id or ""), "most": most})
    return cap


@transaction.atomic
def change_cap(
    actor: Actor,
    cap_id: int,
    *,
    version: int,
    most: int,
    free_tag_ids: Sequence[int],
    free_open_deals: bool = False,
) -> None:
    """Another number, or other customers that do not count."""
    actor.require(rights.MANAGE)
    cap = _load(cap_id, version)
    _fill(cap, most, free_tag_ids, free_open_deals)
    cap.version += 1
    cap.save()
    record(actor, "cap.set", subject=("cap", cap.id), details={"most": most})


@transaction.atomic
def drop_cap(actor: Actor, cap_id: int, *, version: int) -> None:
    """No limit for these any more."""
    actor.require(rights.MANAGE)
    cap = _load(cap_id, version)
    record(actor, "cap.dropped", subject=("cap", cap.id))
    cap.delete()


def _fill(cap: Cap, most: int, free_tag_ids: Sequence[int], free_open_deals: bool) -> None:
    require_number(most, least=0)
    cap.most, cap.free_tag_ids, cap.free_open_deals = most, require_tags(free_tag_ids), free_open_deals


def _load(cap_id: int, version: int) -> Cap:
    cap = Cap.objects.select_for_update().filter(id=cap_id).first()
    if cap is None:
        raise NOT_FOUND()
    if cap.version != version:
        raise STALE(version=cap.version)
    return cap
