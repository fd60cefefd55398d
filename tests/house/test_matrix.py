"""Every route × method × role × ownership answers as the reviewed table says, and a refusal changes nothing.

`KEDANG_WRITE_MATRIX=1 python -m pytest tests/house/test_matrix.py` writes the table anew; its diff is what a review reads.
"""

import json
import os
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from kedang.accounts.models import Department
from kedang.vault.keys import create_keys
from tests.house.matrix import digest, leaks, requests, rooms, table, world
from tests.house.matrix.table import ABSENT, OTHER, PEOPLE, Line
from tools.routes import PUBLIC, routes

WRITING = os.environ.get("KEDANG_WRITE_MATRIX") == "1"
ROUTES = {(route.path, route.method): route for route in routes()}
LINES = [Line(path, method, own) for path, method in sorted(ROUTES) for own in table.ownerships(path)]
REVIEWED = table.read()
Built = tuple[world.World, dict[str, str], leaks.Silence]
NEVER_CUSTOMERS = ("anonymous", "administrator", "auditor")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Built]:
    """The world, made once for all tests of this file and taken back at the end."""
    with django_db_blocker.unblock(), world.undone():  # type: ignore[attr-defined]
        whole = rooms.build()
        yield whole, digest.content(), leaks.Silence(whole)


def answer(built: Built, line: Line, person: str) -> tuple[int, list[str], list[str]]:
    """(status, what changed all the same although it was refused or is not this person's, what should not have been told)."""
    whole, before, silence = built
    with world.undone():
        written = digest.writes()
        response = requests.ask(whole, line, person)
        leaked = silence.broken_by(f"{line.method} {line.path}", person, response)
        if response.status_code == 404 and line.path.startswith(("/api/customers", "/api/imports")):
            error = json.loads(getattr(response, "content", b""))["error"]
            assert (error["code"], error["details"]) == ("not_found", {}), "a 404 tells nothing but itself"
        nothing = response.status_code >= 400 or (line.ownership in (OTHER, ABSENT) and person in ("member", "lead"))
        changed = digest.changes(before) if nothing and digest.writes() != written else []
    return response.status_code, changed, leaked


def test_the_table_has_every_route_and_no_other() -> None:
    if WRITING:
        pytest.skip("writing the table")
    assert sorted(set(LINES) - set(REVIEWED)) == [], "new routes: write the matrix, review it, commit it"
    assert sorted(set(REVIEWED) - set(LINES)) == [], "these routes are gone"


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.path} {line.ownership}")
def test_a_line(built: Built, line: Line) -> None:
    found: dict[str, int] = {}
    for person in PEOPLE:
        status, changed, leaked = answer(built, line, person)
        assert changed == [], f"{person} was refused with {status}, but these changed"
        assert leaked == [], f"{person} is told what they may not read"
        assert status < 500, f"{person}: a bug"
        found[person] = status
    if WRITING:
        REVIEWED[line] = found
    else:
        assert found == REVIEWED.get(line)


def test_a_change_behind_a_refusal_is_seen(built: Built) -> None:
    whole, before, _ = built
    with world.undone():
        written = digest.writes()
        Department.objects.filter(id=whole.cast.south.id).update(name="改了")
        create_keys([1])
        assert digest.writes() != written
        assert digest.changes(before) == ["default.accounts_department", "keys.vault_subject_key"]
    assert digest.changes(before) == []


def test_a_value_that_is_told_is_seen(built: Built) -> None:
    _, _, silence = built
    for person, least in (("administrator", 20), ("auditor", 20), ("member", 20), ("lead", 20), ("manager", 5)):
        forbidden = silence.forbidden(person, "page")
        assert len(forbidden) > least, person
        value = forbidden[0].value
        spaced = HttpResponse(f"{value[:3]} {value[3:]}")
        assert silence.broken_by("GET /api/x", person, spaced), person
    assert {s.field for s in silence.forbidden("manager", "page")} == {"bank_account"}


def test_what_holds_for_every_line() -> None:
    """The rules the table may not break, whoever reviewed it."""
    broken: list[str] = []
    for line, statuses in REVIEWED.items():
        route = ROUTES.get((line.path, line.method))
        if route is None or WRITING:
            continue
        where = f"{line.method} {line.path} {line.ownership}"
        if route.right != PUBLIC and statuses["anonymous"] != 401:
            broken.append(f"{where}: anonymous gets {statuses['anonymous']}")
        if "/customers" in line.path or line.path in ("/api/search", "/api/imports"):
            broken += [f"{where}: {p} gets {statuses[p]}" for p in NEVER_CUSTOMERS if statuses[p] < 400]
        if line.ownership in (OTHER, ABSENT) and line.path not in table.IN_BODY:
            broken += [f"{where}: {p} gets {statuses[p]}" for p in ("member", "lead") if statuses[p] < 400]
    assert broken == []


def test_what_one_may_not_see_answers_like_what_does_not_exist() -> None:
    different = [
        f"{line.method} {line.path}: {person} {statuses[person]} and {absent[person]}"
        for line, statuses in REVIEWED.items()
        if line.ownership == OTHER and (absent := REVIEWED.get(Line(line.path, line.method, ABSENT)))
        for person in ("member", "lead")
        if statuses[person] != absent[person]
    ]
    assert different == []


def test_bodies_are_known_for_every_route_that_takes_one() -> None:
    lacking = [
        f"{route.method} {route.path}"
        for route in ROUTES.values()
        if route.takes_body and f"{route.method} {requests.plain(route.path)}" not in requests.BODIES
    ]
    assert lacking == [], "say in tests/house/matrix/requests.py what these are asked with"


def test_the_table_is_written() -> None:
    if WRITING:
        table.write({line: REVIEWED[line] for line in LINES if line in REVIEWED})
