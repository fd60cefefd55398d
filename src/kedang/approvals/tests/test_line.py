"""Nobody decides about customers above their clearance, whether one is to be looked at or many are to leave."""

from dataclasses import replace

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.approvals import asking, exporting, granting, line, reading
from kedang.approvals.exporting import Leaving
from kedang.approvals.looking import today
from kedang.approvals.models import Day, Request
from kedang.approvals.tests.scene import WORDS, Scene
from kedang.archive.models import Customer
from kedang.archive.rights import EXPORT
from kedang.finding.conditions import Condition
from kedang.finding.lists import ListQuery
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from tests.people import actor, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
QUESTION = ListQuery(filter=(Condition("level", "eq", ("A",)),))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def cleared(level: int, *users: User) -> None:
    """These people have this clearance from now on."""
    User.objects.filter(id__in=[user.id for user in users]).update(clearance=level)
    bump()


def classified(scene: Scene, level: int) -> None:
    Customer.objects.filter(id=scene.guo).update(classification=level)


def leaving(scene: Scene) -> Leaving:
    return Leaving(question=QUESTION, columns=("number", "name"), clear=(), ids=[scene.guo])


def exporter(scene: Scene) -> Actor:
    """周, who may export, and has nothing left of today."""
    scene.rule(export_rows=1)
    them = actor(scene.cast.zhou)
    Day.objects.get_or_create(day=today(), user_id=them.id, defaults={"exported": 1})
    return replace(them, rights=them.rights | {EXPORT})


def asked_to_export(scene: Scene) -> Request:
    return exporting.ask(exporter(scene), leaving(scene), purpose="service", said_words=WORDS)


def refused(scene: Scene, request: Request, user: User) -> str:
    with unchanged(), pytest.raises(DomainError) as found:
        granting.approve(actor(user), request.id, version=1)
    return found.value.code


def test_only_who_has_the_clearance_is_told_and_decides(scene: Scene) -> None:
    cast = scene.cast
    cleared(2, cast.zhou, cast.wang)
    classified(scene, 2)
    assert line.closest_kept([scene.guo]) == 2
    east = {cast.east.id}
    assert line.told(cast.zhou.id, east, level=2) == [cast.wang.id], (
        "the lead has no clearance: whoever sees all and has"
    )
    for request in (scene.asked(), asked_to_export(scene)):
        assert [row.id for row in reading.to_decide(actor(cast.lin)).rows] == []
        assert reading.counts(actor(cast.lin)).decide == 0
        assert refused(scene, request, cast.lin) == "not_found"
        assert request.id in [row.id for row in reading.to_decide(actor(cast.wang)).rows]
        granting.approve(actor(cast.wang), request.id, version=1)


def test_nobody_with_a_clearance_is_nobody_to_ask(scene: Scene) -> None:
    cast = scene.cast
    cleared(1, cast.zhou)
    classified(scene, 1)
    with unchanged(), pytest.raises(DomainError) as found:
        scene.asked()
    assert found.value.code == asking.NOBODY.code
    them = exporter(scene)
    with unchanged(), pytest.raises(DomainError) as found:
        exporting.ask(them, leaving(scene), purpose="service", said_words=WORDS)
    assert found.value.code == exporting.NOBODY.code


def test_a_grant_rests_while_its_maker_has_no_clearance_for_it(scene: Scene) -> None:
    """The customer is classified after it was granted, or the clearance withdrawn."""
    cast = scene.cast
    scene.granted()
    request = asked_to_export(scene)
    granting.approve(actor(cast.lin), request.id, version=1)
    cleared(1, cast.zhou)
    classified(scene, 1)
    with pytest.raises(DomainError) as found:
        exporting.let_out(exporter(scene), leaving(scene))
    assert found.value.code == "export.suspended"
    body = {"fields": ["id_number"]}
    assert send(scene.zhou, "POST", f"/customers/{scene.guo}/reveal", body).status_code == 403
    told = reading.mine(actor(cast.zhou))
    assert [told.about[row.id].suspended for row in told.rows] == [True, True]
    cleared(1, cast.zhou, cast.lin)
    assert send(scene.zhou, "POST", f"/customers/{scene.guo}/reveal", body).status_code == 200
    assert exporting.let_out(exporter(scene), leaving(scene)).request_id == request.id
