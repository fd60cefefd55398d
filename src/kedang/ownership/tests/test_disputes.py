"""A customer several people say is theirs: raised, answered, looked into, decided by somebody with no part in it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.activity.models import Interaction
from kedang.activity.recording import Happened, write_down
from kedang.archive import customers, sharing
from kedang.archive.models import Grant
from kedang.archive.tests.filing import file_customer
from kedang.fields.values import LOCAL
from kedang.history.models import Event, ReadEvent
from kedang.kit.clock import now
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.ownership.models import Cooling, Dispute, Holding, Party, Statement
from kedang.ownership.tests.scene import Scene, make_scene, owner
from tests.people import actor, code, make_user
from tests.state import unchanged

pytestmark = pytest.mark.django_db
WHY = "暗号白鹭：我三月起就在跟进"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def raised(scene: Scene, user: Any = None, *, customer: int | None = None, parties: Any = None) -> Any:
    """周 says that 张伟 is hers and not 吴迪's, unless somebody else is named."""
    body = {"text": WHY, "party_ids": [str(each.id) for each in ([scene.wu] if parties is None else parties)]}
    return scene.ask(user or scene.cast.zhou, "POST", f"/customers/{customer or scene.zhang}/disputes", body)


def opened(scene: Scene) -> int:
    """The id of an open dispute."""
    answer = raised(scene)
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def heard(scene: Scene, user: Any, dispute: int) -> Any:
    """What somebody sees of a dispute."""
    answer = scene.ask(user, "GET", f"/disputes/{dispute}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def decided(scene: Scene, dispute: int, user: Any = None, **body: Any) -> Any:
    """林 gives 张伟 to 吴迪, unless something else is said."""
    wanted = {"version": 1, "owner_id": str(scene.wu.id), "reason": "吴迪先联系", **body}
    return scene.ask(user or scene.cast.lin, "POST", f"/disputes/{dispute}/decide", wanted)


def listed(scene: Scene, user: Any, query: str = "") -> list[str]:
    """The numbers or names somebody gets listed."""
    answer = scene.ask(user, "GET", f"/disputes{query}")
    assert answer.status_code == 200, answer.content
    return [row["name"] or row["number"] for row in answer.json()["rows"]]


def test_decided_by_somebody_with_no_part_in_it(scene: Scene) -> None:
    dispute = opened(scene)
    assert decided(scene, dispute, collaborator_ids=[str(scene.cast.zhou.id)]).status_code == 204
    assert owner(scene.zhang) == scene.wu.id
    assert Holding.objects.get(customer_id=scene.zhang).how == "awarded"
    assert Grant.objects.get(customer_id=scene.zhang).user_id == scene.cast.zhou.id
    told = Event.objects.filter(subject_id=scene.zhang).order_by("id")
    verbs = ["customer.created", "dispute.raised", "customer.assigned", "customer.shared", "dispute.decided"]
    assert [event.verb for event in told] == verbs
    assert all(WHY not in event.details and "吴迪先联系" not in event.details for event in told)
    seen = heard(scene, scene.cast.zhou, dispute)
    assert (seen["state"], seen["awarded_to"]["name"], seen["ended_by"]["name"]) == ("decided", "吴迪", "林晓")
    assert [(said["by"]["name"], said["text"], said["decides"]) for said in seen["said"]] == [
        ("周敏", WHY, False),
        ("林晓", "吴迪先联系", True),
    ]
    with unchanged():
        assert code(decided(scene, dispute, version=2)) == "dispute.over"
        answer = scene.ask(scene.cast.zhou, "POST", f"/disputes/{dispute}/statements", {"text": "再说一句"})
        assert code(answer) == "dispute.over"


def test_what_is_said_is_sealed(scene: Scene) -> None:
    opened(scene)
    assert WHY.encode() not in bytes(Statement.objects.get().body_enc)


def test_only_who_has_a_part_or_decides_learns_of_it(scene: Scene) -> None:
    dispute = opened(scene)
    for user, sees in (
        (scene.cast.zhou, True),
        (scene.cast.lin, True),
        (scene.cast.wang, True),
        (scene.cast.chen, False),
    ):
        assert listed(scene, user) == (["张伟"] if sees else [])
        status = scene.ask(user, "GET", f"/disputes/{dispute}").status_code
        assert status == (200 if sees else 404)
    # Who has a part but does not see the customer gets its number and what was said, and nothing of the archive.
    seen = heard(scene, scene.wu, dispute)
    assert (seen["name"], seen["customer_id"], seen["evidence"], seen["current_owner"]) == (None, None, None, None)
    assert seen["number"]
    assert seen["said"][0]["text"] == WHY
    assert listed(scene, scene.wu) == [seen["number"]]
    with unchanged():
        answer = scene.ask(scene.cast.chen, "POST", f"/disputes/{dispute}/statements", {"text": "我也要"})
        assert answer.status_code == 404
        assert decided(scene, dispute, scene.cast.chen).status_code == 404
        assert scene.ask(scene.cast.auditor, "GET", "/disputes").status_code == 403
    reads = ReadEvent.objects.filter(verb="dispute.read").values_list("actor_name", flat=True)
    assert sorted(reads) == ["吴迪", "周敏", "林晓", "王磊"]


def test_a_dispute_takes_two_and_there_is_one_at_a_time(scene: Scene) -> None:
    with unchanged():
        assert code(raised(scene, parties=[])) == "dispute.one_side"
        assert code(raised(scene, parties=[scene.cast.zhou])) == "dispute.one_side"
        assert raised(scene, scene.wu).status_code == 404
        body = {"text": "  ", "party_ids": [str(scene.wu.id)]}
        answer = scene.ask(scene.cast.zhou, "POST", f"/customers/{scene.zhang}/disputes", body)
        assert code(answer) == "dispute.nothing"
    opened(scene)
    with unchanged():
        assert code(raised(scene)) == "dispute.already"


def test_who_was_shared_a_customer_may_dispute_it(scene: Scene) -> None:
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.wu.id, level="read")
    assert raised(scene, scene.wu, parties=[]).status_code == 201
    names = set(Party.objects.values_list("user_id", flat=True))
    assert names == {scene.wu.id, scene.cast.zhou.id}


def test_nobody_decides_their_own_cause(scene: Scene) -> None:
    dispute = int(raised(scene, scene.cast.lin, parties=[]).json()["id"])
    assert heard(scene, scene.cast.lin, dispute)["may_decide"] is False
    with unchanged():
        answer = decided(scene, dispute, owner_id=str(scene.cast.lin.id))
    assert (answer.status_code, code(answer)) == (403, "dispute.own_cause")
    assert heard(scene, scene.cast.wang, dispute)["may_decide"] is True
    assert decided(scene, dispute, scene.cast.wang, owner_id=str(scene.cast.lin.id)).status_code == 204
    assert owner(scene.zhang) == scene.cast.lin.id


def test_an_arbiter_raises_it_for_others_and_decides(scene: Scene) -> None:
    dispute = int(raised(scene, scene.cast.lin).json()["id"])
    assert set(Party.objects.values_list("user_id", flat=True)) == {scene.wu.id, scene.cast.zhou.id}
    assert decided(scene, dispute).status_code == 204


def test_the_decision_takes_rights_and_sight(scene: Scene) -> None:
    dispute = opened(scene)
    with unchanged():
        assert decided(scene, dispute, scene.cast.zhou).status_code == 403
    Role.objects.create(name_zh="旁听", name_en="x", rights=["customers.view", "ownership.arbitrate"], scope=3)
    judge = make_user("judge", "裁判", "member", scene.cast.east)
    judge.roles.set([Role.objects.get(name_zh="旁听")])
    bump()
    with unchanged():
        assert decided(scene, dispute, judge).status_code == 403


def test_the_decision_obeys_limits_and_cooling_periods(scene: Scene) -> None:
    dispute = opened(scene)
    Cooling.objects.create(customer_id=scene.zhang, user_id=scene.wu.id, until=now() + timedelta(days=3))
    with unchanged():
        assert code(decided(scene, dispute)) == "owner.cooling"
    Cooling.objects.all().delete()
    file_customer(scene.wu, name="王芳")
    scene.cap(1)
    with unchanged():
        assert code(decided(scene, dispute)) == "owner.full"
        assert code(decided(scene, dispute, version=7)) == "stale"
    # Whose it is already may keep it, also beyond the limit.
    assert decided(scene, dispute, owner_id=str(scene.cast.zhou.id)).status_code == 204
    assert owner(scene.zhang) == scene.cast.zhou.id


def test_out_of_sight_nobody_gets_it_but_a_party(scene: Scene) -> None:
    dispute = opened(scene)
    with unchanged():
        assert code(decided(scene, dispute, owner_id=str(scene.cast.chen.id))) == "owner.unknown"
    other = int(
        raised(scene, customer=file_customer(scene.cast.zhou, name="王芳"), parties=[scene.cast.chen]).json()["id"]
    )
    assert decided(scene, other, owner_id=str(scene.cast.chen.id)).status_code == 204


def test_withdrawn_by_whoever_raised_it(scene: Scene) -> None:
    dispute = opened(scene)
    with unchanged():
        answer = scene.ask(scene.wu, "POST", f"/disputes/{dispute}/withdraw", {"version": 1})
        assert answer.status_code == 403
    assert scene.ask(scene.cast.zhou, "POST", f"/disputes/{dispute}/withdraw", {"version": 1}).status_code == 204
    assert owner(scene.zhang) == scene.cast.zhou.id
    assert listed(scene, scene.cast.zhou) == []
    assert listed(scene, scene.cast.zhou, "?state=withdrawn") == ["张伟"]
    assert raised(scene).status_code == 201


def test_answered_by_a_party_and_by_the_arbiter(scene: Scene) -> None:
    dispute = opened(scene)
    for user in (scene.wu, scene.cast.lin):
        path, body = f"/disputes/{dispute}/statements", {"text": f"{user.name}说"}
        assert scene.ask(user, "POST", path, body).status_code == 204
    said = heard(scene, scene.cast.zhou, dispute)["said"]
    assert [each["text"] for each in said] == [WHY, "吴迪说", "林晓说"]


def test_the_archive_tells_who_had_to_do_with_it(scene: Scene) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=LOCAL)
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.wu.id)
    for user, days in ((scene.wu, 1), (scene.cast.zhou, 5), (scene.wu, 9)):
        write_down(actor(user), scene.zhang, Happened(kind="call", text="暗号苍鹭", at=at + timedelta(days=days)))
    customers.assign(actor(scene.cast.lin), scene.zhang, scene.wu.id)
    dispute = int(raised(scene, scene.wu, parties=[scene.cast.zhou]).json()["id"])
    found = heard(scene, scene.cast.lin, dispute)["evidence"]
    contacts = [(row["person"]["name"], row["party"], row["count"], row["first"][:10]) for row in found["contacts"]]
    assert contacts == [("吴迪", True, 2, "2026-03-03"), ("周敏", True, 1, "2026-03-07")]
    # What was said is no evidence: times and people are.
    assert "暗号苍鹭" not in str(found)
    lines = [(line["what"], line["by"]["name"]) for line in found["happened"]]
    assert lines[:3] == [("contact", "吴迪"), ("contact", "周敏"), ("contact", "吴迪")]
    change = found["happened"][-1]
    assert (change["what"], change["from_owner"]["name"], change["to_owner"]["name"]) == ("owned", "周敏", "吴迪")
    assert Interaction.objects.count() == 3


def test_changes_of_owner_only_for_who_may_read_history(scene: Scene) -> None:
    customers.assign(actor(scene.cast.lin), scene.zhang, scene.cast.lin.id)
    customers.assign(actor(scene.cast.lin), scene.zhang, scene.cast.zhou.id)
    dispute = opened(scene)
    assert heard(scene, scene.cast.zhou, dispute)["evidence"]["owners_shown"] is True
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != "customers.history"]
    role.save()
    bump()
    found = heard(scene, scene.cast.zhou, dispute)["evidence"]
    assert (found["owners_shown"], [line["what"] for line in found["happened"]]) == (False, ["created"])


def test_a_dispute_goes_with_its_customer_through_a_merge_and_back(scene: Scene) -> None:
    twin = file_customer(scene.cast.zhou, name="张伟伟")
    dispute = opened(scene)
    wang = actor(scene.cast.wang)
    merged = merge(wang, twin, [scene.zhang])
    assert Dispute.objects.get().customer_id == twin
    assert heard(scene, scene.cast.wang, dispute)["said"][0]["text"] == WHY
    path = f"/disputes/{dispute}/statements"
    assert scene.ask(scene.cast.lin, "POST", path, {"text": "合并之后说的"}).status_code == 204
    undo_merge(wang, merged.id)
    # What was said since goes where its dispute goes.
    for model in (Dispute, Party, Statement):
        assert set(model.objects.values_list("customer_id", flat=True)) == {scene.zhang}
    said = heard(scene, scene.cast.zhou, dispute)["said"]
    assert [each["text"] for each in said] == [WHY, "合并之后说的"]
