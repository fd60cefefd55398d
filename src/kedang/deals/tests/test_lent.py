"""A customer that was shared with somebody shows them their own opportunities, and those of colleagues only where the share says so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.archive import sharing
from kedang.archive.models import Customer, Grant
from kedang.archive.moments import Slice
from kedang.archive.owned import lent_without_deals
from kedang.deals.board import board
from kedang.deals.listing import Wanted, listed
from kedang.deals.moments import steps
from kedang.deals.sight import in_sight, open_to, withheld
from kedang.deals.tests.scene import Scene, make_scene
from kedang.deals.tests.test_board import planned
from kedang.kit.clock import now
from tests.people import actor, browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
SECRET = "暗号苍鹭的大单"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def lent(scene: Scene, *, deals: bool = False, level: str = "edit") -> int:
    """周 shares 张伟 with 陈, who works for another department."""
    zhou, chen = actor(scene.cast.zhou), scene.cast.chen
    return sharing.share(zhou, scene.zhang, user_id=chen.id, level=level, deals=deals)


def of_zhang(scene: Scene) -> list[str]:
    """The opportunities 陈 sees with 张伟."""
    answer = scene.ask(scene.cast.chen, "GET", "/opportunities")
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["opportunities"]]


def everywhere(scene: Scene) -> str:
    """Whatever 陈 can read that could tell of opportunities."""
    chen = browser(scene.cast.chen)
    paths = (
        *(f"/opportunities?whose={whose}" for whose in ("mine", "team", "all")),
        *(f"/opportunities/board?whose={whose}" for whose in ("mine", "team", "all")),
        *(f"/customers/{scene.zhang}/{part}" for part in ("opportunities", "projects", "timeline")),
    )
    return "".join(send(chen, "GET", path).content.decode() for path in paths)


def test_a_collaborator_sees_the_customer_and_not_the_opportunities_of_others(scene: Scene) -> None:
    other = scene.opened(title=SECRET)
    scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "加急", "opportunity_id": str(other)})
    scene.project(opportunity_id=str(other))
    lent(scene)
    assert send(browser(scene.cast.chen), "GET", f"/customers/{scene.zhang}").status_code == 200
    own = scene.opened(scene.cast.chen)
    assert of_zhang(scene) == [str(own)]
    told = everywhere(scene)
    assert str(own) in told
    assert SECRET not in told
    assert str(other) not in told, "not even that there is one"
    for whose in ("mine", "team", "all"):
        assert scene.listed(scene.cast.chen, f"?whose={whose}") == [str(own)]
        assert scene.board(scene.cast.chen, f"?whose={whose}")["初步接触"] == (1, [str(own)])


def test_what_is_not_seen_is_not_changed(scene: Scene) -> None:
    other = scene.opened()
    lent(scene)
    with unchanged():
        for method, path, body in (
            ("GET", f"/{other}", None),
            ("PATCH", f"/{other}", {"version": 1, "title": "x"}),
            ("POST", f"/{other}/move", {"version": 1, "stage_id": "2"}),
            ("POST", f"/{other}/win", {"version": 1}),
        ):
            answer = scene.ask(scene.cast.chen, method, f"/opportunities{path}", body)
            assert (answer.status_code, code(answer)) == (404, "not_found"), path
        tied = scene.ask(scene.cast.chen, "POST", "/needs", {"after": "x", "opportunity_id": str(other)})
        gone = scene.ask(scene.cast.chen, "POST", "/needs", {"after": "x", "opportunity_id": "1"})
        assert (tied.status_code, code(tied)) == (gone.status_code, code(gone)), "as if there were none"


def test_the_share_may_say_otherwise(scene: Scene) -> None:
    other = scene.opened()
    grant = lent(scene)
    body = {"level": "edit", "deals": True}
    zhou = browser(scene.cast.zhou)
    answer = send(zhou, "PATCH", f"/customers/{scene.zhang}/collaborators/{grant}", body)
    assert (answer.status_code, answer.json()["collaborators"][0]["deals"]) == (200, True)
    assert of_zhang(scene) == [str(other)]
    assert scene.board(scene.cast.chen, "?whose=all")["初步接触"] == (1, [str(other)])
    send(zhou, "PATCH", f"/customers/{scene.zhang}/collaborators/{grant}", {"level": "edit", "deals": False})
    assert of_zhang(scene) == []
    sharing.change(actor(scene.cast.zhou), scene.zhang, grant, {"deals": True})
    Grant.objects.update(until=now() - timedelta(days=1))
    assert scene.ask(scene.cast.chen, "GET", "/opportunities").status_code == 404


def test_who_is_in_reach_anyway_loses_nothing_by_a_share(scene: Scene) -> None:
    other = scene.opened()
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.cast.lin.id)
    assert scene.listed(scene.cast.lin, "?whose=all") == [str(other)]
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.cast.wang.id)
    assert scene.listed(scene.cast.wang, "?whose=all") == [str(other)]
    assert scene.board(scene.cast.wang, "?whose=all")["初步接触"][0] == 1


def test_a_customer_that_belongs_to_no_department_is_lent_as_well(scene: Scene) -> None:
    Customer.objects.filter(id=scene.zhang).update(department_id=None)
    other = scene.opened()
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.cast.lin.id)
    assert list(lent_without_deals(actor(scene.cast.lin)).values_list("id", flat=True)) == [scene.zhang]
    assert str(other) not in scene.listed(scene.cast.lin, "?whose=all")


def test_the_timeline_tells_a_collaborator_only_of_their_own(scene: Scene) -> None:
    other = scene.opened()
    lent(scene)
    own = scene.opened(scene.cast.chen)
    customer = Customer.objects.get(id=scene.zhang)
    told = steps(actor(scene.cast.chen), customer, Slice(9))
    assert [moment.shown.opportunity_id for moment in told] == [str(own)]
    everything = steps(actor(scene.cast.zhou), customer, Slice(9))
    assert {moment.shown.opportunity_id for moment in everything} == {str(own), str(other)}


def test_who_was_lent_is_found_by_indexes(scene: Scene) -> None:
    scene.opened()
    lent(scene)
    chen = actor(scene.cast.chen)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    for whose in ("team", "all"):
        with CaptureQueriesContext(connection) as asked:
            listed(chen, Wanted(whose=whose))
            board(chen, whose=whose)
        asked_for = [query["sql"] for query in asked.captured_queries if str(scene.zhang) in query["sql"]]
        found = [statement for statement in asked_for if 'FROM "deals_opportunity"' in statement]
        assert found, "who was lent is asked for by id"
        for statement in found:
            plan = planned(statement)
            assert "SCAN deals_opportunity\n" not in plan, plan
            assert "Seq Scan on deals_opportunity" not in plan, plan


def test_who_was_lent_nobody_is_asked_nothing_more(scene: Scene) -> None:
    scene.opened(scene.cast.chen, customer=scene.li)
    found = in_sight(actor(scene.cast.chen), "all")
    assert str(open_to(actor(scene.cast.chen), found).query) == str(found.query)
    assert list(withheld(actor(scene.cast.chen), found)) == []
