"""Above somebody's clearance a customer is not there: not on any route, whoever asks, whoever's it is.

The whole world of the matrix is classified, and nobody in it has a clearance. Then no answer to anybody may hold a customer's name,
archive number or sensitive value, no path that names a customer may be answered, and the figures of what is seen are those of nothing.
With every clearance given the same world answers as it always does.
"""

from collections.abc import Iterator

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive.models import Contact, Customer
from tests import people
from tests.house.matrix import leaks, requests, rooms, table, world
from tests.house.matrix.table import NONE, OWN, Line
from tests.house.test_matrix import LINES, REVIEWED

PEOPLE = tuple(person for person in table.PEOPLE if person != "anonymous")
# Who looks after rights, incidents and what leaves must be able to say which customer; the number is told there, the name is not.
NUMBERS_TOLD = {
    "GET /api/access/users/{user_id}/sight": PEOPLE,
    "GET /api/approvals/past": ("auditor",),
    "GET /api/approval-reviews": ("auditor",),
}
GETS = [line for line in LINES if line.method == "GET"]
# One's own are seen least reluctantly: what tells nothing of them tells nothing of others'.
ASKED = [line for line in LINES if line.ownership in (OWN, NONE, "any")]
Built = tuple[world.World, leaks.Silence, list[str], list[str]]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Built]:
    """The world of the matrix with every customer classified."""
    with django_db_blocker.unblock(), world.undone():  # type: ignore[attr-defined]
        whole = rooms.build()
        names = [name for name in Customer.objects.values_list("name", flat=True) if name]
        numbers = list(Customer.objects.values_list("number", flat=True))
        Customer.objects.update(classification=1)
        yield whole, leaks.Silence(whole), names, numbers


def test_nobody_sees_anything(built: Built) -> None:
    whole, *_ = built
    for user in whole.users.values():
        assert not Customer.objects.visible_to(people.actor(user), trashed=None).exists()
    assert Contact.objects.exists(), "there is something to be told"


@pytest.mark.parametrize("line", ASKED, ids=lambda line: f"{line.method} {line.path} {line.ownership}")
def test_no_route_tells_of_what_is_above_a_clearance(built: Built, line: Line) -> None:
    whole, silence, names, numbers = built
    route = f"{line.method} {line.path}"
    for person in PEOPLE:
        with world.undone():
            response = requests.ask(whole, line, person)
            body = leaks.told(response)
            assert silence.broken_by(route, person, response) == [], person
            assert [name for name in names if name in body] == [], person
            if person not in NUMBERS_TOLD.get(route, ()):
                assert [number for number in numbers if number in body] == [], person
            assert response.status_code < 500, person
            if line.path.startswith("/api/customers/{"):
                assert response.status_code >= 400, person


def test_with_every_clearance_nothing_is_otherwise(built: Built) -> None:
    whole, *_ = built
    with world.undone():
        User.objects.update(clearance=3)
        bump()
        lines = [line for line in GETS if line.path.startswith("/api/customers/{id}") and line in REVIEWED][::5]
        for line in lines:
            for person in PEOPLE:
                with world.undone():
                    assert requests.ask(whole, line, person).status_code == REVIEWED[line][person], (line, person)
