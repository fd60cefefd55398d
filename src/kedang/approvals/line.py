"""Who decides: somebody in the line of the customer's owner, who is not the requester under any account, and nobody the requester leads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.accounts.policy import Policy, current_policy
from kedang.approvals import rights
from kedang.approvals.models import Subject
from kedang.archive import rights as archive_rights
from kedang.archive.models import CLASSIFIED, Customer, kept_from
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import DomainError

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: how far their scope and their clearance reach, and who they are by mail."""

    id: int
    department_id: int | None
    mail: str
    rights: frozenset[str]
    scope: Scope
    department_ids: frozenset[int]
    clearance: int

    def covers(self, departments: Collection[int | None]) -> bool:
        """Whether the scope reaches customers of all these departments."""
        return self.scope == Scope.ALL or (
            bool(departments) and all(each in self.department_ids for each in departments)
        )


def departments_of(customer_ids: Sequence[int]) -> set[int | None]:
    """The departments some customers belong to."""
    found: set[int | None] = set()
    for start in range(0, len(customer_ids), _CHUNK):
        batch = Customer.objects.filter(id__in=customer_ids[start : start + _CHUNK])
        found.update(batch.order_by().values_list("department_id", flat=True).distinct())
    return found


def closest_kept(customer_ids: Collection[int]) -> int:
    """How closely the closest kept of some customers is kept. The classified are few and have an index of their own."""
    classified = Customer.objects.filter(CLASSIFIED).values_list("id", "classification")
    asked = frozenset(customer_ids)
    return max((level or 0 for customer_id, level in classified if customer_id in asked), default=0)


def deciders(requester_id: int, departments: Collection[int | None], *, level: int = 0) -> list[int]:
    """Who may decide: leads whose scope reaches all the customers, and whoever the right reaches everything for, with a clearance for
    the closest kept of them."""
    standing = _standing()
    asking = standing.get(requester_id)
    return [each.id for each in standing.values() if each.clearance >= level and _may(each, asking, departments)]


def told(requester_id: int, departments: Collection[int | None], *, level: int = 0) -> list[int]:
    """Who is told first: those in the line; whoever sees everything when nobody is there."""
    able = set(deciders(requester_id, departments, level=level))
    standing = [each for each in _standing().values() if each.id in able]
    line = [each.id for each in standing if each.scope != Scope.ALL]
    return sorted(line or [each.id for each in standing])


def may_decide(actor: Actor, requester_id: int, departments: Collection[int | None]) -> bool:
    """Whether this one may: by what they may do now, and within what their token allows."""
    return actor.can(rights.DECIDE) and actor.id in deciders(requester_id, departments)


def decidable(actor: Actor, asked: Mapping[int, tuple[int, set[int | None]]]) -> set[int]:
    """Which of these requests the actor may decide: id -> who asks, and the departments of the customers."""
    if not actor.can(rights.DECIDE):
        return set()
    standing = _standing()
    me = standing.get(actor.id)
    return {
        request_id
        for request_id, (requester_id, departments) in asked.items()
        if me is not None and _may(me, standing.get(requester_id), departments)
    }


def kept_of(actor: Actor, request_ids: Sequence[int]) -> set[int]:
    """Those of these requests that are about a customer above the actor's clearance: somebody else decides."""
    about = Subject.objects.filter(request_id__in=request_ids, customer__in=kept_from(actor))
    return set(about.values_list("request_id", flat=True))


def still_stands(granter_id: int, requester_id: int, *departments: int | None, level: int = 0) -> bool:
    """Whether who granted could grant it now: not disabled, with the right and the clearance, and with the customers in reach."""
    try:
        granter = actor_for(granter_id)
    except DomainError:
        return False
    return granter.clearance >= level and may_decide(granter, requester_id, departments)


def same_person(one_id: int, other_id: int) -> bool:
    """Whether two accounts are one person's: the same account, or the same mail address."""
    if one_id == other_id:
        return True
    mails = User.objects.filter(id__in=(one_id, other_id)).values_list("email", flat=True)
    found = [mail.strip().casefold() for mail in mails]
    return len(found) == 2 and found[0] == found[1] != ""


def not_below(user_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Of each of these: who may sign in and is not in their own line below: peers, whoever leads them, and who sees every customer."""
    standing = _standing()
    found = {}
    for user_id in user_ids:
        me = standing.get(user_id)
        below = {each.id for each in standing.values() if me and _leads(me, each) and not _leads(each, me)}
        found[user_id] = frozenset(standing) - below
    return found


def _may(each: Place, asking: Place | None, departments: Collection[int | None]) -> bool:
    if not {rights.DECIDE, archive_rights.VIEW} <= each.rights or not each.covers(departments):
        return False
    if asking is None:
        return True
    return each.id != asking.id and not (each.mail and each.mail == asking.mail) and not _leads(asking, each)


def _leads(asking: Place, each: Place) -> bool:
    """Whether who asks leads the one who would decide: works in a department they lead, or sees less where they see all."""
    if rights.DECIDE not in asking.rights or each.scope == Scope.ALL:
        return False
    return asking.scope == Scope.ALL or each.department_id in asking.department_ids


def _standing() -> dict[int, Place]:
    """Everybody who may sign in, as they stand now. Who was disabled asks nothing and decides nothing."""
    policy = current_policy()
    rows = User.objects.filter(is_active=True).order_by("id").values_list("id", "department_id", "email")
    return {user_id: _place(policy, user_id, department_id, mail) for user_id, department_id, mail in rows}


def _place(policy: Policy, user_id: int, department_id: int | None, mail: str) -> Place:
    grants = policy.grants_of(user_id, department_id)
    known = mail.strip().casefold()
    reach = (grants.scope, grants.department_ids, grants.clearance)
    return Place(user_id, department_id, known, grants.rights, *reach)
