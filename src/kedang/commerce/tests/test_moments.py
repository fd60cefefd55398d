"""Transactions in the timeline."""

import pytest

from kedang.archive.models import Customer
from kedang.archive.moments import Slice
from kedang.commerce.moments import moments
from kedang.commerce.tests.scene import make_scene
from tests.people import actor

pytestmark = pytest.mark.django_db


def test_the_newest_come_first_and_go_on_from_an_edge() -> None:
    scene = make_scene()
    made = [scene.made("purchase", at="2026-05-01T08:00:00Z") for _ in range(3)]
    customer, zhou = Customer.objects.get(id=scene.zhang), actor(scene.cast.zhou)
    first = moments(zhou, customer, Slice(2))
    assert [(each.id, each.kind, each.shown.amount) for each in first] == [
        (made[2], "transaction", "100.00"),
        (made[1], "transaction", "100.00"),
    ]
    rest = moments(zhou, customer, Slice(2, (first[-1].at, first[-1].id)))
    assert [each.id for each in rest] == made[:1]
