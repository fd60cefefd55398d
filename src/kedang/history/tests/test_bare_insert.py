"""The short way into the audit database is all or nothing as well."""

import pytest
from django.db import DatabaseError, connections

from kedang.history import reads
from kedang.history.models import ReadEvent
from kedang.history.writer import Row
from kedang.kit.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def _row() -> Row:
    return reads._row(system_actor("command"), "customers.listed", (1, 2), None, (), None, None)


def test_a_group_is_written_whole_or_not_at_all() -> None:
    if connections["audit"].vendor != "sqlite":
        pytest.skip("PostgreSQL has no short way")
    first, second = _row(), _row()
    reads._insert_bare([first, second])
    assert ReadEvent.objects.count() == 2
    with pytest.raises(DatabaseError):
        reads._insert_bare([_row(), first])
    assert ReadEvent.objects.count() == 2
    assert not connections["audit"].connection.in_transaction
    reads._insert_bare([_row()])
    assert ReadEvent.objects.count() == 3
