"""What matching is told of a content: values that stand in the wrong place are read where they stand."""

import pytest

from kedang.archive.tests.filing import content
from kedang.duplicates.facts import facts_of

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"


def test_a_telephone_in_the_name_and_in_the_place_of_a_document_is_one() -> None:
    named = facts_of(content("person", {"name": "侯兵文 13094987847", "mobile": "13800138000"}))
    assert set(named.phones) == {"+8613800138000", "+8613094987847"}
    swapped = facts_of(content("person", {"name": "崔娜", "id_number": "18244618526"}))
    assert (swapped.phones, swapped.identifiers) == (("+8618244618526",), ())


def test_a_document_in_the_place_of_a_telephone_is_one() -> None:
    found = facts_of(content("person", {"name": "崔娜", "mobile": ID_NUMBER}))
    assert (found.phones, found.identifiers) == ((), (("id_number", ID_NUMBER),))


def test_a_masked_telephone_tells_nothing() -> None:
    assert facts_of(content("person", {"name": "崔娜", "mobile": "138****4621"})).phones == ()


def test_an_id_number_holds_no_telephone() -> None:
    found = facts_of(content("person", {"name": "崔娜", "id_number": ID_NUMBER, "mobile": "13800138000"}))
    assert (found.phones, found.identifiers) == (("+8613800138000",), (("id_number", ID_NUMBER),))
