"""What is told of keys: numbers and dates, to whom it may be."""

import pytest

from kedang.kit.errors import DomainError
from kedang.operations.keys_standing import standing
from kedang.vault.keys import create_keys
from tests import people

pytestmark = pytest.mark.django_db


def test_only_who_may_run_the_installation_hears_of_keys() -> None:
    cast = people.make_cast()
    create_keys([71, 72])
    told = standing(people.actor(cast.admin))
    assert [(each.purpose, each.wraps) for each in told.masters if each.purpose == "kek"] == [("kek", 2)]
    with pytest.raises(DomainError):
        standing(people.actor(cast.zhou))
