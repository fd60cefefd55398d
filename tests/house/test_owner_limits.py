"""Whatever people, imports and rules do, and in whatever order: nobody gets more than the limit, claims more than the quota, gets
back what they lost within the cooling period, or loses what is protected; and what was simulated is what then happens.

What is allowed is written down here a second time, from the outside: who got and lost whom, and how many days ago.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kedang.archive.models import Customer
from kedang.kit.errors import DomainError
from kedang.ownership.models import Holding
from kedang.ownership.tests.scene import Scene, make_scene
from tests.house import owner_assigning as assigning
from tests.house import owner_world as world_of
from tests.house.owner_world import World, date_of

pytestmark = pytest.mark.django_db
STEPS: dict[str, Callable[[World], None]] = {
    step.__name__: step
    for step in (
        world_of.claim,
        world_of.release,
        world_of.give,
        world_of.assign,
        world_of.assign_many,
        world_of.dispute,
        world_of.succeed,
        world_of.merge_two,
        world_of.unmerge,
        world_of.sell,
        world_of.opportunity,
        world_of.create,
        world_of.create_for,
        world_of.trash,
        world_of.restore,
        world_of.import_,
        world_of.undo,
        world_of.contact,
        world_of.night,
        world_of.day,
        world_of.leave_or_return,
        assigning.as_shown,
        assigning.stands,
        assigning.rests,
        assigning.in_another_order,
        assigning.a_minute,
    )
}
NEVER_REFUSED = {step.__name__ for step in (assigning.as_shown, assigning.stands, assigning.rests, assigning.a_minute)}
OFTEN = [
    *STEPS,
    *["dispute", "merge_two", "unmerge", "stands"],
    *["as_shown", "a_minute", "create"] * 3,
    *["claim"] * 5,
    *["release"] * 4,
    *["night"] * 3,
    *["day"] * 4,
]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def owners() -> dict[int, int]:
    """Whose each customer is that is in use."""
    found = Customer.objects.filter(trashed_at__isnull=True).values_list("id", "owner_id")
    return {customer_id: owner_id for customer_id, owner_id in found if owner_id is not None}


def counted(world: World, mine: dict[int, int]) -> Counter[int]:
    """How many each has that count."""
    free = assigning.free_of(world)
    return Counter(owner_id for customer_id, owner_id in mine.items() if customer_id not in free)


def held_to(world: World, step: str, before: dict[int, int], trashed: set[int]) -> None:
    """What a step may not have done."""
    after = owners()
    were, are = counted(world, before), counted(world, after)
    for person in world.people:
        assert are[person.id] <= max(world.most, were[person.id]), (step, "limit")
        mine = [at for who, at in world.claims if who == person.id]
        monday = world.today - date_of(world).weekday()
        assert mine.count(world.today) <= world.day_quota, (step, "a day")
        assert sum(at >= monday for at in mine) <= world.week_quota, (step, "a week")
    pooled = set(Holding.objects.filter(pool__isnull=False).values_list("customer_id", flat=True))
    for customer_id in before.keys() | after.keys():
        was, is_now = before.get(customer_id), after.get(customer_id)
        if was == is_now:
            continue
        if customer_id in trashed or step in ("trash", "merge_two", "unmerge"):
            world.former.pop(customer_id, None)
        elif was is not None:
            world.former[customer_id] = was
        if customer_id in trashed or step == "trash":
            continue
        if is_now is not None:
            since = world.lost.get((customer_id, is_now))
            assert since is None or world.today - since >= world.cooling, (step, "cooling")
            world.got[customer_id] = world.today
        if was is not None and customer_id in pooled:
            if step == "night":
                assert world.today - world.got.get(customer_id, 0) >= world.protection, (step, "protection")
            world.lost[customer_id, was] = world.today


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(OFTEN), min_size=20, max_size=40))
# A step is a transaction or a whole import: making a failure smaller would take minutes.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_no_limit_is_ever_broken(scene: Scene, seed: int, steps: list[str]) -> None:
    with transaction.atomic():
        world = World(scene, seed)
        for step in steps:
            before = owners()
            trashed = set(Customer.objects.filter(trashed_at__isnull=False).values_list("id", flat=True))
            try:
                with transaction.atomic():
                    STEPS[step](world)
            except DomainError:
                assert step not in NEVER_REFUSED
                assert owners() == before
            held_to(world, step, before, trashed)
        transaction.set_rollback(True)
