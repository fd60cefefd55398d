"""The directory: names and places, in memory, never stale."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.accounts.branches import forget, keeps_department, on_department_moved
from kedang.accounts.departments import delete_department, move_department
from kedang.accounts.queries import department_tree, directory, people, user_by_login
from kedang.accounts.users import change_user
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def test_people_are_found_by_id_and_strangers_are_left_out(cast: Cast) -> None:
    found = people([cast.lin.id, 99, -1])
    assert {i: p.name for i, p in found.items()} == {cast.lin.id: "林晓", -1: "command"}
    assert directory().department_name(found[cast.lin.id].department_id) == "华东销售部"
    assert directory().above(cast.hangzhou.id) == (cast.head_office.id, cast.east.id, cast.hangzhou.id)
    assert directory().below(cast.east.id) == {cast.east.id, cast.hangzhou.id}


def test_a_second_look_costs_one_small_query(cast: Cast) -> None:
    directory()
    with CaptureQueriesContext(connection) as asked:
        assert directory().name(cast.lin.id) == "林晓"
    assert len(asked) == 1


def test_a_changed_name_is_seen_at_once(cast: Cast) -> None:
    assert directory().name(cast.lin.id) == "林晓"
    change_user(actor(cast.admin), cast.lin.id, {"name": "林小"})
    assert directory().name(cast.lin.id) == "林小"


def test_somebody_is_found_by_login_however_it_is_typed(cast: Cast) -> None:
    found = user_by_login(" LIN ")
    assert found is not None
    assert found.id == cast.lin.id
    assert user_by_login("nobody") is None


def test_parents_come_before_children(cast: Cast) -> None:
    seen: set[int] = set()
    for node in department_tree():
        assert node.parent_id is None or node.parent_id in seen
        seen.add(node.id)
    assert len(seen) == 4


def test_rooms_above_hear_of_a_moved_branch_and_can_stop_it(cast: Cast) -> None:
    heard: list[frozenset[int]] = []

    def follow(by: Actor, departments: frozenset[int]) -> None:
        heard.append(departments)
        if len(heard) > 1:
            raise RuntimeError("the index is broken")

    on_department_moved(follow)
    try:
        move_department(actor(cast.admin), cast.east.id, parent_id=cast.south.id)
        assert heard == [frozenset((cast.east.id, cast.hangzhou.id))]
        with pytest.raises(RuntimeError):
            move_department(actor(cast.admin), cast.east.id, parent_id=cast.head_office.id)
        assert directory().above(cast.hangzhou.id)[1] == cast.south.id
    finally:
        forget(follow)


def test_rooms_above_can_keep_a_department(cast: Cast) -> None:
    def mine(department_id: int) -> bool:
        return department_id == cast.hangzhou.id

    keeps_department(mine)
    try:
        with pytest.raises(DomainError, match=r"department\.in_use"):
            delete_department(actor(cast.admin), cast.hangzhou.id)
    finally:
        forget(mine)
    delete_department(actor(cast.admin), cast.hangzhou.id)
    assert directory().department(cast.hangzhou.id) is None
