"""Whatever is merged, and in whatever order it is undone: in the end every table is what it was, row by row.

Left out are history, the record of merges itself, and of a customer its version and when and by whom it was last changed.
"""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.archive import notes, parts
from kedang.archive.forwarding import resolve
from kedang.archive.links import links
from kedang.archive.load import load_contents
from kedang.archive.models import Customer, ExternalId, Note
from kedang.kit.actor import Actor
from kedang.merging.models import Merge
from kedang.merging.tests import tables
from kedang.merging.tests.world import World
from kedang.merging.undo import undo_merge
from kedang.vault.keys import key_for
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
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
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


@given(
    seed=st.integers(0, 2**32),
    steps=st.lists(st.sampled_from(["merge", "merge", "edit", "undo"]), min_size=4, max_size=10),
)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_came_in_between_is_lost(cast: Cast, seed: int, steps: list[str]) -> None:
    lin, chance = actor(cast.lin), random.Random(seed)
    with transaction.atomic():
        world = World(cast, seed)
        added: list[str] = []
        written: dict[int, str] = {}
        for step in steps:
            if step == "merge":
                world.merge(lin)
            elif step == "undo":
                undo_one(lin, chance)
            else:
                there = Customer.objects.filter(survivor_id=None).order_by("id").values_list("id", flat=True)
                chosen = chance.choice(list(there))
                added.append(f"wx_{len(added)}_added")
                parts.add_point(lin, chosen, parts.PointDraft(kind="wechat", value=added[-1]))
                written[notes.write(lin, chosen, body=added[-1])] = added[-1]
            holds_once(added, written)
        while undo_one(lin, chance):
            holds_once(added, written)
        transaction.set_rollback(True)


def holds_once(added: list[str], written: dict[int, str]) -> None:
    """Each added value stands with exactly one who stands, and each note is there and opens under its customer's key."""
    standing = list(Customer.objects.filter(survivor_id=None).values_list("id", flat=True))
    held = [point.value for content in load_contents(standing).values() for point in content.points]
    assert [held.count(value) for value in added] == [1] * len(added)
    rows = {row.id: row for row in Note.objects.filter(id__in=written)}
    assert {row.customer_id for row in rows.values()} <= set(standing)
    for note_id, text in written.items():
        row = rows[note_id]
        key = key_for(row.customer_id)
        assert key.open_padded(row.body_enc, table="note", column="body", row_id=note_id) == text


def test_every_linked_table_takes_part(cast: Cast) -> None:
    """The world above has rows of every table a merge moves or copies."""
    World(cast, 7)
    empty = [
        link.name
        for link in links()
        if link.on_merge != "keep" and not link.model._base_manager.filter(**{f"{link.column}__isnull": False}).exists()
    ]
    assert empty == []
