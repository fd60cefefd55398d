"""Ways around the rules of owning, each tried: none leads anywhere."""

import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connections

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive import customers, sharing
from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import file_customer
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.ownership import claiming, disputes
from kedang.ownership.models import DECIDED, Claim, Dispute, Holding
from kedang.ownership.tests.scene import Scene, make_scene, owner, pool_of
from tests.people import actor, code, make_user
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def disputed(scene: Scene, user: User | None = None) -> int:
    """周 says that 张伟 is hers and not 吴迪's."""
    raiser = actor(user or scene.cast.zhou)
    return disputes.raise_dispute(raiser, scene.zhang, text="先联系的是我", party_ids=[scene.wu.id])


def refused(verb: Callable[..., object], *args: Any, **said: Any) -> str:
    """The code with which a verb refuses."""
    with pytest.raises(DomainError) as caught:
        verb(*args, **said)
    return caught.value.code


def leave(user: User) -> None:
    """Somebody's account is disabled."""
    User.objects.filter(id=user.id).update(is_active=False)
    bump()


def test_an_arbiter_does_not_award_to_themselves(scene: Scene) -> None:
    lin = actor(scene.cast.lin)
    # Raised for two others, so that the arbiter is no party of it.
    dispute = disputed(scene, scene.cast.lin)
    with unchanged():
        assert refused(disputes.decide, lin, dispute, version=1, owner_id=lin.id, reason="归我") == "dispute.own_cause"


def test_who_became_the_owner_meanwhile_does_not_decide(scene: Scene) -> None:
    dispute = disputed(scene)
    customers.assign(scene.wang, scene.zhang, scene.cast.lin.id)
    with unchanged():
        said = {"version": 2, "owner_id": scene.wu.id, "reason": "x"}
        assert refused(disputes.decide, actor(scene.cast.lin), dispute, **said) == "dispute.own_cause"


def test_nobody_decides_on_what_they_have_not_read(scene: Scene) -> None:
    dispute = disputed(scene)
    disputes.answer(actor(scene.wu), dispute, text="名片在我这里")
    lin = actor(scene.cast.lin)
    with unchanged():
        assert refused(disputes.decide, lin, dispute, version=1, owner_id=scene.wu.id, reason="x") == "stale"
    customers.assign(scene.wang, scene.zhang, scene.wu.id)
    with unchanged():
        assert refused(disputes.decide, lin, dispute, version=2, owner_id=scene.wu.id, reason="x") == "stale"
    disputes.decide(lin, dispute, version=3, owner_id=scene.cast.zhou.id, reason="周敏先联系")
    assert owner(scene.zhang) == scene.cast.zhou.id


def test_a_colleague_who_left_gets_nothing(scene: Scene) -> None:
    dispute = disputed(scene)
    scene.released()
    for user in (scene.wu, scene.cast.zhou):
        leave(user)
        with unchanged():
            said = {"version": 2, "owner_id": user.id, "reason": "x"}
            assert refused(disputes.decide, actor(scene.cast.lin), dispute, **said) == "owner.unknown"
            answer = scene.ask(
                scene.cast.lin,
                "POST",
                f"/pools/{scene.pool.id}/waiting/{scene.zhang}/give",
                {"owner_id": str(user.id)},
            )
            assert code(answer) == "owner.unknown"
    assert (owner(scene.zhang), pool_of(scene.zhang)) == (None, scene.pool.id)


def test_who_left_does_not_keep_it_by_a_decision(scene: Scene) -> None:
    dispute = disputed(scene)
    leave(scene.cast.zhou)
    with unchanged():
        said = {"version": 1, "owner_id": scene.cast.zhou.id, "reason": "x"}
        assert refused(disputes.decide, actor(scene.cast.lin), dispute, **said) == "owner.unknown"


def test_who_works_with_the_new_owner_is_set_though_the_arbiter_loses_sight(scene: Scene) -> None:
    dispute = disputes.raise_dispute(
        actor(scene.cast.zhou), scene.zhang, text="先联系的是我", party_ids=[scene.cast.chen.id]
    )
    disputes.decide(
        actor(scene.cast.lin),
        dispute,
        version=1,
        owner_id=scene.cast.chen.id,
        collaborator_ids=[scene.cast.zhou.id],
        reason="陈静负责这家集团",
    )
    assert owner(scene.zhang) == scene.cast.chen.id
    assert Grant.objects.get(customer_id=scene.zhang).user_id == scene.cast.zhou.id
    # To share it once more takes the right to the customer, which the arbiter has no longer.
    with unchanged():
        assert refused(sharing.share, actor(scene.cast.lin), scene.zhang, user_id=scene.wu.id) == "not_found"


def test_evidence_is_not_read_through_a_colleagues_grant_that_ended(scene: Scene) -> None:
    grant = sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=scene.wu.id, level="read")
    dispute = disputed(scene)
    path = f"/disputes/{dispute}"
    assert scene.ask(scene.wu, "GET", path).json()["evidence"] is not None
    sharing.unshare(actor(scene.cast.zhou), scene.zhang, grant)
    seen = scene.ask(scene.wu, "GET", path).json()
    assert (seen["evidence"], seen["customer_id"], seen["name"]) == (None, None, None)
    assert scene.ask(scene.cast.chen, "GET", path).status_code == 404


def test_undoing_a_merge_brings_nobody_above_the_limit(scene: Scene) -> None:
    twin = file_customer(scene.cast.zhou, name="张伟伟")
    merged = merge(scene.wang, twin, [scene.zhang])
    scene.cap(2)
    scene.terms(per_day=5)
    third = file_customer(scene.wu, name="王芳")
    claiming.release(actor(scene.wu), third, pool_id=scene.pool.id, reason="no_need")
    claiming.claim(actor(scene.cast.zhou), scene.pool.id, third)
    undo_merge(scene.wang, merged.id)
    # The merge is undone all the same; who is one too many is nobody's, where the department finds it.
    assert [owner(i) for i in (twin, third, scene.zhang)] == [scene.cast.zhou.id, scene.cast.zhou.id, None]
    assert Customer.objects.get(id=scene.zhang).department_id == scene.cast.east.id
    assert Holding.objects.get(customer_id=scene.zhang).how == "put_back"


def test_undoing_a_merge_gives_back_whom_there_is_room_for(scene: Scene) -> None:
    twin = file_customer(scene.cast.zhou, name="张伟伟")
    merged = merge(scene.wang, twin, [scene.zhang])
    scene.cap(2)
    undo_merge(scene.wang, merged.id)
    assert [owner(i) for i in (twin, scene.zhang)] == [scene.cast.zhou.id] * 2


def test_a_customer_merged_away_is_not_claimed(scene: Scene) -> None:
    scene.released()
    twin = file_customer(scene.wu, name="张伟伟")
    merged = merge(scene.wang, twin, [scene.zhang])
    with unchanged():
        assert scene.claimed(scene.wu).status_code == 404
        assert scene.seen(scene.wu) == []
    undo_merge(scene.wang, merged.id)
    # It waits where it waited, and counts towards the quota like any other.
    assert scene.seen(scene.wu) == ["张伟"]
    assert scene.claimed(scene.wu).status_code == 204
    assert Claim.objects.get().customer_id == scene.zhang


def test_the_day_of_a_quota_ends_at_local_midnight(scene: Scene) -> None:
    scene.terms(per_day=1)
    scene.released()
    claim = Claim(customer_id=scene.li, pool_id=scene.pool.id, user_id=scene.wu.id)
    claim.at = datetime.combine(today(), time(), LOCAL)
    claim.save()
    with unchanged():
        assert code(scene.claimed(scene.wu)) == "claim.spent_today"
    Claim.objects.update(at=claim.at - timedelta(microseconds=1))
    assert scene.claimed(scene.wu).status_code == 204


def test_the_week_of_a_quota_begins_on_monday(scene: Scene) -> None:
    scene.terms(per_week=1)
    scene.released()
    monday = datetime.combine(today() - timedelta(days=today().weekday()), time(), LOCAL)
    claim = Claim(customer_id=scene.li, pool_id=scene.pool.id, user_id=scene.wu.id, at=monday)
    claim.save()
    with unchanged():
        assert code(scene.claimed(scene.wu)) == "claim.spent_this_week"
    Claim.objects.update(at=monday - timedelta(microseconds=1))
    assert scene.claimed(scene.wu).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_of_two_arbiters_at_once_one_decides() -> None:
    scene = make_scene()
    dispute = disputed(scene)
    other = make_user("gao", "高远", "manager", scene.cast.east)
    start, results = threading.Barrier(2), []

    def decide(judge: User, owner_id: int) -> None:
        start.wait()
        try:
            disputes.decide(actor(judge), dispute, version=1, owner_id=owner_id, reason="裁决")
            results.append("decided")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    pairs = ((scene.cast.lin, scene.wu.id), (other, scene.cast.zhou.id))
    threads = [threading.Thread(target=decide, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) in (["decided", "stale"], ["decided", "not_found"])
    row = Dispute.objects.get()
    assert (row.state, row.version) == (DECIDED, 2)
    assert owner(scene.zhang) == row.awarded_to
