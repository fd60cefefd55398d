"""Whatever is merged, and in whatever order it is undone: in the end every table is what it was, row by row.

Left out are history, the record of merges itself, and of a customer its version and when and by whom it was last changed.
"""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.archive.forwarding import resolve
from kedang.archive.links import links
from kedang.archive.models import Customer, ExternalId
from kedang.kit.actor import Actor
from kedang.merging.models import Merge
from kedang.merging.tests import tables
from kedang.merging.tests.world import World
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def leads_everywhere(world: World) -> None:
    """Every id and every external id leads to somebody who stands."""
    leads = resolve(world.everybody)
    standing = set(Customer.objects.filter(survivor_id=None, trashed_at=None).values_list("id", flat=True))
    assert set(leads.values()) <= standing
    assert set(ExternalId.objects.values_list("customer_id", flat=True)) <= standing


def undo_one(who: Actor, chance: random.Random) -> bool:
    """Undo any merge that stands, not only the newest."""
    standing = list(Merge.objects.filter(undone_at=None).order_by("id").values_list("id", flat=True))
    if standing:
        undo_merge(who, chance.choice(standing))
    return bool(standing)


@given(
    seed=st.integers(0, 2**32),
    steps=st.lists(st.sampled_from(["merge", "merge", "merge", "undo"]), min_size=2, max_size=8),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_everything_comes_back(cast: Cast, seed: int, steps: list[str]) -> None:
    lin, chance = actor(cast.lin), random.Random(seed)
    with transaction.atomic():
        world = World(cast, seed)
        before = tables.rows()
        for step in steps:
            if step == "merge":
                world.merge(lin)
            else:
                undo_one(lin, chance)
            leads_everywhere(world)
        while undo_one(lin, chance):
            leads_everywhere(world)
        changed = tables.differences(before, tables.rows())
        assert changed == {}, {table: [len(x) for x in pair] for table, pair in changed.items()}
        transaction.set_rollback(True)


def test_every_linked_table_takes_part(cast: Cast) -> None:
    """The world above has rows of every table a merge moves or copies."""
    World(cast, 7)
    empty = [
        link.name
        for link in links()
        if link.on_merge != "keep" and not link.model._base_manager.filter(**{f"{link.column}__isnull": False}).exists()
    ]
    assert empty == []
