"""Assignment rules as they go out."""

from collections.abc import Iterable, Mapping

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.standardise.regions import region_of
from kedang.kit.actor import Actor
from kedang.ownership import assigning
from kedang.ownership import schemas_assigning as out
from kedang.ownership.models import Assignment
from kedang.ownership.schemas import OwnershipNamed
from kedang.ownership.trying import INTO_POOL, NOBODY, Tried


def assignments(actor: Actor) -> list[out.AssignmentRuleOut]:
    """Every rule, in order."""
    return [_rule(rule) for rule in assigning.assignments_of(actor)]


def trial(actor: Actor, found: Tried) -> out.AssignmentTrialOut:
    """What a rule would do."""
    policy = policy_for(actor, own=False, place="list")
    return out.AssignmentTrialOut(
        total=found.total,
        tried=found.tried,
        receivers=[
            out.AssignmentReceiverOut(person=person, count=count)
            for user_id, count in found.people.most_common()
            if user_id not in (NOBODY, INTO_POOL) and (person := _person(user_id)) is not None
        ],
        pooled=found.people[INTO_POOL],
        left=found.people[NOBODY],
        customers=[_fate(policy, customer, found.fates[customer.id]) for customer in found.shown],
        mark=found.mark,
    )


def _fate(policy: FieldPolicy, customer: Customer, fate: int) -> out.AssignedToOut:
    name = policy.show("name", customer.name)
    return out.AssignedToOut(
        id=str(customer.id),
        number=customer.number,
        name=name.value if name else None,
        to=_person(fate) if fate not in (NOBODY, INTO_POOL) else None,
        pooled=fate == INTO_POOL,
    )


def _rule(rule: Assignment) -> out.AssignmentRuleOut:
    return out.AssignmentRuleOut(
        id=str(rule.id),
        name=rule.name,
        conditions=[out.AssignmentConditionOut(**each) for each in rule.conditions],
        way=rule.way,
        users=_people(rule.user_ids),
        departments=_places(rule.department_ids),
        territories=[_territory(each) for each in rule.territories],
        pool=OwnershipNamed(id=str(rule.pool.id), name=rule.pool.name) if rule.pool else None,
        wait_days=rule.wait_days,
        state=rule.state,
        from_at=rule.from_at,
        version=rule.version,
    )


def _territory(each: Mapping[str, list[int]]) -> out.AssignmentTerritoryOut:
    regions = (region_of(code) for code in each["regions"])
    return out.AssignmentTerritoryOut(
        regions=[OwnershipNamed(id=str(one.code), name=one.name) for one in regions if one is not None],
        users=_people(each["user_ids"]),
        departments=_places(each["department_ids"]),
    )


def _person(user_id: int) -> OwnershipNamed | None:
    person = directory().person(user_id)
    return OwnershipNamed(id=str(person.id), name=person.name) if person else None


def _people(ids: Iterable[int]) -> list[OwnershipNamed]:
    return [person for user_id in ids if (person := _person(user_id)) is not None]


def _places(ids: Iterable[int]) -> list[OwnershipNamed]:
    found = (directory().department(one) for one in ids)
    return [OwnershipNamed(id=str(place.id), name=place.name) for place in found if place is not None]
