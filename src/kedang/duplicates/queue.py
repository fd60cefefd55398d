"""The groups somebody may work on, best first as far as they may be told, and those already decided, latest first.

A group is in sight when at least two of its members are; of a merged one, when its survivor is. Members beyond reach are
counted and never shown; those above one's clearance are not even counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from kedang.accounts.queries import directory
from kedang.archive.customers import load_visible
from kedang.archive.models import KIND_CODES, Customer, kept_from
from kedang.archive.policy import policy_for
from kedang.archive.suspects import suspicion_changed
from kedang.duplicates import rights
from kedang.duplicates.degrees import Degree, Degrees
from kedang.duplicates.models import DISMISSED, MERGED, OPEN, SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.thresholds import limits
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor

COUNTED, ON_A_MARK = 1000, 99
DECIDED = (MERGED, DISMISSED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is asked for. `certain`: True only the certain ones, False only those to review."""

    state: str = OPEN
    kind: str | None = None
    certain: bool | None = None
    owner_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A group with those of its members that are in reach, and how many are not."""

    group: SuspectGroup
    members: list[Customer]
    concealed: int
    degree: Degree


@dataclass(frozen=True, slots=True)
class Page:
    """Some groups. `count` stops at 1000."""

    rows: list[Row]
    next: str | None
    count: int
    capped: bool


def in_sight(actor: Actor, *, state: str = OPEN) -> QuerySet[SuspectGroup]:
    """The groups of one state the actor may see."""
    actor.require(rights.REVIEW)
    found = SuspectGroup.objects.filter(_of_state(state)).annotate(reach=_among(Customer.objects.visible_to(actor)))
    return found.filter(reach__gte=1 if state == MERGED else 2)


def _of_state(state: str) -> Q:
    """An open group below the limit of review waits for nobody."""
    if state == OPEN:
        return Q(state=OPEN, score__gte=limits().review)
    if state in DECIDED:
        return Q(state=state)
    raise INVALID(what="state")


def _among(customers: QuerySet[Customer]) -> Subquery:
    """How many members of a group are among some customers."""
    members = SuspectMember.objects.filter(group=OuterRef(OuterRef("pk"))).values("customer")
    seen = customers.filter(id__in=members).order_by()
    counted = Func(F("id"), function="COUNT", output_field=IntegerField())
    return Subquery(seen.annotate(n=counted).values("n"), output_field=IntegerField())


def page(actor: Actor, wanted: Wanted, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """One page of the queue. Recorded as a list of the customers it names."""
    degrees = Degrees(actor)
    found = _cut(actor, degrees.rank(in_sight(actor, state=wanted.state)), wanted, degrees.limits.certain)
    count = found.order_by()[: COUNTED + 1].count()
    size = clamp_limit(limit)
    shown = list(_after(found, wanted.state, cursor)[: size + 1])
    rows = rows_of(actor, shown[:size], degrees)
    following = _cursor(shown[size - 1], wanted.state) if len(shown) > size else None
    ids = [customer.id for row in rows for customer in row.members]
    record_read(actor, "customers.listed", customer_ids=ids, fields=["duplicates"])
    return Page(rows, following, min(count, COUNTED), count > COUNTED)


def _cut(actor: Actor, found: QuerySet[SuspectGroup], wanted: Wanted, edge: int) -> QuerySet[SuspectGroup]:
    if wanted.kind is not None:
        if wanted.kind not in KIND_CODES:
            raise INVALID(what="kind")
        found = found.filter(kind=KIND_CODES[wanted.kind])
    if wanted.certain is not None:
        found = found.filter(Q(told__gte=edge) if wanted.certain else Q(told__lt=edge))
    if wanted.owner_id is None and wanted.department_id is None:
        return found
    members = SuspectMember.objects.filter(group=OuterRef(OuterRef("pk"))).values("customer")
    among = Customer.objects.visible_to(actor).filter(id__in=members)
    if wanted.owner_id is not None:
        if not policy_for(actor, own=False, place="list").clear("owner"):
            return found.none()
        among = among.filter(owner_id=wanted.owner_id)
    if wanted.department_id is not None:
        among = among.filter(department_id__in=directory().below(wanted.department_id))
    return found.filter(Exists(among))


def _after(found: QuerySet[SuspectGroup], state: str, cursor: str | None) -> QuerySet[SuspectGroup]:
    column = "decided_at" if state in DECIDED else "told"
    if cursor:
        at, last = decode_numbers(cursor, length=2)
        value = _EPOCH + at * _MICROSECOND if state in DECIDED else at
        found = found.filter(Q(**{f"{column}__lt": value}) | Q(**{column: value}, id__gt=last))
    return found.order_by(F(column).desc(), "id")


def _cursor(group: SuspectGroup, state: str) -> str:
    if state in DECIDED:
        return encode_cursor((((group.decided_at or _EPOCH) - _EPOCH) // _MICROSECOND, group.id))
    told: int = vars(group)["told"]
    return encode_cursor((told, group.id))


def rows_of(actor: Actor, groups: Sequence[SuspectGroup], degrees: Degrees) -> list[Row]:
    """Groups with their members in reach, the oldest customer first."""
    held = SuspectMember.objects.filter(group__in=groups).exclude(customer__in=kept_from(actor))
    belongs = list(held.order_by("customer_id").values_list("group", "customer"))
    visible = Customer.objects.visible_to(actor).in_bulk({customer_id for _, customer_id in belongs})
    partial = partly_kept(actor, groups)
    pairs = list(SuspectPair.objects.filter(group__in=partial, customer__in=visible, other__in=visible))
    rows = []
    for group in groups:
        ids = [customer_id for group_id, customer_id in belongs if group_id == group.id]
        members = [visible[i] for i in ids if i in visible]
        concealed = len(ids) - len(members)
        degree = degrees.of_group(group, complete=concealed == 0)
        if group.id in partial:
            degree = degrees.of_best(degrees.of_pair(pair) for pair in pairs if pair.group_id == group.id)
        rows.append(Row(group, members, 0 if group.state == MERGED else concealed, degree))
    return rows


def partly_kept(actor: Actor, groups: Sequence[SuspectGroup]) -> frozenset[int]:
    """Those of these groups in which somebody is above the actor's clearance."""
    held = SuspectMember.objects.filter(group__in=groups, customer__in=kept_from(actor))
    return frozenset(held.values_list("group_id", flat=True))


def count_open(actor: Actor) -> tuple[int, bool]:
    """How many groups wait for the actor, and whether there are more than were counted: for a mark beside a name, asked for often."""
    found = in_sight(actor).order_by()[: ON_A_MARK + 1].count()
    return min(found, ON_A_MARK), found > ON_A_MARK


def groups_of(actor: Actor, customer_id: int) -> list[Row]:
    """The open groups one customer stands in."""
    actor.require(rights.REVIEW)
    customer = load_visible(actor, customer_id)
    held = list(SuspectMember.objects.filter(customer=customer).values_list("group", flat=True))
    rows = _open_rows(actor, held) if held else []
    ids = [member.id for row in rows for member in row.members]
    record_read(actor, "customers.listed", customer_ids=ids or [customer.id], fields=["duplicates"])
    return rows


def _open_rows(actor: Actor, group_ids: Sequence[int]) -> list[Row]:
    degrees = Degrees(actor)
    found = degrees.rank(in_sight(actor)).filter(id__in=group_ids)
    return rows_of(actor, list(_after(found, OPEN, None)), degrees)


def suspects(customer_ids: Sequence[int]) -> Collection[int]:
    """Those of some customers that stand in an open group with somebody else. Somebody who is kept closer than they are does not count:
    it would be said to whoever sees them that the other is there, and by a customer made up for it whoever wants to know would ask."""
    mine = SuspectMember.objects.filter(customer_id__in=customer_ids)
    held = list(mine.values_list("group_id", "customer_id", "customer__classification"))
    groups = SuspectGroup.objects.filter(_of_state(OPEN), id__in={group_id for group_id, *_ in held})
    living = SuspectMember.objects.filter(group__in=groups, customer__trashed_at__isnull=True)
    levels: dict[int, list[int]] = {}
    for group_id, level in living.values_list("group_id", "customer__classification"):
        levels.setdefault(group_id, []).append(level or 0)
    return {
        customer_id
        for group_id, customer_id, own in held
        if sum(level <= (own or 0) for level in levels.get(group_id, ())) >= 2
    }


def follow_level(customer_id: int) -> None:
    """A customer is kept closer, or less closely: of those it stands in a group with, something else is said now."""
    groups = SuspectMember.objects.filter(customer_id=customer_id, group__state=OPEN).values("group")
    suspicion_changed(set(SuspectMember.objects.filter(group__in=groups).values_list("customer_id", flat=True)))
