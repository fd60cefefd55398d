"""One group in full, as one reviewer may see it: members, fields side by side, and each pair with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from kedang.archive.customers import in_reach, running_grants
from kedang.archive.load import load_contents
from kedang.archive.models import KIND_NAMES, Customer, kept_from
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.duplicates.degrees import Degree, Degrees
from kedang.duplicates.models import OPEN, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.queue import DECIDED, in_sight, partly_kept
from kedang.duplicates.review_reasons import Reason, reasons
from kedang.duplicates.review_rows import FieldRow, field_rows
from kedang.duplicates.review_settling import decided_among, pair_of
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND
from kedang.merging.rules import Side

SIDE_BY_SIDE = 50


@dataclass(frozen=True, slots=True)
class Member:
    """A customer of a group in reach. `joinable`: within the reviewer's own reach, not only shared with them."""

    customer: Customer
    policy: FieldPolicy
    joinable: bool


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """Two members compared. `apart` when somebody said that they are not one."""

    one: int
    other: int
    degree: Degree
    reasons: list[Reason]
    apart: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A group as a reviewer sees it. `survivor_id` is proposed: the fullest record of those that can be merged."""

    group: SuspectGroup
    state: str
    degree: Degree
    members: list[Member]
    concealed: int
    survivor_id: int
    rows: list[FieldRow]
    pairs: list[ReviewPair]


def load_group(actor: Actor, group_id: int, *, lock: bool = False) -> SuspectGroup:
    """One group in sight, whatever its state, or the same refusal as for one that does not exist."""
    for state in (OPEN, *DECIDED):
        if in_sight(actor, state=state).filter(id=group_id).exists():
            found = SuspectGroup.objects.filter(id=group_id)
            return (found.select_for_update() if lock else found).get()
    raise NOT_FOUND()


def members_of(actor: Actor, group: SuspectGroup) -> tuple[list[Customer], int]:
    """The members in reach, oldest first, and how many are not."""
    held = SuspectMember.objects.filter(group=group).exclude(customer__in=kept_from(actor))
    ids = list(held.values_list("customer_id", flat=True))
    members = list(Customer.objects.visible_to(actor).filter(id__in=ids).order_by("id"))
    return members, len(ids) - len(members)


def open_group(actor: Actor, group_id: int) -> Review:
    """One group side by side. Recorded as opening each of the customers it shows."""
    group = load_group(actor, group_id)
    customers, concealed = members_of(actor, group)
    shown = customers[:SIDE_BY_SIDE]
    record_read(actor, "duplicates.opened", customer_ids=[c.id for c in shown], details={"group": str(group.id)})
    return review_of(actor, group, shown, concealed)


def review_of(actor: Actor, group: SuspectGroup, customers: Sequence[Customer], concealed: int) -> Review:
    """The group with these of its members."""
    granted = set(running_grants(actor).filter(customer__in=customers).values_list("customer_id", flat=True))
    members = [
        Member(c, policy_for(actor, own=c.owner_id == actor.id or c.id in granted), in_reach(actor, c))
        for c in customers
    ]
    contents = load_contents([c.id for c in customers])
    sides = [Side(c.id, contents[c.id], orjson.loads(c.provenance or "{}")) for c in customers]
    rows = field_rows(actor, sides, {m.customer.id: m.policy for m in members})
    degrees = Degrees(actor)
    pairs, degree = _pairs(group, members, degrees), degrees.of_group(group, complete=concealed == 0)
    if partly_kept(actor, [group]):
        degree = degrees.of_best(pair.degree for pair in pairs)
    return Review(
        group=group,
        state=group.state,
        degree=degree,
        members=members,
        concealed=concealed if group.state == OPEN else 0,
        survivor_id=_fullest(members, rows),
        rows=rows,
        pairs=pairs,
    )


def _fullest(members: Sequence[Member], rows: Sequence[FieldRow]) -> int:
    """Whose record says most; the older one when two say as much."""
    able = [m.customer.id for m in members if m.joinable] or [m.customer.id for m in members]
    said = dict.fromkeys(able, 0)
    for row in rows:
        for cell in row.cells:
            if cell.customer_id in said:
                said[cell.customer_id] += bool(cell.values)
    return max(able, key=lambda i: (said[i], -i), default=0)


def _pairs(group: SuspectGroup, members: Sequence[Member], degrees: Degrees) -> list[ReviewPair]:
    policies = {m.customer.id: m.policy for m in members}
    apart = decided_among(policies)
    found = SuspectPair.objects.filter(group=group, customer__in=policies, other__in=policies)
    kind = KIND_NAMES[group.kind]
    return [
        ReviewPair(
            one=pair.customer_id,
            other=pair.other_id,
            degree=degrees.of_pair(pair),
            reasons=reasons(kind, pair.reasons, (policies[pair.customer_id], policies[pair.other_id])),
            apart=pair_of(pair.customer_id, pair.other_id) in apart,
        )
        for pair in found.order_by(*degrees.pair_order())
    ]
