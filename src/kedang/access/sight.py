"""What somebody sees of one customer, and why: whether it loads and by which ways, and how far each field opens.

Every answer is the policy's own: `visible_to` says whether it loads, `reaches` by which ways, `policy_for` how far a field opens. Here they
are only put beside the roles, departments, shares and grants they come from.

Who asks may be told nothing of values. That a customer with a number exists they may be told: those who look after rights see no
customers themselves, and could not ask otherwise. The name is told only to whoever sees the customer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kedang.access.standing import Standing, load
from kedang.accounts.policy import RoleGrant
from kedang.approvals.opening import Opening, openings
from kedang.archive import customers, forwarding
from kedang.archive.models import KIND_NAMES, Customer, Grant, reaches
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, kind_fields
from kedang.history.reads import record_read
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import NOT_FOUND
from kedang.kit.modes import Line, Mode
from kedang.ownership.models import Holding, Pool

ALL = "all"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a customer comes into somebody's sight: all, owner, department or shared. `roles` give the scope, `grant` is
    the share."""

    code: str
    roles: tuple[RoleGrant, ...] = ()
    grant: Grant | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A role that opens a field this far, and the line of it that says so. No role: what holds for whoever has none."""

    role: RoleGrant | None
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSight:
    """How far one field opens: on the page, in lists, in exports; whether it may be overwritten; what takes its mask off."""

    code: str
    label: str
    group: str
    sensitivity: str
    page: Mode
    list: Mode
    export: Mode
    editable: bool
    because: tuple[Reason, ...]
    opening: Opening | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The whole answer. `loads` is what the policy decides; `pools` show a few masked columns of the customer without loading it."""

    standing: Standing
    customer: Customer
    name: str
    loads: bool
    own: bool
    open_to_edit: bool
    cleared: bool
    ways: tuple[Way, ...]
    pools: tuple[str, ...]
    fields: tuple[FieldSight, ...]


def sight_of(asker: Actor, user_id: int, named: str) -> Sight:
    """What somebody sees of the customer with this archive number or id; that it was asked is on record before it is told."""
    standing = load(asker, user_id)
    customer = _customer(named)
    record_read(asker, "access.explained", customer_ids=[customer.id], details={"user": str(user_id)})
    them = standing.actor
    active = standing.user.is_active
    loads = active and Customer.objects.visible_to(them, trashed=None).filter(id=customer.id).exists()
    own = loads and customers.is_own(them, customer)
    open_to_edit = loads and customers.is_open_to_edit(them, customer)
    return Sight(
        standing=standing,
        customer=customer,
        name=_name_for(asker, customer),
        loads=loads,
        own=own,
        open_to_edit=open_to_edit,
        cleared=them.clearance >= (customer.classification or 0),
        ways=tuple(_ways(standing, customer)) if loads else (),
        pools=tuple(_pools(them, customer)) if active else (),
        fields=tuple(_fields(asker, standing, customer, own=own, open_to_edit=open_to_edit)) if loads else (),
    )


def _customer(named: str) -> Customer:
    """By archive number, or by id as the history tells it; who was merged away leads on. Who is restricted is as absent as here as
    anywhere else."""
    text = named.strip()
    found = Customer.objects.filter(number=text).values_list("id", flat=True).first()
    if found is None and text.isascii() and text.isdigit() and len(text) < 19:
        found = int(text)
    customer = Customer.objects.filter(id=forwarding.leads_to(found)).first() if found is not None else None
    if customer is None or customer.restricted_at is not None:
        raise NOT_FOUND()
    return customer


def _name_for(asker: Actor, customer: Customer) -> str:
    """The name, for whoever sees the customer themselves and may read it."""
    if not Customer.objects.visible_to(asker, trashed=None).filter(id=customer.id).exists():
        return ""
    policy = policy_for(asker, own=customers.is_own(asker, customer))
    return customer.name if policy.clear("name") else ""


def _ways(standing: Standing, customer: Customer) -> Iterator[Way]:
    if standing.actor.scope == Scope.ALL:
        yield Way(ALL, tuple(standing.widest()))
    for code, way in reaches(standing.actor).items():
        if not Customer.objects.filter(way, id=customer.id).exists():
            continue
        if code == "shared":
            yield Way(code, grant=customers.running_grants(standing.actor).get(customer_id=customer.id))
        else:
            yield Way(code, tuple(standing.widest()) if code == "department" else ())


def _pools(them: Actor, customer: Customer) -> list[str]:
    """Pools somebody may look into that show this customer."""
    held = Holding.objects.filter(customer_id=customer.id, pool__isnull=False).values("pool_id")
    if customer.trashed_at is not None or customer.owner_id is not None:
        return []
    if not Customer.objects.cleared_for(them).filter(id=customer.id).exists():
        return []
    return sorted(Pool.objects.visible_to(them).filter(id__in=held).values_list("name", flat=True))


def _fields(
    asker: Actor, standing: Standing, customer: Customer, *, own: bool, open_to_edit: bool
) -> Iterator[FieldSight]:
    them = standing.actor
    page = policy_for(them, own=own)
    lists, exports = policy_for(them, own=own, place="list"), policy_for(them, own=own, place="export")
    told = policy_for(asker, own=False)
    codes = list(_codes(page, KIND_NAMES[customer.kind]))
    opened = openings(them, customer, page, [code for code, _ in codes])
    for code, group in codes:
        yield FieldSight(
            code=code,
            label=told.label(code),
            group=group,
            sensitivity=page.sensitivity(code),
            page=page.mode(code),
            list=lists.mode(code),
            export=exports.mode(code),
            editable=open_to_edit and page.editable(code),
            because=tuple(_reasons(standing, page, code)),
            opening=opened.get(code),
        )


def _codes(policy: FieldPolicy, kind: str) -> Iterator[tuple[str, str]]:
    """The fields a customer of this kind can have, with the section each stands in."""
    for spec in kind_fields(kind):
        yield spec.code, spec.group
    for definition in policy.definitions.values():
        if definition.active and kind in definition.kinds:
            yield f"{CUSTOM_PREFIX}{definition.code}", definition.group


def _reasons(standing: Standing, policy: FieldPolicy, code: str) -> Iterator[Reason]:
    modes, sensitivity = standing.actor.modes, policy.sensitivity(code)
    for at, line in modes.why(code, place=policy.place, own=policy.own, sensitivity=sensitivity):
        yield Reason(standing.roles[at] if at < len(standing.roles) else None, line)
