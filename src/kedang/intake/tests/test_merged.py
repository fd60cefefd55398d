"""Imports and customers that were merged: their external ids lead to the survivor, and undoing an import leaves them alone."""

import pytest

from kedang.archive.load import load_content
from kedang.archive.models import Customer, ExternalId
from kedang.intake.tests.builders import LIN, PERSON, ZHOU, bring, counts, table, take_back
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def holder(external_id: str) -> int:
    return ExternalId.objects.get(value=external_id).customer_id


def test_an_external_id_updates_the_survivor(cast: Cast) -> None:
    wang = actor(cast.wang)
    bring(wang, table(PERSON, LIN, ZHOU))
    lin, zhou = holder("P1"), holder("P2")
    made = merge(wang, lin, [zhou])
    again = bring(wang, table(PERSON, ("P2", "周敏", "13800002222", "", "律师")))
    assert counts(again) == {"updated": 1}
    assert load_content(lin).fields["occupation"] == "律师"
    assert load_content(zhou).fields["occupation"] == "医生"
    undo_merge(wang, made.id)
    assert holder("P2") == zhou
    assert Customer.objects.filter(survivor_id=None, trashed_at=None).count() == 2


def test_undoing_an_import_leaves_merged_customers_alone(cast: Cast) -> None:
    wang = actor(cast.wang)
    run = bring(wang, table(PERSON, LIN, ZHOU, ("P3", "陈刚", "13800003333", "", "")))
    lin, zhou = holder("P1"), holder("P2")
    made = merge(wang, lin, [zhou])
    take_back(wang, run, also="all")
    assert sorted(Customer.objects.values_list("id", flat=True)) == sorted([lin, zhou])
    undo_merge(wang, made.id)
    assert load_content(zhou).fields["name"] == "周敏"
