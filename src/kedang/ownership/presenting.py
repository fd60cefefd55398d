"""Ownership as it goes out."""

from collections.abc import Iterable, Sequence

from kedang.accounts.queries import directory
from kedang.archive.models import KIND_NAMES, Customer, Tag
from kedang.archive.policy import FieldPolicy, named, policy_for
from kedang.kit.actor import Actor
from kedang.ownership import rules as recycling
from kedang.ownership import schemas as out
from kedang.ownership import window
from kedang.ownership.caps import caps, hold_of
from kedang.ownership.models import Cap, Night, Pool, Rule
from kedang.ownership.policy import RELEASED
from kedang.ownership.rules import Simulation
from kedang.ownership.soon import Soon
from kedang.ownership.window import Waiting

NIGHTS = 14


def pools(actor: Actor) -> list[out.PoolOut]:
    """The pools somebody may look into."""
    return [
        out.PoolOut(
            id=str(left.pool.id),
            name=left.pool.name,
            count=left.count,
            claimable=left.may_claim,
            left_today=left.today,
            left_this_week=left.week,
            per_day=left.pool.per_day,
            per_week=left.pool.per_week,
            cooling_days=left.pool.cooling_days,
            protection_days=left.pool.protection_days,
        )
        for left in window.overview(actor)
    ]


def pooled(actor: Actor, found: window.Page) -> out.PooledPage:
    """A page of a pool, each customer like somebody else's."""
    return out.PooledPage(rows=[_pooled(actor, each) for each in found.rows], next=found.next)


def _pooled(actor: Actor, found: Waiting) -> out.PooledOut:
    customer, holding = found.customer, found.holding
    region = _of_others(actor, "region", str(customer.region or ""))
    return out.PooledOut(
        id=str(customer.id),
        number=customer.number,
        kind=KIND_NAMES[customer.kind],
        name=_of_others(actor, "name", customer.name),
        region=named("region", region, actor.language) if region else None,
        industry=_of_others(actor, "industry", customer.industry),
        level=_of_others(actor, "level", customer.level),
        since=holding.since,
        how=holding.how,
        reason=holding.reason if holding.how == RELEASED else "",
        former=_person(holding.from_id) if _strict(actor, "owner").clear("owner") else None,
        contact_at=found.contact_at,
        cooling_until=found.cooling_until,
    )


def _of_others(actor: Actor, code: str, value: str) -> str | None:
    return _shown(_strict(actor, code), code, value)


def _strict(actor: Actor, code: str) -> FieldPolicy:
    """How a field of somebody else's customer shows where it shows least: on their page, or in a list."""
    places = (policy_for(actor, own=False), policy_for(actor, own=False, place="list"))
    return min(places, key=lambda policy: policy.mode(code))


def soon(actor: Actor, found: Sequence[Soon]) -> list[out.SoonOut]:
    """What falls soon."""
    own, other = policy_for(actor, own=True, place="list"), policy_for(actor, own=False, place="list")
    rows = []
    for each in found:
        policy = own if each.customer.owner_id == actor.id else other
        rows.append(
            out.SoonOut(
                **_customer(policy, each.customer),
                pool=out.OwnershipNamed(id=str(each.rule.pool.id), name=each.rule.pool.name),
                rule=each.rule.name,
                misses=each.rule.misses,
                on=each.on,
                contact_at=each.contact_at,
            )
        )
    return rows


def few_soon(actor: Actor, count: int, found: Sequence[Soon]) -> out.FewSoonOut:
    """How many fall soon, and the next of them."""
    return out.FewSoonOut(count=count, rows=soon(actor, found))


def hold(actor: Actor) -> out.HoldOut:
    """How many the reader has, and may have."""
    held, most = hold_of(actor)
    return out.HoldOut(held=held, most=most)


def settings(actor: Actor) -> out.OwnershipSettingsOut:
    """Everything that is set, for whoever sets it."""
    rules = recycling.rules_of(actor)
    pools, limits = list(Pool.objects.order_by("name")), caps()
    tags = _tags(
        [
            *(i for pool in pools for i in pool.tag_ids),
            *(i for cap in limits for i in cap.free_tag_ids),
            *(i for rule in rules for i in rule.spared_tag_ids),
        ]
    )
    return out.OwnershipSettingsOut(
        pools=[_pool(pool, tags) for pool in pools],
        caps=[_cap(cap, tags) for cap in limits],
        rules=[_rule(rule, tags) for rule in rules],
        nights=[
            out.NightOut(day=night.day, due=night.due, fallen=night.fallen, finished_at=night.finished_at)
            for night in Night.objects.order_by("-day")[:NIGHTS]
        ],
    )


def simulation(actor: Actor, found: Simulation) -> out.SimulationOut:
    """What a rule would do."""
    policy = policy_for(actor, own=False, place="list")
    return out.SimulationOut(
        day=found.day,
        total=found.total,
        owners=[
            out.OwnerFallsOut(owner=person, count=count)
            for owner_id, count in found.by_owner
            if (person := _person(owner_id)) is not None
        ],
        customers=[out.FallOut(**_customer(policy, customer)) for customer in found.shown],
        mark=found.mark,
    )


def _customer(policy: FieldPolicy, customer: Customer) -> dict[str, object]:
    return {
        "id": str(customer.id),
        "number": customer.number,
        "name": _shown(policy, "name", customer.name),
        "owner": _person(customer.owner_id) if policy.clear("owner") else None,
    }


def _pool(pool: Pool, tags: dict[int, str]) -> out.PoolSettingsOut:
    return out.PoolSettingsOut(
        id=str(pool.id),
        name=pool.name,
        departments=_places(pool.department_ids),
        kinds=pool.kinds,
        tags=_named(pool.tag_ids, tags),
        from_departments=_places(pool.from_department_ids),
        per_day=pool.per_day,
        per_week=pool.per_week,
        cooling_days=pool.cooling_days,
        protection_days=pool.protection_days,
        version=pool.version,
    )


def _cap(cap: Cap, tags: dict[int, str]) -> out.CapOut:
    places = _places([cap.department_id] if cap.department_id else [])
    return out.CapOut(
        id=str(cap.id),
        department=places[0] if places else None,
        most=cap.most,
        free_tags=_named(cap.free_tag_ids, tags),
        free_open_deals=cap.free_open_deals,
        version=cap.version,
    )


def _rule(rule: Rule, tags: dict[int, str]) -> out.RecyclingRuleOut:
    return out.RecyclingRuleOut(
        id=str(rule.id),
        name=rule.name,
        pool=out.OwnershipNamed(id=str(rule.pool.id), name=rule.pool.name),
        misses=rule.misses,
        days=rule.days,
        remind_days=rule.remind_days,
        departments=_places(rule.department_ids),
        kinds=rule.kinds,
        spared_tags=_named(rule.spared_tag_ids, tags),
        state=rule.state,
        from_day=rule.from_day,
        version=rule.version,
    )


def _shown(policy: FieldPolicy, code: str, value: str) -> str | None:
    shown = policy.show(code, value)
    return shown.value if shown else None


def _person(user_id: int | None) -> out.OwnershipNamed | None:
    person = directory().person(user_id)
    return out.OwnershipNamed(id=str(person.id), name=person.name) if person else None


def _places(ids: Iterable[int]) -> list[out.OwnershipNamed]:
    found = (directory().department(i) for i in ids)
    return [out.OwnershipNamed(id=str(place.id), name=place.name) for place in found if place is not None]


def _tags(ids: Sequence[int]) -> dict[int, str]:
    return dict(Tag.objects.filter(id__in=ids).values_list("id", "name"))


def _named(ids: Sequence[int], names: dict[int, str]) -> list[out.OwnershipNamed]:
    return [out.OwnershipNamed(id=str(i), name=names[i]) for i in ids if i in names]
