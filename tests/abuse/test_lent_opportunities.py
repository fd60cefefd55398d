"""周 shared a customer with 陈 so that he can help with it. He tries every door to learn of the business she does there."""

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from kedang.accounts.models import User
from kedang.archive import sharing
from kedang.archive.models import Grant
from kedang.deals.models import Opportunity
from kedang.deals.stages import stages
from kedang.deals.tests.scene import Scene, day, make_scene
from kedang.finding.conditions import today
from kedang.kit.clock import now
from tests.house.source import ROOT
from tests.people import actor, browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
TITLE, RIVAL, STEP, AMOUNT = "暗号蓝鲸的扩建", "暗号虎鲸机电", "暗号海豚周五报价", 98_765_400
PLACE = re.compile(r"{[^}]*}")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def business(scene: Scene) -> int:
    """周's opportunity with 张伟, which leaves its traces everywhere: it moved, stands still, is late, has a project and a need."""
    made = scene.opened(title=TITLE, competitors=RIVAL, next_step=STEP, amount=AMOUNT)
    scene.do(made, "move", stage_id=str(stages()[1].id))
    scene.do(made, "lose", reason="price", note=RIVAL)
    scene.do(made, "reopen")
    scene.project(opportunity_id=str(made))
    scene.ask(scene.cast.zhou, "POST", "/needs", {"after": "加急", "opportunity_id": str(made)})
    assert scene.ask(scene.cast.zhou, "POST", "/plans", {"goal": "首选"}).status_code == 201
    Opportunity.objects.update(stage_since=now() - timedelta(days=77), expected_on=today() - timedelta(days=33))
    return made


def lent(scene: Scene, *, deals: bool = False) -> int:
    """She shares 张伟 with 陈, who may change the archive."""
    return sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.cast.chen.id, level="edit", deals=deals)


def routes(*methods: str) -> Iterator[tuple[str, str]]:
    """Everything that can be asked."""
    for path, known in json.loads((ROOT / "web/openapi.json").read_text())["paths"].items():
        for method in methods:
            if method in known:
                yield method.upper(), path.removeprefix("/api")


def said(answer: Any) -> str:
    """What an answer says, as text; paper is read."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw.startswith(b"%PDF"):
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(raw)))
    return str(raw, "utf-8", "replace")


def words(opportunity: int) -> tuple[str, ...]:
    """Any of these tells of it, in whatever form."""
    return (
        "蓝鲸",
        "虎鲸",
        "海豚",
        str(opportunity),
        "987654",
        "987,654",
        "opportunity.",
        '"stuck"',
        '"passed"',
        "登记商机",
        "商机推进",
    )


def telling(scene: Scene, user: User, opportunity: int) -> list[str]:
    """The routes that tell somebody of the opportunity, whatever ids they are asked for."""
    eyes, found = browser(user), []
    for _, path in routes("get"):
        for first, second in ((scene.zhang, opportunity), (opportunity, scene.zhang)):
            target = PLACE.sub(str(second), PLACE.sub(str(first), path, count=1))
            for query in ("", "?whose=all", "?whose=all&state=lost"):
                text = said(send(eyes, "GET", target + query))
                found += [path for word in words(opportunity) if word in text]
    return sorted(set(found))


def test_no_route_tells_a_collaborator_that_there_is_one(scene: Scene) -> None:
    other = business(scene)
    lent(scene)
    owner = telling(scene, scene.cast.zhou, other)
    for door in ("opportunities", "projects", "timeline", "history", "print", "strategy"):
        assert any(path.endswith(f"/{door}") for path in owner), f"the walk finds it where it may be found: {door}"
    assert telling(scene, scene.cast.chen, other) == []


def test_no_route_changes_what_a_collaborator_does_not_see(scene: Scene) -> None:
    other = business(scene)
    lent(scene)
    stage = str(stages()[2].id)
    bodies: dict[str, dict[str, Any]] = {
        "": {"title": "x"},
        "/move": {"stage_id": stage},
        "/win": {},
        "/lose": {"reason": "price"},
        "/reopen": {},
    }
    tried = [each for each in routes("post", "patch", "put", "delete") if "/opportunities/{sub}" in each[1]]
    assert len(tried) == len(bodies)
    version = Opportunity.objects.get(id=other).version
    with unchanged():
        for method, path in tried:
            verb = path.split("/opportunities/{sub}")[1]
            body = bodies[verb] | {"version": version}
            answer = scene.ask(scene.cast.chen, method, f"/opportunities/{other}{verb}", body)
            assert (answer.status_code, code(answer)) == (404, "not_found"), path
        for path, body in (("/projects", {"name": "x"}), ("/needs", {"after": "x"})):
            for named in (other, 1):
                answer = scene.ask(scene.cast.chen, "POST", path, body | {"opportunity_id": str(named)})
                assert code(answer) == "deals.not_theirs", "the same for one that is not there"


def test_a_collaborator_does_not_help_himself_to_more(scene: Scene) -> None:
    business(scene)
    grant = lent(scene)
    chen = browser(scene.cast.chen)
    collaborators = f"/customers/{scene.zhang}/collaborators"
    more = {"level": "edit", "deals": True}
    with unchanged():
        assert send(chen, "PATCH", f"{collaborators}/{grant}", more).status_code == 403
        mine = more | {"user_id": str(scene.cast.chen.id)}
        assert send(chen, "POST", collaborators, mine).status_code == 403
    assert not Grant.objects.get(id=grant).deals


def causes(user: User, customer: int) -> set[str]:
    """Why somebody should look after a customer, as they are told."""
    answer = send(browser(user), "GET", f"/customers/{customer}/strategy")
    return {each["cause"] for each in answer.json()["plans"][0]["signals"]}


def test_what_gives_cause_for_concern_counts_only_what_is_seen(scene: Scene) -> None:
    business(scene)
    grant = lent(scene)
    of_deals = {"stuck", "passed"}
    assert causes(scene.cast.zhou, scene.zhang) >= of_deals
    assert not causes(scene.cast.chen, scene.zhang) & of_deals
    own = scene.opened(scene.cast.chen)
    Opportunity.objects.filter(id=own).update(expected_on=today() - timedelta(days=2))
    assert causes(scene.cast.chen, scene.zhang) & of_deals == {"passed"}
    sharing.change(actor(scene.cast.zhou), scene.zhang, grant, {"deals": True})
    assert causes(scene.cast.chen, scene.zhang) >= of_deals


def events(client: Client, customer: int) -> list[tuple[str, str | None]]:
    """What happened to opportunities, as the history tells it."""
    found = send(client, "GET", f"/customers/{customer}/history?limit=100").json()["events"]
    return [(each["verb"], each["details"].get("opportunity")) for each in found if "opportunity" in each["verb"]]


def test_the_history_tells_a_collaborator_of_their_own(scene: Scene) -> None:
    other = business(scene)
    grant = lent(scene)
    own = scene.opened(scene.cast.chen, expected_on=day(9))
    assert events(browser(scene.cast.chen), scene.zhang) == [("opportunity.opened", str(own))]
    assert {each for _, each in events(browser(scene.cast.zhou), scene.zhang)} == {str(own), str(other)}
    sharing.change(actor(scene.cast.zhou), scene.zhang, grant, {"deals": True})
    assert {each for _, each in events(browser(scene.cast.chen), scene.zhang)} == {str(own), str(other)}
